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
  const damage = (...done: readonly string[]) => {
    const database = new DatabaseSync(join(folder, "store.db"));
    for (const statement of done) expect(database.prepare(statement).run().changes).toBe(1);
    database.close();
  };
  damage(...statements);
  return { store, told, damage };
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
  const page = (afterRevision: number) =>
    store.conversations.changes("broken", { afterRevision, upToRevision: 2, limit: 1, bytes: 1_000 });
  expect(await page(0)).toEqual({ messages: [], revision: 1 });
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

const tooLarge = "9007199254740993";

test("[ST45] a number that no program stored costs only its row: handoffs and messages", async () => {
  const { store } = await damagedBy(
    `UPDATE handoff SET started_at = ${tooLarge} WHERE id = 'handoff broken'`,
    `UPDATE message SET received = ${tooLarge} WHERE conversation_id = 'broken' AND seq = 1`,
  );
  expect((await store.handoffs.open()).map(({ id }) => id)).toEqual(["handoff whole"]);
  expect(names(await store.lanes.claim(1_000, 5))).toEqual(["handoff whole 0"]);
  const { messages } = await store.conversations.changes("broken", {
    afterRevision: 0,
    upToRevision: 9,
    limit: 9,
    bytes: 9_999,
  });
  expect(messages.map(({ seq }) => seq)).toEqual([2]);
});

test("[ST45] a number that no program stored costs only its row: lanes and timers", async () => {
  const { store, told } = await damagedBy(
    `UPDATE lane SET fence = ${tooLarge} WHERE handoff_id = 'handoff broken'`,
    `UPDATE timer SET due_at = -${tooLarge} WHERE conversation_id = 'broken'`,
  );
  expect(names(await store.lanes.claim(1_000, 5))).toEqual(["handoff whole 0"]);
  expect(await store.lanes.nextDue()).toBe(1_000);
  expect(told).toEqual(["delivery handoff broken 0", "lane handoff broken"]);
  expect(await store.timers.nextDue()).toBe(0);
  expect(await store.timers.due(9)).toHaveLength(2);
});

test("[ST45] a number that no program stored costs only its row: events, second looks and uploads", async () => {
  const { store, told, damage } = await damagedBy();
  await store.inbox.add(
    ["broken", "whole"].map((eventId) => ({ connectorId, eventId, type: "t", body: "{}" })),
  );
  for (const id of ["handoff broken", "handoff whole"]) await store.secondLooks.add(id, 0);
  const upload = { botId, conversationId: "broken", name: "f", mediaType: "a/b", image: false, stored: true };
  await store.files.addUpload({ ...upload, id: "f", size: 1 }, { conversationBytes: 9, unsaidBytesOfBot: 9 });
  damage(
    `UPDATE inbox SET stored_at = ${tooLarge} WHERE event_id = 'broken'`,
    `UPDATE second_look SET looks = ${tooLarge} WHERE handoff_id = 'handoff broken'`,
    `UPDATE file SET uploaded_at = -${tooLarge} WHERE id = 'f'`,
  );
  expect((await store.inbox.due(9)).map(({ eventId }) => eventId)).toEqual(["whole"]);
  await store.inbox.finish({ connectorId, eventId: "whole" }, "done");
  expect(await store.inbox.nextDue()).toBeUndefined();
  expect(await store.secondLooks.take(9, 50)).toEqual([{ handoffId: "handoff whole", looks: 1 }]);
  expect(await store.secondLooks.nextDue()).toBe(50);
  expect(await store.files.nextUnsaid(1)).toBe(0);
  expect(told).toEqual([`inbox ${connectorId} broken`, "second_look handoff broken"]);
});
