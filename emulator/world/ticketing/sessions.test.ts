import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, textAt } from "../../harness.ts";

const DAY = 24 * 60 * 60_000;
const FIELD = "dataCapture.systemField.";
let zendesk: Started;
beforeEach(async () => {
  zendesk = await startEmulator();
});
afterEach(() => zendesk.emulator.close());

async function handOff(metadata: Record<string, string> = {}) {
  const made = await zendesk.open();
  await zendesk.pass(made.conversationId, metadata);
  await zendesk.post(made.conversationId, { type: "user", userId: made.userId }, "My cat is ill");
  const [ticket] = await zendesk.ticketsOf(made.externalId);
  return { ...made, ticket, user: { type: "user", userId: made.userId }, ticketId: String(at(ticket, "id")) };
}
const messages = async (conversationId: string) =>
  listAt((await zendesk.sc("GET", `/conversations/${conversationId}/messages`)).body, "messages");
const textsOf = async (conversationId: string) =>
  (await messages(conversationId)).map((message) => at(message, "content.text"));
const ticketOf = async (ticketId: string) =>
  at((await zendesk.api("GET", `/tickets/${ticketId}`)).body, "ticket");
const status = async (ticketId: string) => at(await ticketOf(ticketId), "status");
const active = async (conversationId: string) =>
  at(
    (await zendesk.sc("GET", `/conversations/${conversationId}`)).body,
    "conversation.activeSwitchboardIntegration.integrationType",
  );
const agent = (act: string, body: Record<string, unknown>) => zendesk.control("POST", `/agent/${act}`, body);
const setAll = async (availability: string) => {
  for (const { email } of zendesk.emulator.credentials().agents)
    await agent("availability", { agent: email, availability });
};

describe("metadata of the handoff", () => {
  test("fills the ticket's fields", async () => {
    const camille = zendesk.emulator.credentials().agents.find(({ name }) => name === "Camille Laurent");
    const { ticketId } = await handOff({
      [`${FIELD}tags`]: "vip, cats angry",
      [`${FIELD}priority`]: "urgent",
      [`${FIELD}assignee_id`]: camille?.id ?? "",
      [`${FIELD}subject`]: "A cat",
      [`${FIELD}organization_id`]: "4242",
      [`${FIELD}brand_id`]: "4343",
      "dataCapture.ticketField.360001": "tabby",
      origin_source_type: "whatsapp",
      priority: "low",
    });
    const ticket = await ticketOf(ticketId);
    expect(ticket).toMatchObject({
      tags: ["vip", "cats", "angry"],
      priority: "urgent",
      subject: "A cat",
      via: { channel: "whatsapp" },
      organization_id: 4242,
      brand_id: 4343,
      custom_fields: [{ id: 360_001, value: "tabby" }],
    });
    expect(String(at(ticket, "assignee_id"))).toBe(camille?.id);
    expect(String(at(ticket, "group_id"))).toBe(zendesk.emulator.credentials().groups[0]?.id);
  });

  test("what does not exist is passed over", async () => {
    const { ticket } = await handOff({
      [`${FIELD}priority`]: "at once",
      [`${FIELD}assignee_id`]: "77",
      [`${FIELD}organization_id`]: "none",
    });
    expect(ticket).toMatchObject({ priority: null, assignee_id: null });
  });

  test("the switchboard's count of messages bounds the history", async () => {
    const board = textAt((await zendesk.sc("GET", "/switchboards")).body, "switchboards.0.id");
    const path = `/switchboards/${board}/switchboardIntegrations`;
    const seats = listAt((await zendesk.sc("GET", path)).body, "switchboardIntegrations");
    const workspace = seats.find((seat) => at(seat, "name") === "zd-agentWorkspace");
    await zendesk.sc("PATCH", `${path}/${textAt(workspace, "id")}`, { messageHistoryCount: 2 });
    const { conversationId, userId } = await zendesk.open();
    for (const text of ["a", "b", "c"]) await zendesk.post(conversationId, { type: "business" }, text);
    await zendesk.pass(conversationId);
    await zendesk.post(conversationId, { type: "user", userId }, "d");
    const [ticket] = await zendesk.ticketsOf("visitor-1");
    const detail = await zendesk.call("GET", `/agent/api/tickets/${String(at(ticket, "id"))}`);
    const texts = listAt(detail.body, "ticket.messages").map((message) => at(message, "content.text"));
    expect(texts).toEqual(["b", "c", "d"]);
  });
});

describe("time", () => {
  test("what was solved four days ago is closed; reopening starts over", async () => {
    const { ticketId, conversationId, user } = await handOff();
    await agent("solve", { ticketId });
    zendesk.emulator.clock.advance(3 * DAY);
    await zendesk.post(conversationId, user, "One more thing");
    expect(await status(ticketId)).toBe("open");
    await agent("solve", { ticketId });
    zendesk.emulator.clock.advance(2 * DAY);
    expect(await status(ticketId)).toBe("solved");
    zendesk.emulator.clock.advance(2 * DAY);
    expect(await status(ticketId)).toBe("closed");
    expect(at((await messages(conversationId)).at(-1), "activity.type")).toBe("ticket:closed");
  });

  test("not where the automation is off, nor after a reset", async () => {
    zendesk.emulator.configure({ closeSolvedAfterFourDays: false });
    const first = await handOff();
    await agent("solve", { ticketId: first.ticketId });
    zendesk.emulator.clock.advance(5 * DAY);
    expect(await status(first.ticketId)).toBe("solved");

    zendesk.emulator.reset("demo");
    const second = await handOff();
    await agent("solve", { ticketId: second.ticketId });
    zendesk.emulator.reset("demo");
    const third = await handOff();
    expect(third.ticketId).toBe(second.ticketId);
    zendesk.emulator.clock.advance(5 * DAY);
    expect(await status(third.ticketId)).toBe("new");
  });

  test("a snapshot brings its timers back", async () => {
    const { ticketId } = await handOff();
    await agent("solve", { ticketId });
    const saved = zendesk.emulator.snapshot();
    zendesk.emulator.clock.advance(5 * DAY);
    expect(await status(ticketId)).toBe("closed");
    zendesk.emulator.restore(saved);
    expect(await status(ticketId)).toBe("solved");
    zendesk.emulator.clock.advance(0);
    expect(await status(ticketId)).toBe("closed");
  });

  test("a trigger closes what is solved at once", async () => {
    zendesk.emulator.configure({ closeSolvedAtOnce: true });
    const { ticketId, conversationId } = await handOff();
    await agent("solve", { ticketId });
    expect(await status(ticketId)).toBe("closed");
    expect(await active(conversationId)).toBeUndefined();
  });
});

describe("the end", () => {
  test("by the visitor: an activity message, and the next message opens another ticket", async () => {
    const { conversationId, user } = await handOff();
    await zendesk.control("POST", "/visitor/end", { conversationId });
    expect((await messages(conversationId)).at(-1)).toMatchObject({
      author: { type: "business", subtypes: ["activity"] },
      activity: { type: "conversation:endedByUser" },
    });
    expect((await zendesk.control("POST", "/visitor/end", { conversationId })).status).toBe(404);
    await zendesk.post(conversationId, user, "Me again");
    expect(await zendesk.ticketsOf("visitor-1")).toHaveLength(2);
  });

  test("after an ended session the same ticket goes on where the account does so, unless it is closed", async () => {
    zendesk.emulator.configure({ ticketAfterEndedSession: "same" });
    const { conversationId, user, ticketId } = await handOff();
    await agent("end-session", { ticketId });
    await agent("solve", { ticketId });
    await zendesk.post(conversationId, user, "Me again");
    expect(await zendesk.ticketsOf("visitor-1")).toHaveLength(1);
    expect(await status(ticketId)).toBe("open");
    expect((await agent("reply", { ticketId, text: "Welcome back" })).status).toBe(200);
    await agent("close", { ticketId });
    await zendesk.post(conversationId, user, "And again");
    expect(await zendesk.ticketsOf("visitor-1")).toHaveLength(2);
  });

  test("control stays where the account keeps it, and the next message still opens another ticket", async () => {
    zendesk.emulator.configure({ controlAfterEnd: "kept" });
    const { conversationId, user, ticketId } = await handOff();
    await agent("close", { ticketId });
    expect(await active(conversationId)).toBe("zd:agentWorkspace");
    await zendesk.post(conversationId, user, "Me again");
    expect(await zendesk.ticketsOf("visitor-1")).toHaveLength(2);
  });

  test("a transfer is invisible to the visitor", async () => {
    const { conversationId, ticketId } = await handOff();
    const before = await messages(conversationId);
    const made = await zendesk.api("POST", "/groups", { group: { name: "Animal" } });
    await agent("assign", { ticketId, groupId: String(at(made.body, "group.id")), assigneeId: null });
    expect(await messages(conversationId)).toEqual(before);
    expect(at(await ticketOf(ticketId), "group_id")).toBe(at(made.body, "group.id"));
  });

  test("a ticket that was deleted does not keep the next one from being born", async () => {
    const { conversationId, ticketId, user } = await handOff();
    expect((await zendesk.api("DELETE", `/tickets/${ticketId}`)).status).toBe(204);
    await zendesk.post(conversationId, user, "Hello?");
    const tickets = await zendesk.ticketsOf("visitor-1");
    expect(tickets.map((ticket) => String(at(ticket, "id")))).not.toContain(ticketId);
    expect(tickets).toHaveLength(1);
  });
});

describe("automatic messages", () => {
  const automatic = async (conversationId: string) =>
    (await messages(conversationId)).filter((message) => at(message, "source.type") === "zd:agentWorkspace");

  test("none as Zendesk delivers the account", async () => {
    await setAll("offline");
    const { conversationId } = await handOff();
    zendesk.emulator.clock.advance(DAY);
    expect(await automatic(conversationId)).toEqual([]);
  });

  test("when all are offline, and a form when nobody is online", async () => {
    zendesk.emulator.configure({ offlineMessage: true, contactDetailsForm: true });
    const online = await handOff();
    expect(await automatic(online.conversationId)).toEqual([]);

    await setAll("offline");
    const { conversationId } = await zendesk.open({}, "visitor-2");
    await zendesk.post(conversationId, { type: "user", userExternalId: "visitor-2" }, "Hello");
    const said = await automatic(conversationId);
    expect(said.map((message) => at(message, "content.type"))).toEqual(["text", "text", "form"]);
    expect(said[0]).toMatchObject({
      author: { type: "business", displayName: "Automated Response" },
      metadata: { "__zendesk_msg.agent.id": "__trigger" },
    });
    await zendesk.control("POST", "/visitor/form", {
      conversationId,
      messageId: at(said[2], "id"),
      values: { [`${FIELD}requester.name`]: "Ada", [`${FIELD}requester.email`]: "ada@example.org" },
    });
    const all = await messages(conversationId);
    expect(all.at(-1)).toMatchObject({
      author: { type: "user" },
      content: { type: "formResponse", textFallback: "Name: Ada\nEmail: ada@example.org" },
    });
    expect(at(all.at(-2), "content.submitted")).toBe(true);
    const found = await zendesk.api("GET", "/users/search?external_id=visitor-2");
    expect(at(found.body, "users.0")).toMatchObject({ name: "Ada", email: "ada@example.org" });
  });

  test("a first reply after five seconds, unless an operator was faster", async () => {
    zendesk.emulator.configure({ firstReplyMessage: true, automaticAgentId: "missing" });
    const { conversationId } = await handOff();
    zendesk.emulator.clock.advance(4999);
    expect(await automatic(conversationId)).toEqual([]);
    zendesk.emulator.clock.advance(1);
    const [first] = await automatic(conversationId);
    expect(at(first, "author.displayName")).toBe("Customer Service");
    expect(at(first, "metadata")).not.toHaveProperty(["__zendesk_msg.agent.id"]);

    const other = await zendesk.open({}, "visitor-2");
    await zendesk.post(other.conversationId, { type: "user", userId: other.userId }, "Hello");
    await agent("reply", { conversationId: other.conversationId, text: "At once" });
    zendesk.emulator.clock.advance(DAY);
    expect(await automatic(other.conversationId)).toHaveLength(1);
  });

  test("the position in the queue", async () => {
    zendesk.emulator.configure({ queueMessage: true });
    await handOff();
    const { conversationId, userId } = await zendesk.open({}, "visitor-2");
    await zendesk.post(conversationId, { type: "user", userId }, "Hello");
    expect(at((await automatic(conversationId))[0], "content.text")).toBe("You are number 2 in the queue.");
  });
});

describe("the survey", () => {
  const surveys = async (conversationId: string) =>
    (await messages(conversationId)).filter((message) => at(message, "source.type") === "zd:surveys");

  test("is asked once a ticket; its answer reopens nothing", async () => {
    zendesk.emulator.configure({ satisfactionSurvey: true });
    const { conversationId, ticketId } = await handOff();
    await agent("solve", { ticketId });
    const [asked] = await surveys(conversationId);
    expect(asked).toMatchObject({
      content: {
        type: "text",
        actions: [{ metadata: { ticket_id: ticketId, score: "good" } }, { metadata: { score: "bad" } }],
      },
      metadata: { type: "csat" },
    });
    await zendesk.control("POST", "/visitor/rate", { conversationId, score: "good", comment: "Thank you" });
    expect((await surveys(conversationId)).at(-1)).toMatchObject({
      metadata: { type: "csat", rated: true, score: "good" },
    });
    expect(await status(ticketId)).toBe("solved");
    await agent("close", { ticketId });
    expect(await surveys(conversationId)).toHaveLength(2);
  });

  test("is not asked where the account does not, nor after the visitor ended the chat", async () => {
    const { conversationId, ticketId } = await handOff();
    await agent("solve", { ticketId });
    expect(await surveys(conversationId)).toEqual([]);
    zendesk.emulator.configure({ satisfactionSurvey: true });
    await zendesk.control("POST", "/visitor/end", { conversationId });
    expect(await surveys(conversationId)).toEqual([]);
    const answered = await zendesk.control("POST", "/visitor/rate", { conversationId, score: "bad" });
    expect(answered.status).toBe(422);
  });
});

describe("what an operator writes", () => {
  test.each([
    ["text", {}],
    ["htmlText", { htmlText: "<p>It is <strong>fine</strong></p>" }],
    ["markdownText", { markdownText: "It is **fine**" }],
  ] as const)("formatted, as %s beside the plain text", async (agentTextFormat, more) => {
    zendesk.emulator.configure({ agentTextFormat });
    const { conversationId, ticketId } = await handOff();
    const answer = await zendesk.call("POST", `/agent/api/tickets/${ticketId}/reply`, {
      agentId: zendesk.emulator.credentials().agents[0]?.id,
      text: "It is fine",
      htmlText: "<p>It is <strong>fine</strong></p>",
    });
    expect(answer.status).toBe(200);
    expect(at((await messages(conversationId)).at(-1), "content")).toEqual({
      type: "text",
      text: "It is fine",
      ...more,
    });
  });

  test("contents of every kind, as they are", async () => {
    const { conversationId, ticketId } = await handOff();
    const contents = [
      {
        type: "carousel",
        items: [{ title: "One", actions: [{ type: "link", text: "Go", uri: "https://a.example" }] }],
      },
      { type: "location", coordinates: { lat: 45.5, long: -73.6 } },
      { type: "text", text: "Pick", actions: [{ type: "reply", text: "Yes", payload: "y" }] },
    ];
    await agent("reply", { ticketId, contents });
    const sent = (await messages(conversationId)).slice(-3).map((message) => at(message, "content"));
    expect(sent).toMatchObject(contents);
  });

  test("a redacted message leaves its place", async () => {
    const { conversationId, ticketId } = await handOff();
    await agent("reply", { ticketId, text: "Your card is 4111" });
    const messageId = at((await messages(conversationId)).at(-1), "id");
    await zendesk.control("POST", "/redact", { messageId });
    expect(await textsOf(conversationId)).toEqual(["My cat is ill", ""]);
    expect(at((await messages(conversationId)).at(-1), "deleted")).toBe(true);
    expect((await zendesk.control("POST", "/redact", { messageId })).status).toBe(404);
  });
});
