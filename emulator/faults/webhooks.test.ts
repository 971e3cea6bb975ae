import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { at, listAt, type Received, type Started, startEmulator, startReceiver, textAt } from "../harness.ts";

let zendesk: Started;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let conversationId: string;
let userId: string;

beforeEach(async () => {
  receiver = await startReceiver();
  zendesk = await startEmulator({ demoWebhookTarget: receiver.url });
  ({ conversationId, userId } = await zendesk.open({ "our.key": "1" }));
});
afterEach(async () => {
  await zendesk.emulator.close();
  receiver.close();
});

const MINUTE = 60_000;
const fault = async (body: Record<string, unknown>) => {
  const answer = await zendesk.control("POST", "/faults", { on: "webhook", ...body });
  expect(answer.status).toBe(201);
};
const struck = () => zendesk.emulator.faults.list().map((one) => one.struck);
const say = (text: string) => zendesk.post(conversationId, { type: "business", displayName: "Bot" }, text);
const posts = () => receiver.received.filter(({ method }) => method === "POST");
const textsOf = ({ body }: Received) =>
  listAt(body, "events").map((event) => at(event, "payload.message.content.text"));
const said = () => posts().map((one) => textsOf(one).join("+"));
const got = (count: number) => receiver.until(() => posts().length === count);

test("lost: nothing comes, and it shows as failed", async () => {
  await fault({ action: "lose", trigger: "conversation:message" });
  await say("one");
  await say("two");
  await got(1);
  expect(said()).toEqual(["two"]);
  expect(zendesk.emulator.deliveries()[0]).toMatchObject({ state: "failed", attempts: [], faults: ["lose"] });
  expect(struck()).toEqual([1]);
});

test("never an echo, but what others write", async () => {
  await fault({ action: "lose", source: "api:conversations", times: 100 });
  await zendesk.pass(conversationId);
  await zendesk.post(conversationId, { type: "user", userId }, "from the visitor");
  await zendesk.control("POST", "/agent/reply", { conversationId, text: "from the operator" });
  await got(1);
  expect(said()).toEqual(["from the operator"]);
  expect(struck()).toEqual([1]);
});

test("duplicated, with the same event id", async () => {
  await fault({ action: "duplicate", copies: 2 });
  await say("one");
  await got(3);
  expect(new Set(posts().map(({ body }) => textAt(body, "events.0.id"))).size).toBe(1);
  expect(said()).toEqual(["one", "one", "one"]);
});

test("delayed by the emulator's time", async () => {
  await fault({ action: "delay", delayMs: 5 * MINUTE });
  await say("late");
  await say("early");
  await got(1);
  zendesk.emulator.clock.advance(5 * MINUTE);
  await got(2);
  expect(said()).toEqual(["early", "late"]);
});

test("reordered: the next events overtake it", async () => {
  await fault({ action: "reorder", behind: 2, times: 2 });
  for (const text of ["1", "2", "3"]) await say(text);
  await got(1);
  await vi.waitUntil(() => zendesk.emulator.deliveries()[2]?.state === "delivered");
  await say("4");
  await got(4);
  expect(said()).toEqual(["3", "4", "2", "1"]);
});

test("several events in one request, or fewer when time is up", async () => {
  await fault({ action: "batch", size: 3, times: 2 });
  for (const text of ["1", "2", "3", "4"]) await say(text);
  await got(1);
  expect(said()).toEqual(["1+2+3"]);
  zendesk.emulator.clock.advance(1000);
  await got(2);
  expect(said()).toEqual(["1+2+3", "4"]);
  expect(struck()).toEqual([4]);
});

test("an event whose body another fault has spoilt is not lost in a request that cannot hold it", async () => {
  await fault({ action: "batch", size: 2, times: 3 });
  await say("1");
  await fault({ action: "poison" });
  await say("spoilt");
  await say("2");
  await got(2);
  expect(posts().map(({ body }) => listAt(body, "events").length)).toEqual([8, 2]);
  expect(said()[1]).toBe("1+2");
});

test("before the answer: the echo is there when the request returns", async () => {
  await fault({ action: "beforeAnswer" });
  await say("echoed");
  expect(said()).toEqual(["echoed"]);
  expect(struck()).toEqual([1]);
});

test("half poisoned: the good event stands between malformed ones", async () => {
  await fault({ action: "poison" });
  await say("good");
  await got(1);
  const events = listAt(posts()[0]?.body, "events");
  expect(events).toHaveLength(8);
  expect(events.filter((event) => at(event ?? {}, "payload.message.content.text") === "good")).toHaveLength(
    1,
  );
  expect(events[0]).toBeNull();
});

test("an unknown event type comes first; unknown fields are everywhere", async () => {
  await fault({ action: "unknownType" });
  await fault({ action: "unknownFields", after: 1 });
  await say("one");
  await got(2);
  expect(
    posts()
      .map(({ body }) => textAt(body, "events.0.type"))
      .toSorted(),
  ).toEqual(["conversation:message", "emulator:unheard_of"]);
  await say("two");
  await got(3);
  for (const path of ["", "app.", "events.0.", "events.0.payload.message.author."])
    expect(at(posts()[2]?.body, `${path}x-new_field`)).toBe(true);
  expect(at(posts()[2]?.body, "events.0.payload.conversation.metadata")).toEqual({ "our.key": "1" });
});

test("metadata stripped from echoes only", async () => {
  await fault({ action: "stripMetadata", source: "api:conversations" });
  await say("one");
  await got(1);
  expect(at(posts()[0]?.body, "events.0.payload.conversation.metadata")).toBeUndefined();
  await say("two");
  await got(2);
  expect(at(posts()[1]?.body, "events.0.payload.conversation.metadata")).toEqual({ "our.key": "1" });
});

test("another secret, or none", async () => {
  await fault({ action: "wrongSecret" });
  await fault({ action: "missingSecret", after: 1 });
  const { webhookSecret } = zendesk.emulator.credentials();
  for (const [index, text] of ["one", "two", "three"].entries()) {
    await say(text);
    await got(index + 1);
  }
  expect(posts().map(({ key }) => key)).toEqual([`not-${webhookSecret}`, undefined, webhookSecret]);
});

test("oversized, and slow but whole", async () => {
  await fault({ action: "oversized", bytes: 3_000_000 });
  await say("one");
  await got(1);
  expect(textAt(posts()[0]?.body, "padding")).toHaveLength(3_000_000);
  await fault({ action: "trickle", pieces: 3, delayMs: 5000 });
  await say("two");
  await vi.waitUntil(() => {
    zendesk.emulator.clock.advance(1000);
    return zendesk.emulator.deliveries()[1]?.attempts.length === 1;
  });
  expect(zendesk.emulator.deliveries()[1]?.state).toBe("delivered");
  expect(said()).toEqual(["one", "two"]);
});

test("the answer lost: the same event comes again", async () => {
  await fault({ action: "answerLost", copies: 2 });
  await say("one");
  await got(1);
  for (const attempts of [1, 2]) {
    await vi.waitUntil(() => zendesk.emulator.deliveries()[0]?.attempts.length === attempts);
    zendesk.emulator.clock.advance(2 * MINUTE);
  }
  await got(3);
  expect(new Set(posts().map(({ body }) => textAt(body, "events.0.id"))).size).toBe(1);
  await vi.waitUntil(() => zendesk.emulator.deliveries()[0]?.state === "delivered");
});

test("a delivery is sent again by hand, with the same event ids", async () => {
  await say("one");
  await got(1);
  const [first] = zendesk.emulator.deliveries();
  const answer = await zendesk.control("POST", `/webhooks/${first?.id ?? ""}/resend`);
  expect(answer.status).toBe(201);
  await got(2);
  expect(posts()[1]?.body).toEqual(posts()[0]?.body);
  expect((await zendesk.control("POST", "/webhooks/none/resend")).status).toBe(404);
  const page = await zendesk.control("GET", `/webhooks?after=${first?.id ?? ""}&limit=1`);
  expect(listAt(page.body, "deliveries")).toHaveLength(1);
  expect(at(page.body, "more")).toBe(false);
});

describe("restoring while webhooks are under way", () => {
  test("what was pending in the snapshot is sent once more; what came after is forgotten", async () => {
    receiver.close();
    receiver = await startReceiver(["hold"]);
    await zendesk.control("PATCH", "/webhooks/demo", { target: receiver.url });
    await say("held");
    await got(1);
    const { body } = await zendesk.control("POST", "/snapshot");
    await fault({ action: "delay", delayMs: MINUTE });
    await say("after");
    await zendesk.control("POST", "/restore", { snapshot: at(body, "snapshot") });
    zendesk.emulator.clock.advance(0);
    await got(2);
    await vi.waitUntil(() => zendesk.emulator.deliveries()[0]?.state === "delivered");
    zendesk.emulator.clock.advance(60 * MINUTE);
    await zendesk.control("GET", "/webhooks");
    expect(zendesk.emulator.deliveries()).toHaveLength(1);
    expect(zendesk.emulator.deliveries()[0]?.attempts).toHaveLength(1);
    expect(said()).toEqual(["held", "held"]);
  });
});
