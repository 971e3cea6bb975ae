import { describe, expect, test } from "vitest";
import { readMessage as readMessageAt } from "./incoming-message.ts";

const arrivedAt = 5;
const readMessage = (raw: unknown) => readMessageAt(raw, arrivedAt);

const message = (fields: object) => ({
  id: "69b4c6a014137ce0cd455ff0",
  received: "2026-03-14T02:23:28.101Z",
  author: { type: "business", displayName: "Jane" },
  content: { type: "text", text: "Hello" },
  ...fields,
});

/** zendesk.md §3.1, the table. */
describe("who wrote a message of the business", () => {
  const workspace = { type: "zd:agentWorkspace" };
  test.each([
    ["an agent", { source: workspace, metadata: { "__zendesk_msg.agent.id": "360001234567" } }, "human"],
    ["a trigger", { source: workspace, metadata: { "__zendesk_msg.agent.id": "__trigger" } }, "automatic"],
    ["an empty agent id", { source: workspace, metadata: { "__zendesk_msg.agent.id": "" } }, "automatic"],
    ["Agent Workspace without agent", { source: workspace, metadata: {} }, "automatic"],
    ["Agent Workspace without metadata", { source: workspace }, "automatic"],
    ["our own call", { source: { type: "api:conversations" } }, "self"],
    [
      "our own call that imitates an agent",
      { source: { type: "api:conversations" }, metadata: { "__zendesk_msg.agent.id": "1" } },
      "self",
    ],
    ["the survey", { source: { type: "zd:surveys" } }, "survey"],
    [
      "a survey sent by Agent Workspace",
      { source: workspace, metadata: { type: "csat", "__zendesk_msg.agent.id": "1" } },
      "survey",
    ],
    ["Zendesk's bot", { source: { type: "zd:answerBot" } }, "bot"],
    ["an activity", { source: workspace, activity: { type: "ticket:closed" } }, "automatic"],
    [
      "subtype agent without metadata",
      { source: workspace, author: { type: "business", subtypes: ["agent"] } },
      "human",
    ],
    [
      "a trigger with subtype agent",
      {
        source: workspace,
        author: { type: "business", subtypes: ["agent"] },
        metadata: { "__zendesk_msg.agent.id": "__trigger" },
      },
      "automatic",
    ],
    ["subtype bot", { source: workspace, author: { type: "business", subtypes: ["bot"] } }, "bot"],
    ["an unknown source", { source: { type: "zd:new" } }, "automatic"],
    ["no source", {}, "automatic"],
  ])("%s", (_who, fields, kind) => {
    expect(readMessage(message(fields))?.author).toMatchObject({ type: "business", kind });
  });

  test("a user is the visitor, whatever else it says", () => {
    const fields = { author: { type: "user", userId: "u" }, source: workspace };
    expect(readMessage(message(fields))?.author).toEqual({ type: "visitor" });
  });

  test("name and picture come along; a picture that is not on the web does not", () => {
    const author = { type: "business", displayName: "Jane", avatarUrl: "https://a.example/jane.png" };
    expect(readMessage(message({ author }))?.author).toEqual({
      type: "business",
      kind: "automatic",
      name: "Jane",
      avatarUrl: "https://a.example/jane.png",
    });
    const hostile = { ...author, avatarUrl: "javascript:alert(1)" };
    expect(readMessage(message({ author: hostile }))?.author).not.toHaveProperty("avatarUrl");
  });
});

describe("content", () => {
  const content = (value: object) => readMessage(message({ content: value }))?.content;

  test("text in each of its forms", () => {
    expect(content({ type: "text", text: "a", htmlText: "<b>a</b>", markdownText: "" })).toEqual({
      type: "text",
      text: "a",
      htmlText: "<b>a</b>",
    });
  });

  test("an image and a file", () => {
    const mediaUrl = "https://acme.zendesk.com/sc/attachments/v2/01JK/my%20cat.png";
    expect(
      content({ type: "image", mediaUrl, mediaType: "image/png", mediaSize: 12, altText: "x", text: "look" }),
    ).toEqual({
      type: "file",
      mediaUrl,
      name: "my cat.png",
      mediaType: "image/png",
      size: 12,
      image: true,
      caption: "look",
    });
    expect(
      content({ type: "file", mediaUrl: "https://acme.zendesk.com/f/01JK", altText: "bill.pdf" }),
    ).toEqual({
      type: "file",
      mediaUrl: "https://acme.zendesk.com/f/01JK",
      name: "bill.pdf",
      image: false,
    });
  });

  test.each([
    ["https://acme.zendesk.com/..%2F..%2Fetc%2Fpasswd.txt", "....etcpasswd.txt"],
    ["https://acme.zendesk.com/%E0%A4%A", "%E0%A4%A"],
    ["https://acme.zendesk.com/", "file"],
    ["https://acme.zendesk.com/a%00b%0d%0a.png", "ab.png"],
  ])("%s gives the harmless name %s", (mediaUrl, name) => {
    expect(content({ type: "file", mediaUrl })).toMatchObject({ name });
  });

  test("answers that a message offers come along, links only where they are harmless", () => {
    const actions = [
      { type: "reply", text: "Yes", payload: "y" },
      { type: "link", text: "Read", uri: "https://acme.example/x" },
      { type: "link", text: "Bad", uri: "javascript:alert(1)" },
      { type: "postback", text: "", payload: "p" },
      "nonsense",
    ];
    const offered = [
      { kind: "answer", label: "Yes", payload: "y" },
      { kind: "link", label: "Read", href: "https://acme.example/x" },
      { kind: "other", label: "Bad" },
    ];
    expect(content({ type: "text", text: "Shall I?", actions })).toEqual({
      type: "text",
      text: "Shall I?",
      actions: offered,
    });
    expect(content({ type: "text", text: "Hi", actions: "x" })).toEqual({ type: "text", text: "Hi" });
  });

  test.each(["carousel", "list"])(
    "a %s is its cards; one of an unknown shape does not hide the others",
    (type) => {
      const items = [
        { title: "Red", description: "A colour", mediaUrl: "https://acme.example/red.png", actions: [] },
        7,
        {
          title: "Blue",
          mediaUrl: "https://acme.zendesk.com/sc/attachments/v2/1/blue.png",
          actions: [{ text: "Buy" }],
        },
      ];
      expect(content({ type, items })).toEqual({
        type: "cards",
        text: "",
        cards: [
          { title: "Red", description: "A colour", picture: "https://acme.example/red.png", actions: [] },
          { title: "Blue", hasPrivatePicture: true, actions: [{ kind: "other", label: "Buy" }] },
        ],
        actions: [],
      });
    },
  );

  test("a place, and what a form asks for", () => {
    const location = { name: "Shop", address: "1 High Street" };
    expect(content({ type: "location", coordinates: { lat: 45.5, long: -73.6 }, location })).toEqual({
      type: "place",
      text: "",
      name: "Shop",
      address: "1 High Street",
      latitude: 45.5,
      longitude: -73.6,
    });
    const fields = [
      { type: "email", name: "mail", label: "Your e-mail" },
      { type: "text", name: "City" },
    ];
    expect(content({ type: "form", fields })).toEqual({
      type: "form",
      text: "",
      labels: ["Your e-mail", "City"],
    });
    expect(content({ type: "location", coordinates: { lat: "north", long: 1 } })).toMatchObject({
      type: "other",
    });
  });

  test("kinds not shown yet keep Zendesk's own words for them", () => {
    expect(content({ type: "form", fields: [] })).toEqual({ type: "other", kind: "form" });
    expect(content({ type: "formResponse", textFallback: "mail: a@b.c" })).toEqual({
      type: "other",
      kind: "formResponse",
      text: "mail: a@b.c",
    });
    expect(content({ type: "image", mediaUrl: "javascript:alert(1)" })).toEqual({
      type: "other",
      kind: "image",
    });
  });
});

test("our key comes back, and when Zendesk received it", () => {
  expect(readMessage(message({ metadata: { zlcKey: "h1:3" } }))).toMatchObject({
    key: "h1:3",
    received: Date.parse("2026-03-14T02:23:28.101Z"),
  });
});

test.each([
  ["nothing", undefined],
  ["no id", message({ id: "" })],
  ["no author", message({ author: null })],
  ["a deleted message", message({ deleted: true })],
])("%s is not a message", (_what, raw) => {
  expect(readMessage(raw)).toBeUndefined();
});

test.each([
  ["no time", undefined],
  ["a number", 1_773_454_948_101],
  ["no zone", "2026-03-14T02:23:28.101"],
  ["a word", "yesterday"],
])("a message with %s for its time was received when it came", (_what, received) => {
  expect(readMessage(message({ received }))).toMatchObject({
    received: arrivedAt,
    content: { text: "Hello" },
  });
});

test.each([
  ["null", null],
  ["missing", undefined],
  ["a list", []],
  ["without a type", { htmlText: "<b>a</b>" }],
  ["of a type that is none", { type: 7 }],
])("content that is %s is something that cannot be shown", (_what, content) => {
  expect(readMessage(message({ content }))?.content).toEqual({ type: "other", kind: "unreadable" });
});

test("content without a type shows the words that it has", () => {
  expect(readMessage(message({ content: { text: "Hello" } }))?.content).toMatchObject({ text: "Hello" });
});

test("odd values of what is optional spoil nothing", () => {
  const odd = message({
    metadata: "x",
    source: 3,
    activity: [],
    author: { type: "business", displayName: 7, subtypes: "agent", avatarUrl: {} },
    content: { type: "text", text: "Hello", htmlText: 4 },
  });
  expect(readMessage(odd)).toEqual({
    id: "69b4c6a014137ce0cd455ff0",
    received: Date.parse("2026-03-14T02:23:28.101Z"),
    author: { type: "business", kind: "automatic", name: "" },
    content: { type: "text", text: "Hello" },
  });
});

describe("hostile names", () => {
  const rightToLeft = "\u202e";

  test("an operator's name stays a line of its own direction and of bounded length", () => {
    const author = { type: "business", displayName: `${rightToLeft}Jane\n\0 Doe \ud800${"N".repeat(5000)}` };
    const read = readMessage(message({ author }))?.author;
    expect(read).toMatchObject({ name: expect.stringMatching(/^Jane Doe \ufffdN{90}$/) });
  });

  test("a file's name shows its true ending", () => {
    const mediaUrl = `https://acme.zendesk.com/files/${encodeURIComponent(`inv${rightToLeft}fdp.exe`)}`;
    expect(readMessage(message({ content: { type: "file", mediaUrl } }))?.content).toMatchObject({
      name: "invfdp.exe",
    });
  });

  test("signs that belong to a script or an emoji stay", () => {
    const displayName = "نیلوفر\u200cها 👩\u200d⚕️";
    expect(readMessage(message({ author: { type: "business", displayName } }))?.author).toMatchObject({
      name: displayName,
    });
  });
});

describe("what is longer than any of Zendesk's", () => {
  const long = `https://acme.example/${"a".repeat(2_048)}`;

  test("an avatar whose address is too long is not shown", () => {
    const read = (avatarUrl: string) =>
      readMessage(message({ author: { type: "business", avatarUrl } }))?.author;
    expect(read(long)).not.toHaveProperty("avatarUrl");
    expect(read(long.slice(0, 2_048))).toMatchObject({ avatarUrl: long.slice(0, 2_048) });
  });

  test("a file whose address is too long is none, and what was said with it stays", () => {
    const content = { type: "image", mediaUrl: long, text: "See the picture" };
    expect(readMessage(message({ content }))?.content).toEqual({
      type: "other",
      kind: "image",
      text: "See the picture",
    });
  });

  test("a file's caption is shortened and says so; what is no media type is left out", () => {
    const read = (mediaType: string) =>
      readMessage(
        message({
          content: { type: "file", mediaUrl: "https://acme.example/a", mediaType, text: "a".repeat(50_000) },
        }),
      )?.content;
    expect(read("text/html; charset=utf-8")).toMatchObject({
      mediaType: "text/html",
      caption: `${"a".repeat(19_999)}…`,
    });
    for (const type of ["t".repeat(100_000), `text/${"t".repeat(100_000)}`, "text/html\r\nx: 1", "<b>"])
      expect(read(type)).not.toHaveProperty("mediaType");
  });

  test("a key that is none of ours by its length is none", () => {
    expect(readMessage(message({ metadata: { zlcKey: "k".repeat(100_000) } }))).not.toHaveProperty("key");
  });
});
