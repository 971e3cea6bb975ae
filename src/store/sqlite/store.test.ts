import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  addBot,
  addConversation,
  botId,
  commitNext,
  connectorId,
  conversationId,
  deliveriesAt,
  handoffId,
  handoffOf,
} from "../contract/fixture.ts";
import { storeContract } from "../contract.ts";
import { openFreshStore } from "./fresh.fixture.ts";
import { openSqliteStore } from "./open.ts";

storeContract("SQLite", openFreshStore);

test("[ST34] a lane that a dead process held is free at once, and looked after", async () => {
  const { store, reopen, clock, dispose } = await openFreshStore();
  await addBot(store, botId, connectorId);
  await addConversation(store, conversationId);
  await commitNext(store, { handoff: handoffOf(), deliveries: deliveriesAt(0) });
  expect(await store.lanes.claim(180_000, 1)).toHaveLength(1);
  clock.advance(5);
  const again = await reopen();
  expect(await again.lanes.claim(180_000, 1)).toMatchObject([
    { position: 0, look: true, unclearSince: clock.now() },
  ]);
  await dispose();
});

test("[ST56] an event that a dead process held is due at once, and one that failed when it was to be", async () => {
  const { store, reopen, dispose } = await openFreshStore();
  await addBot(store, botId, connectorId);
  const event = (eventId: string) => ({ connectorId, eventId, type: "t", body: "{}" });
  await store.inbox.add([event("held"), event("failed")]);
  await store.inbox.hold(event("held"), 120_000);
  await store.inbox.later(event("failed"), 60_000);
  expect(await store.inbox.nextDue()).toBe(60_000);
  const again = await reopen();
  expect((await again.inbox.due(9)).map(({ eventId }) => eventId)).toEqual(["held"]);
  await again.inbox.finish(event("held"), "done");
  expect(await again.inbox.nextDue()).toBe(60_000);
  await dispose();
});

test("[ST46] after the clock was set back, what waits waits no longer than it was meant to", async () => {
  const { store, reopen, clock, dispose } = await openFreshStore();
  await addBot(store, botId, connectorId);
  await addConversation(store, conversationId);
  await commitNext(store, {
    handoff: handoffOf(),
    deliveries: deliveriesAt(0),
    timers: [{ kind: "connect", inMs: 60_000 }],
  });
  const [claim] = await store.lanes.claim(180_000, 1);
  const key = { handoffId, position: 0, fence: claim?.fence ?? 0 };
  await store.lanes.postpone(key, { inMs: 500, look: false });
  await store.inbox.add([{ connectorId, eventId: "e", type: "t", body: "{}" }]);
  const [event] = await store.inbox.due(1);
  await store.inbox.later(event ?? { connectorId, eventId: "" }, 1_000);
  await store.secondLooks.add(handoffId, 2_000);
  clock.advance(-3_600_000);
  const waits = async ({ lanes, timers, inbox, secondLooks }: typeof store) =>
    Promise.all([lanes.nextDue(), timers.nextDue(), inbox.nextDue(), secondLooks.nextDue()]);
  expect(await waits(store)).toEqual([3_600_500, 3_660_000, 3_601_000, 3_602_000]);
  const again = await reopen();
  expect(await waits(again)).toEqual([500, 60_000, 1_000, 2_000]);
  clock.advance(1_000);
  expect((await again.inbox.due(1)).map(({ storedAt }) => clock.now() - storedAt)).toEqual([1_000]);
  clock.advance(-1_000);
  expect(await waits(await reopen())).toEqual([500, 60_000, 1_000, 2_000]);
  await dispose();
});

test("[ST47] to find nothing due writes nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "store-"));
  let time = 1_700_000_000_000;
  const store = await openSqliteStore({ folder, now: () => ++time });
  const written = async () => (await stat(join(folder, "store.db-wal"))).size;
  await addBot(store, botId, connectorId);
  const before = await written();
  for (let poll = 0; poll < 10; poll++) {
    expect(await store.lanes.claim(1_000, 1)).toEqual([]);
    expect(await store.timers.due(1)).toEqual([]);
    expect(await store.secondLooks.take(1, 1_000)).toEqual([]);
  }
  expect(await written()).toBe(before);
  await store.facts.set("one", "more");
  expect(await written()).toBeGreaterThan(before);
  await store.close();
  await rm(folder, { recursive: true });
});
