import { beforeEach, describe, expect, test } from "vitest";
import type { Current } from "../contract.ts";
import type { Claim, Store } from "../port.ts";
import {
  addConversation,
  commitNext,
  conversationId,
  deliveriesAt,
  handoffId,
  handoffOf,
  turnOf,
} from "./fixture.ts";

const lease = 1000;

export function laneRules(current: Current): void {
  async function claimOne(store: Store): Promise<Claim> {
    const [claim] = await store.lanes.claim(lease, 1);
    if (claim === undefined) throw new Error("nothing to claim");
    return claim;
  }

  function keyOf({ handoff, position, fence }: Claim) {
    return { handoffId: handoff.id, position, fence };
  }

  describe("lanes", () => {
    beforeEach(async () => {
      await commitNext(current().store, { handoff: handoffOf(), deliveries: deliveriesAt(0, 1, 2) });
    });

    test("[ST8] the head is claimed, once", async () => {
      const { store } = current();
      const claims = await Promise.all([store.lanes.claim(lease, 5), store.lanes.claim(lease, 5)]);
      expect(claims.flat()).toEqual([
        {
          handoff: handoffOf(),
          position: 0,
          task: { kind: "message", seq: 1, history: false },
          attempt: 1,
          fence: 1,
          look: false,
        },
      ]);
    });

    test("[ST8] no more lanes than asked for, the longest due first", async () => {
      const { store, clock } = current();
      for (const number of [2, 3]) {
        clock.advance(1);
        const id = `conversation-${number}`;
        await addConversation(store, id);
        await commitNext(
          store,
          {
            handoff: handoffOf({ id: `h${number}`, conversationId: id }),
            deliveries: [{ handoffId: `h${number}`, position: 0, task: { kind: "user" } }],
          },
          id,
        );
      }
      const ids = (claims: readonly Claim[]) => claims.map(({ handoff }) => handoff.id);
      expect(ids(await store.lanes.claim(lease, 2))).toEqual([handoffId, "h2"]);
      expect(ids(await store.lanes.claim(lease, 2))).toEqual(["h3"]);
    });

    test("[ST9] a settled delivery leaves and the next one is due at once", async () => {
      const { store } = current();
      const first = await claimOne(store);
      expect(await commitNext(store, { settled: keyOf(first) })).toBe("ok");
      expect(await store.lanes.depth(handoffId)).toBe(2);
      expect(await store.lanes.nextDue()).toBe(0);
      expect(await claimOne(store)).toMatchObject({ position: 1, attempt: 1, fence: 2, look: false });
    });

    test("[ST9, ST2] a conflicting turn does not settle", async () => {
      const { store } = current();
      const first = await claimOne(store);
      expect(await store.conversations.commit(turnOf(0, { settled: keyOf(first) }))).toBe("conflict");
      expect(await store.lanes.depth()).toBe(3);
    });

    test("[ST10] a claim that was followed by a newer one counts for nothing", async () => {
      const { store, clock } = current();
      const old = await claimOne(store);
      clock.advance(lease);
      const newer = await claimOne(store);
      expect(await commitNext(store, { settled: keyOf(old), timers: [{ kind: "connect", inMs: 0 }] })).toBe(
        "conflict",
      );
      expect(await store.timers.nextDue()).toBeUndefined();
      expect(await store.conversations.load(conversationId)).toMatchObject({ version: 1 });
      expect(await store.lanes.postpone(keyOf(old), { inMs: 0, look: false })).toBe(false);
      expect(await store.lanes.claim(lease, 1)).toEqual([]);
      expect(await commitNext(store, { settled: keyOf(newer) })).toBe("ok");
    });

    test("[ST10] a claim that was settled or postponed has ended", async () => {
      const { store } = current();
      const first = await claimOne(store);
      await commitNext(store, { settled: keyOf(first) });
      expect(await commitNext(store, { settled: keyOf(first) })).toBe("conflict");
      expect(await store.lanes.depth()).toBe(2);
      const second = await claimOne(store);
      expect(await store.lanes.postpone(keyOf(second), { inMs: 50, look: false })).toBe(true);
      expect(await store.lanes.postpone(keyOf(second), { inMs: 0, look: false })).toBe(false);
      expect(await commitNext(store, { settled: keyOf(second) })).toBe("conflict");
      expect(await store.lanes.nextDue()).toBe(50);
    });

    test("[ST10] the end of the lease alone does not end a claim", async () => {
      const { store, clock } = current();
      const first = await claimOne(store);
      clock.advance(lease * 2);
      expect(await commitNext(store, { settled: keyOf(first) })).toBe("ok");
      expect(await claimOne(store)).toMatchObject({ position: 1, look: false });
    });

    test("[ST11] a postponed lane is due after its time, and says whether to look", async () => {
      const { store, clock } = current();
      clock.advance(7);
      const first = await claimOne(store);
      const givenUpAt = clock.now();
      await store.lanes.postpone(keyOf(first), { inMs: 100, look: true });
      clock.advance(99);
      expect(await store.lanes.claim(lease, 1)).toEqual([]);
      clock.advance(1);
      const second = await claimOne(store);
      expect(second).toMatchObject({ position: 0, attempt: 2, look: true, unclearSince: givenUpAt });
      await store.lanes.postpone(keyOf(second), { inMs: 0, look: false });
      const third = await claimOne(store);
      expect(third).toMatchObject({ attempt: 3, look: false });
      expect(third).not.toHaveProperty("unclearSince");
    });

    test("[ST12, ST3] after a lease ran out the next claim looks, also after a restart", async () => {
      const { store, clock, reopen, leasesOutliveRestart } = current();
      await claimOne(store);
      const leasedUntil = clock.now() + (leasesOutliveRestart ? lease : 0);
      const again = await reopen();
      if (leasesOutliveRestart) {
        clock.advance(lease - 1);
        expect(await again.lanes.claim(lease, 1)).toEqual([]);
        expect(await again.lanes.nextDue()).toBe(1);
        clock.advance(501);
      }
      expect(await claimOne(again)).toMatchObject({
        position: 0,
        attempt: 2,
        fence: 2,
        look: true,
        unclearSince: leasedUntil,
      });
    });

    test("[ST13] a delivery appended while its lane is released is due", async () => {
      const { store } = current();
      for (const position of [0, 1]) {
        await commitNext(store, { settled: keyOf(await claimOne(store)) });
        expect(await store.lanes.depth()).toBe(2 - position);
      }
      const last = await claimOne(store);
      const results = await Promise.all([
        store.conversations.commit(turnOf(3, { settled: keyOf(last) })),
        store.conversations.commit(turnOf(4, { deliveries: deliveriesAt(3) })),
        store.conversations.commit(turnOf(5, { deliveries: deliveriesAt(4) })),
      ]);
      expect(results).toEqual(["ok", "ok", "ok"]);
      expect(await store.lanes.nextDue()).toBe(0);
      expect(await claimOne(store)).toMatchObject({ position: 3 });
    });

    test("[ST13] a turn settles and appends in one, and what it appends is due", async () => {
      const { store } = current();
      await commitNext(store, { settled: keyOf(await claimOne(store)) });
      await commitNext(store, { settled: keyOf(await claimOne(store)) });
      await commitNext(store, { settled: keyOf(await claimOne(store)), deliveries: deliveriesAt(3) });
      expect(await claimOne(store)).toMatchObject({ position: 3, attempt: 1 });
    });

    test("[ST13] a delivery appended to a postponed lane does not hasten it", async () => {
      const { store } = current();
      await store.lanes.postpone(keyOf(await claimOne(store)), { inMs: 500, look: false });
      await commitNext(store, { deliveries: deliveriesAt(3) });
      expect(await store.lanes.nextDue()).toBe(500);
    });

    test("[ST14] a dropped lane holds nothing but the turn's own deliveries", async () => {
      const { store } = current();
      await commitNext(store, { dropLane: handoffId });
      expect(await store.lanes.depth()).toBe(0);
      expect(await store.lanes.nextDue()).toBeUndefined();
      await commitNext(store, { deliveries: deliveriesAt(3) });
      await commitNext(store, { dropLane: handoffId, deliveries: deliveriesAt(4) });
      expect(await claimOne(store)).toMatchObject({ position: 4, attempt: 1 });
    });

    test("[ST14] a drop forgets the doubt about what it removed", async () => {
      const { store } = current();
      await store.lanes.postpone(keyOf(await claimOne(store)), { inMs: 500, look: true });
      await commitNext(store, { dropLane: handoffId, deliveries: deliveriesAt(3) });
      expect(await claimOne(store)).toMatchObject({ position: 3, attempt: 1, look: false });
    });

    test("[ST14, ST15] an attempt under way survives a drop: it settles, and nothing overtakes it", async () => {
      const { store } = current();
      const under = await claimOne(store);
      await commitNext(store, { dropLane: handoffId, deliveries: deliveriesAt(3) });
      expect(await store.lanes.claim(lease, 1)).toEqual([]);
      expect(await store.lanes.nextDue()).toBe(lease);
      expect(await commitNext(store, { settled: keyOf(under) })).toBe("ok");
      expect(await claimOne(store)).toMatchObject({ position: 3, attempt: 1, fence: 2, look: false });
    });

    test("[ST14] a dropped attempt that is postponed or whose lease runs out is not tried again", async () => {
      const { store, clock } = current();
      const under = await claimOne(store);
      await commitNext(store, { dropLane: handoffId, deliveries: deliveriesAt(3, 4) });
      expect(await store.lanes.postpone(keyOf(under), { inMs: 99, look: true })).toBe(true);
      const next = await claimOne(store);
      expect(next).toMatchObject({ position: 3, attempt: 1, look: false });
      await commitNext(store, { dropLane: handoffId, deliveries: deliveriesAt(5) });
      clock.advance(lease);
      expect(await claimOne(store)).toMatchObject({ position: 5, attempt: 1, look: false });
    });

    test("[ST17] nextDue and depth follow the lane", async () => {
      const { store } = current();
      expect([
        await store.lanes.nextDue(),
        await store.lanes.depth(),
        await store.lanes.depth("none"),
      ]).toEqual([0, 3, 0]);
      const first = await claimOne(store);
      expect([await store.lanes.nextDue(), await store.lanes.depth(handoffId)]).toEqual([lease, 3]);
      await store.lanes.postpone(keyOf(first), { inMs: 20, look: false });
      expect(await store.lanes.nextDue()).toBe(20);
    });
  });
}
