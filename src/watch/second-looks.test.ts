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
  messageOf,
} from "../store/contract/fixture.ts";
import { openFreshStore } from "../store/sqlite/fresh.fixture.ts";
import { deskAccountOf } from "../zendesk/account.fixtures.ts";
import type { DeskMessage } from "../zendesk/desk.ts";
import { startSecondLooks } from "./second-looks.ts";

const account = deskAccountOf(connectorId);
const posted = (id: string, key: string): DeskMessage => ({
  id,
  received: 1,
  key,
  author: { type: "visitor" },
  content: { type: "text", text: "words" },
});

/** Zendesk's conversations of some handoffs, and a look that is due at each. */
async function start(
  handoffIds: readonly string[],
  options: {
    unreadable?: string;
    refused?: string;
    opening?: string;
    said?: string;
    furtherLooksMs?: readonly number[];
  } = {},
) {
  const { store, clock, dispose } = await openFreshStore();
  onTestFinished(dispose);
  await addBot(store, botId, connectorId);
  await addConversation(store, conversationId);
  for (const [index, id] of handoffIds.entries()) {
    const { opening } = options;
    const handoff = handoffOf({
      id,
      number: index + 1,
      zendeskConversationId: `of ${id}`,
      ...(opening !== undefined && { openingMessageId: opening }),
    });
    await commitNext(store, { handoff });
    await store.secondLooks.add(id, 0);
  }
  const { said } = options;
  if (said !== undefined)
    await commitNext(store, { messages: [messageOf(1, { handoffId: "a", zendeskMessageId: said })] });
  const listed = new Map(
    handoffIds.map((id) => [`of ${id}`, ["1", "2"].map((place) => posted(`${id}${place}`, `${id}.4`))]),
  );
  const refused = new Set([options.refused]);
  const told: string[] = [];
  const loop = startSecondLooks({
    relay: { apply: async () => ({ outcome: "skipped" }), announceTyping: () => undefined },
    newId: () => "unused",
    store: {
      ...store,
      handoffs: {
        ...store.handoffs,
        load: (id) =>
          id === options.unreadable
            ? Promise.reject(new CodedError("row_unreadable", "test"))
            : store.handoffs.load(id),
      },
    },
    desk: {
      within: () => ({
        findTicket: async () => undefined,
        tickets: async () => [],
        assignGroup: async () => undefined,
        messagesAfter: async (_account, id) => listed.get(id) ?? [],
        deleteMessage: async (_account, id, messageId) => {
          if (refused.delete(messageId)) throw new CodedError("zendesk_unclear", "test");
          listed.set(
            id,
            (listed.get(id) ?? []).filter((message) => message.id !== messageId),
          );
          told.push(messageId);
        },
      }),
    },
    account: async () => account,
    keysOfMessage: (handoffId, position) => [`${handoffId}.${position}`],
    now: clock.now,
    count: (name) => told.push(name),
    onError: (error) => told.push(error instanceof CodedError ? error.code : "error"),
    furtherLooksMs: options.furtherLooksMs ?? [],
  });
  onTestFinished(loop.stop);
  return { told, clock, loop, store };
}

const found = "zendesk_duplicates_found";
const deleted = "zendesk_duplicates_deleted";

test("of two messages with one key the second is deleted, and once", async () => {
  const { told, loop, store } = await start(["a"]);
  await expect.poll(() => store.secondLooks.nextDue()).toBeUndefined();
  await store.secondLooks.add("a", 0);
  loop.wake();
  await expect.poll(() => store.secondLooks.nextDue()).toBeUndefined();
  expect(told).toEqual([found, "a2", deleted]);
});

test.each([
  ["of two copies of what the visitor said, the one stays that is known as his message", { said: "a2" }],
  ["of two openings, the one stays that control was passed with", { opening: "a2" }],
])("%s", async (_what, options) => {
  const { told, store } = await start(["a"], options);
  await expect.poll(() => store.secondLooks.nextDue()).toBeUndefined();
  expect(told).toEqual([found, "a1", deleted]);
});

test("a double that could not be deleted at the last look is looked for again", async () => {
  const { told, clock, loop, store } = await start(["a"], { refused: "a2" });
  await expect.poll(() => told).toEqual([found, "zendesk_unclear"]);
  await expect.poll(() => store.secondLooks.nextDue()).toBe(60_000);
  clock.advance(60_000);
  loop.wake();
  await expect.poll(() => store.secondLooks.nextDue()).toBeUndefined();
  expect(told.slice(2)).toEqual([found, "a2", deleted]);
});

test("a look that fails does not take the place of the one that would have followed", async () => {
  const { told, clock, loop, store } = await start(["a"], { refused: "a2", furtherLooksMs: [600_000] });
  await expect.poll(() => told).toEqual([found, "zendesk_unclear"]);
  await expect.poll(() => store.secondLooks.nextDue()).toBe(60_000);
  clock.advance(60_000);
  loop.wake();
  await expect.poll(() => told.slice(2)).toEqual([found, "a2", deleted]);
  await expect.poll(() => store.secondLooks.nextDue()).toBe(600_000);
  clock.advance(600_000);
  loop.wake();
  await expect.poll(() => store.secondLooks.nextDue()).toBeUndefined();
});

test("a look that always fails is tried twenty times", async () => {
  const { told, clock, loop, store } = await start(["a"], { unreadable: "a", furtherLooksMs: [600_000] });
  for (let tries = 1; tries < 20; tries++) {
    await expect.poll(() => store.secondLooks.nextDue(), { interval: 5 }).toBe(tries * 60_000);
    clock.advance(tries * 60_000);
    loop.wake();
  }
  await expect.poll(() => store.secondLooks.nextDue()).toBeUndefined();
  expect(told).toEqual(Array.from({ length: 20 }, () => "row_unreadable"));
});

test("[ST45] a handoff that cannot be read does not keep the others from being looked at", async () => {
  const { told } = await start(["a", "b"], { unreadable: "a" });
  await expect.poll(() => told).toEqual(["row_unreadable", found, "b2", deleted]);
});
