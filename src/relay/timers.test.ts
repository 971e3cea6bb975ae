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
import { openSqliteStore } from "../store/sqlite/open.ts";
import { startRelay } from "./relay.ts";

test("a conversation that cannot be read does not keep the timers of the others from firing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "timers-"));
  const store = await openSqliteStore({ folder });
  await addBot(store, botId, connectorId);
  for (const id of ["broken", "waiting"]) {
    await addConversation(store, id);
    const message = messageOf(1, { id: `question in ${id}` });
    const state = { ...emptyState, revision: 1, lastSeq: 1, unanswered: [1] };
    await commitNext(store, { state, messages: [message], timers: [{ kind: "bot_reply", inMs: 0 }] }, id);
  }
  const database = new DatabaseSync(join(folder, "store.db"));
  database.exec(`UPDATE conversation SET state_json = '{}' WHERE id = 'broken'`);
  database.close();

  const errors: unknown[] = [];
  const relay = startRelay({
    store,
    bot: createKnowledgeBot({ store, log: { warn: () => undefined } }),
    now: Date.now,
    newId: () => `answer ${errors.length}`,
    onError: (error) => errors.push(error),
  });
  onTestFinished(async () => {
    await relay.stop();
    await store.close();
    await rm(folder, { recursive: true });
  });

  const answers = async () =>
    (await store.conversations.messages("waiting", { fromSeq: 2, toSeq: 9, limit: 9 })).map(
      ({ author }) => author.type,
    );
  await expect.poll(answers, { timeout: 4_000 }).toEqual(["bot"]);
  expect(errors.length).toBeGreaterThan(0);
});

test("a timer that was cleared while it fell due does not fire", async () => {
  const folder = await mkdtemp(join(tmpdir(), "timers-"));
  const store = await openSqliteStore({ folder });
  await addBot(store, botId, connectorId);
  await addConversation(store, conversationId);
  const { state } = play([operatorSaid("Ann")], states.livechat);
  if (state.mode !== "livechat") throw new Error("the operator should have a livechat");
  const handoff = { ...state.handoff, ...handoffOf({ phase: "live" }) };
  const said = messageOf(1, { author: { type: "visitor" } });
  await commitNext(store, {
    state: { ...state, handoff },
    handoff: handoffOf({ phase: "live" }),
    messages: [said],
    timers: [{ kind: "silence_end", inMs: 0 }],
  });
  let asked = 0;
  const relay = startRelay({
    store: {
      ...store,
      timers: {
        ...store.timers,
        due: async (limit) => {
          const due = await store.timers.due(limit);
          // At this moment the visitor writes after all.
          if (asked++ === 0) await relay.say(conversationId, "c1", { type: "text", text: "I am here" });
          return due;
        },
      },
    },
    bot: createKnowledgeBot({ store, log: { warn: () => undefined } }),
    now: Date.now,
    newId: () => `new ${asked}`,
    onError: (error) => {
      throw error;
    },
  });
  onTestFinished(async () => {
    await relay.stop();
    await store.close();
    await rm(folder, { recursive: true });
  });
  await expect.poll(() => asked).toBeGreaterThan(1);
  expect((await store.conversations.load(conversationId))?.state.mode).toBe("livechat");
});
