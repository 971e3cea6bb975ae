import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { createKnowledgeBot } from "../bot/knowledge-bot.ts";
import { emptyState } from "../conversation/state.ts";
import { operatorSaid, play, states } from "../conversation/step.fixtures.ts";
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
import type { Turn } from "../store/port.ts";
import { openSqliteStore } from "../store/sqlite/open.ts";
import { startRelay } from "./relay.ts";

/** Two visitors with two questions each that the bot has to answer, of one of whom a row is damaged. */
async function startAsked(damage: string) {
  const folder = await mkdtemp(join(tmpdir(), "timers-"));
  const store = await openSqliteStore({ folder });
  await addBot(store, botId, connectorId);
  for (const id of ["broken", "waiting"]) {
    await addConversation(store, id);
    const messages = [1, 2].map((seq) => messageOf(seq, { id: `question ${seq} in ${id}` }));
    const state = { ...emptyState, revision: 2, lastSeq: 2, unanswered: [1, 2] };
    await commitNext(store, { state, messages, timers: [{ kind: "bot_reply", inMs: 0 }] }, id);
  }
  const database = new DatabaseSync(join(folder, "store.db"));
  database.exec(damage);
  database.close();

  const errors: unknown[] = [];
  let ids = 0;
  const relay = startRelay({
    store,
    bot: createKnowledgeBot({ store, log: { warn: () => undefined } }),
    now: Date.now,
    newId: () => `answer ${(ids += 1)}`,
    onError: (error) => errors.push(error),
  });
  onTestFinished(async () => {
    await relay.stop();
    await store.close();
    await rm(folder, { recursive: true });
  });
  const answersTo = async (id: string) =>
    (await store.conversations.messages(id, { fromSeq: 3, toSeq: 9, limit: 9 })).map(
      ({ author }) => author.type,
    );
  return { errors, answersTo };
}

test("a conversation that cannot be read does not keep the timers of the others from firing", async () => {
  const { answersTo, errors } = await startAsked(
    `UPDATE conversation SET state_json = '{}' WHERE id = 'broken'`,
  );
  await expect.poll(() => answersTo("waiting"), { timeout: 4_000 }).toEqual(["bot", "bot"]);
  expect(errors.length).toBeGreaterThan(0);
});

test("[ST45] a question that cannot be read does not keep the bot from answering the next", async () => {
  const { answersTo } = await startAsked(
    `UPDATE message SET content_json = '7' WHERE conversation_id = 'broken' AND seq = 1`,
  );
  await expect.poll(() => answersTo("broken"), { timeout: 4_000 }).toEqual(["bot"]);
});

/** A conversation in a livechat with these timers, and a relay over it; the store's clock can be moved. */
async function startLive(timers: Turn["timers"]) {
  const folder = await mkdtemp(join(tmpdir(), "timers-"));
  let ahead = 0;
  const store = await openSqliteStore({ folder, now: () => Date.now() + ahead });
  await addBot(store, botId, connectorId);
  for (const id of [conversationId, "other"]) await addConversation(store, id);
  const { state } = play([operatorSaid("Ann")], states.livechat);
  if (state.mode !== "livechat") throw new Error("the operator should have a livechat");
  const handoff = { ...state.handoff, ...handoffOf({ phase: "live" }) };
  await commitNext(store, {
    state: { ...state, handoff },
    handoff: handoffOf({ phase: "live" }),
    messages: [messageOf(1, { author: { type: "visitor" } })],
    timers,
  });
  /** What happens when the relay asks for timers and some are due. */
  let whenDue: () => Promise<unknown> = () => Promise.resolve();
  let ids = 0;
  const failures: unknown[] = [];
  const relay = startRelay({
    store: {
      ...store,
      timers: {
        ...store.timers,
        due: async (limit) => {
          const due = await store.timers.due(limit);
          if (due.length > 0) await whenDue();
          return due;
        },
      },
    },
    bot: createKnowledgeBot({ store, log: { warn: () => undefined } }),
    now: Date.now,
    newId: () => `new ${ids++}`,
    onError: (error) => failures.push(error),
  });
  onTestFinished(async () => {
    await relay.stop();
    await store.close();
    await rm(folder, { recursive: true });
    expect(failures).toEqual([]);
  });
  return {
    store,
    relay,
    mode: async () => (await store.conversations.load(conversationId))?.state.mode,
    /** Timers notice when they are woken: by what is said elsewhere. */
    advance: async (ms: number) => {
      ahead += ms;
      await relay.say("other", `c${ids++}`, { type: "text", text: "tick" });
    },
    onDue: (act: () => Promise<unknown>) => {
      whenDue = act;
    },
  };
}

test("a timer that was cleared while it fell due does not fire", async () => {
  const { store, relay, mode, advance, onDue } = await startLive([{ kind: "silence_end", inMs: 90_000 }]);
  let asked = 0;
  onDue(async () => {
    // At this moment the visitor writes after all.
    if (asked++ === 0) await relay.say(conversationId, "c1", { type: "text", text: "I am here" });
  });
  await advance(90_000);
  await expect.poll(() => asked).toBeGreaterThan(0);
  await advance(0);
  expect(await mode()).toBe("livechat");
  expect(await store.timers.isDue(conversationId, "silence_end")).toBe(false);
});

test("[CV44] what ran out before the start waits until the visitor may be back, and runs out then", async () => {
  const { store, mode, advance } = await startLive([{ kind: "silence_end", inMs: 0 }]);
  await expect.poll(() => store.timers.isDue(conversationId, "silence_end")).toBe(false);
  expect(await mode()).toBe("livechat");
  expect(await store.timers.nextDue()).toBeGreaterThan(50_000);
  await advance(60_000);
  await expect.poll(mode).toBe("bot");
});
