import { expect, onTestFinished, test } from "vitest";
import { CodedError } from "../errors.ts";
import {
  addBot,
  addConversation,
  botId,
  commitNext,
  connectorId,
  conversationId,
  handoffOf,
} from "../store/contract/fixture.ts";
import { openFreshStore } from "../store/sqlite/fresh.fixture.ts";
import { deskAccountOf } from "../zendesk/account.fixtures.ts";
import { startInbox } from "./process.ts";

const account = deskAccountOf(connectorId);

interface Circumstances {
  readonly conversation?: string;
  readonly awaited?: boolean;
  readonly onError?: () => void;
}

/** The inbox, some events that say that one conversation was removed, and what Zendesk answers when it is asked about it. */
async function start(
  events: number,
  control: () => Promise<"operators">,
  { conversation = "c", awaited = false, onError = () => undefined }: Circumstances = {},
) {
  const { store, clock, dispose } = await openFreshStore();
  onTestFinished(dispose);
  await addBot(store, botId, connectorId);
  await addConversation(store, conversationId);
  await commitNext(store, { handoff: handoffOf({ phase: "live", zendeskConversationId: "c" }) });
  if (awaited) await commitNext(store, { handoff: handoffOf({ id: "waits for its own", number: 2 }) });
  const type = "conversation:remove";
  const body = (id: string) => JSON.stringify({ id, type, payload: { conversation: { id: conversation } } });
  const ids = Array.from({ length: events }, (_, index) => `event ${index}`);
  await store.inbox.add(ids.map((eventId) => ({ connectorId, eventId, type, body: body(eventId) })));
  const counted: string[] = [];
  const loop = startInbox({
    store,
    relay: { apply: async () => ({ outcome: "skipped" }), announceTyping: () => undefined },
    newId: () => "unused",
    desk: { within: () => ({ control, messagesAfter: async () => [], tickets: async () => [] }) },
    account: async () => account,
    now: clock.now,
    onError,
    onEcho: async () => undefined,
    count: (name) => counted.push(name),
  });
  onTestFinished(loop.stop);
  /** A minute passes: the longest wait between two tries. */
  const wait = () => {
    clock.advance(60_000);
    loop.wake();
  };
  return { store, counted, wait };
}

const refuse = async (): Promise<"operators"> => {
  throw new CodedError("zendesk_unreachable", "test");
};

test("an event that always fails is given up after twenty tries", async () => {
  let asked = 0;
  const { store, counted, wait } = await start(1, () => {
    asked += 1;
    return refuse();
  });
  for (let tries = 1; tries < 20; tries++) {
    const again = Math.min(1_000 * 2 ** (tries - 1), 60_000);
    await expect.poll(() => store.inbox.nextDue(), { interval: 5 }).toBe(again);
    expect(asked).toBe(tries);
    wait();
  }
  await expect.poll(() => counted).toEqual(["webhook_event_failed"]);
  expect([asked, await store.inbox.nextDue()]).toEqual([20, undefined]);
});

test("an event whose failure cannot even be logged is tried again like any other", async () => {
  const { store } = await start(1, refuse, {
    onError: () => {
      throw new RangeError("Invalid string length");
    },
  });
  await expect.poll(() => store.inbox.nextDue()).toBe(1_000);
});

test("an event that waits until Zendesk can be asked about it loses no try", async () => {
  let asked = 0;
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { store, counted, wait } = await start(9, () => {
    asked += 1;
    return asked <= 8 ? answered.then(() => "operators") : refuse();
  });
  await expect.poll(() => store.inbox.nextDue()).toBe(1_000);
  wait();
  await expect.poll(() => store.inbox.nextDue()).toBe(1_000);
  answer();
  await expect.poll(() => counted.length).toBe(8);
  expect(asked).toBe(8);
  wait();
  // The first try of twenty.
  await expect.poll(() => asked).toBe(9);
  await expect.poll(() => store.inbox.nextDue()).toBe(1_000);
});

test("an event that may be of a handoff without a conversation loses no try until it is foreign", async () => {
  const { store, counted, wait } = await start(1, refuse, { conversation: "unknown", awaited: true });
  for (const holdMs of [1_000, 60_000, 60_000]) {
    await expect.poll(() => store.inbox.nextDue(), { interval: 5 }).toBe(holdMs);
    wait();
  }
  await expect.poll(() => store.inbox.nextDue()).toBe(60_000);
  for (let minutes = 3; minutes < 15; minutes++) wait();
  await expect.poll(() => counted).toEqual(["webhook_event_foreign"]);
});

test("an event that can be of no handoff is foreign at once", async () => {
  const { store, counted } = await start(1, refuse, { conversation: "unknown" });
  await expect.poll(() => counted).toEqual(["webhook_event_foreign"]);
  expect(await store.inbox.nextDue()).toBeUndefined();
});
