import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import {
  addBot,
  addConversation,
  botId,
  commitNext,
  connectorId,
  handoffOf,
  messageOf,
} from "../contract/fixture.ts";
import type { Claim } from "../port.ts";
import { openSqliteStore } from "./open.ts";

/** Two visitors with a lane of two deliveries each, an open handoff, a message and a timer; then rows are damaged. */
async function damagedBy(...statements: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), "damaged-"));
  const told: string[] = [];
  let now = 1_000;
  const store = await openSqliteStore({
    folder,
    now: () => now,
    onUnreadable: ({ table, key }) => told.push(`${table} ${key}`),
  });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  await addBot(store, botId, connectorId);
  for (const id of ["broken", "whole"]) {
    await addConversation(store, id);
    await commitNext(
      store,
      {
        handoff: handoffOf({ id: `handoff ${id}`, conversationId: id }),
        messages: [1, 2].map((seq) => messageOf(seq, { id: `${id} ${seq}` })),
        deliveries: [0, 1].map((position) => ({
          handoffId: `handoff ${id}`,
          position,
          task: { kind: "message", seq: position + 1, history: false },
        })),
        timers: [{ kind: "connect", inMs: 0 }],
      },
      id,
    );
    now += 1;
  }
  const database = new DatabaseSync(join(folder, "store.db"));
  for (const statement of statements) expect(database.prepare(statement).run().changes).toBe(1);
  database.close();
  return { store, told };
}

const names = (claims: readonly Claim[]) =>
  claims.map(({ handoff, position }) => `${handoff.id} ${position}`);

test("[ST45] a delivery that cannot be read is claimed as lost, and kept without what it was when it is parked", async () => {
  for (const damage of [
    "task_json = 'no JSON'",
    `task_json = '{"kind":"unheard of"}'`,
    "earlier_json = '7'",
  ]) {
    const { store, told } = await damagedBy(
      `UPDATE delivery SET ${damage} WHERE handoff_id = 'handoff broken' AND position = 0`,
    );
    const claims = await store.lanes.claim(1_000, 5);
    expect(names(claims)).toEqual(["handoff broken 0", "handoff whole 0"]);
    expect(claims[0]?.task).toEqual({ kind: "lost" });
    const settled = { handoffId: "handoff broken", position: 0, fence: claims[0]?.fence ?? 0 };
    const parked = { code: "row_unreadable", inDoubt: false };
    await commitNext(store, { settled: { ...settled, parked } }, "broken");
    expect(names(await store.lanes.claim(1_000, 5))).toEqual(["handoff broken 1"]);
    expect(await store.parked.load("handoff broken", 0)).not.toHaveProperty("task");
    expect(await store.parked.list(botId, { limit: 5 })).toHaveLength(1);
    expect(told[0]).toBe("delivery handoff broken 0");
  }
});

test("[ST45] a lane whose handoff cannot be read is set aside, and open handoffs are listed without it", async () => {
  const { store, told } = await damagedBy(
    `UPDATE handoff SET end_reason = 'unheard of' WHERE id = 'handoff broken'`,
  );
  for (let count = 0; count < 2; count++)
    expect((await store.handoffs.open()).map(({ id }) => id)).toEqual(["handoff whole"]);
  expect(names(await store.lanes.claim(1_000, 1))).toEqual([]);
  expect(names(await store.lanes.claim(1_000, 1))).toEqual(["handoff whole 0"]);
  expect(await store.lanes.nextDue()).toBe(1_000);
  expect(told).toEqual(["handoff handoff broken"]);
});

test("[ST45] a message that cannot be read is left out of its conversation", async () => {
  const { store, told } = await damagedBy(
    `UPDATE message SET content_json = '[]' WHERE conversation_id = 'broken' AND seq = 1`,
  );
  const all = { fromSeq: 1, toSeq: 9, limit: 9 };
  expect((await store.conversations.messages("broken", all)).map(({ seq }) => seq)).toEqual([2]);
  const page = (afterSeq: number) =>
    store.conversations.changes("broken", { afterRevision: 0, afterSeq, limit: 1 });
  expect(await page(0)).toEqual({ messages: [], nextSeq: 1 });
  expect((await page(1)).messages.map(({ seq }) => seq)).toEqual([2]);
  expect(told).toEqual(["message broken 1"]);
});

test("[ST45] a timer that means nothing is removed, and the others fire", async () => {
  const { store, told } = await damagedBy(`UPDATE timer SET kind = 'egg' WHERE conversation_id = 'broken'`);
  expect(await store.timers.due(9)).toEqual([{ conversationId: "whole", kind: "connect" }]);
  expect(await store.timers.due(9)).toHaveLength(1);
  await store.timers.later("whole", "connect", 50);
  expect(await store.timers.nextDue()).toBe(50);
  expect(told).toEqual(["timer broken egg"]);
});
