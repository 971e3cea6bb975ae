import { expect, test } from "vitest";
import {
  addBot,
  addConversation,
  botId,
  commitNext,
  connectorId,
  conversationId,
  deliveriesAt,
  handoffOf,
} from "../contract/fixture.ts";
import { storeContract } from "../contract.ts";
import { openFreshStore } from "./fresh.fixture.ts";

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
