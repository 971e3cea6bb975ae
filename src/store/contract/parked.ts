import { beforeEach, describe, expect, test } from "vitest";
import type { Current } from "../contract.ts";
import type { Claim, Parked, Store } from "../port.ts";
import {
  botId,
  commitNext,
  connectorId,
  conversationId,
  deliveriesAt,
  handoffId,
  handoffOf,
  messageOf,
} from "./fixture.ts";

const lease = 1_000;

/** What happens to deliveries besides being settled: given up, told of by an echo, counted. */
export function parkedRules(current: Current): void {
  async function claimOne(store: Store): Promise<Claim> {
    const [claim] = await store.lanes.claim(lease, 1);
    if (claim === undefined) throw new Error("nothing to claim");
    return claim;
  }
  const keyOf = ({ handoff, position, fence }: Claim) => ({ handoffId: handoff.id, position, fence });
  const giveUp = async (store: Store, inDoubt: boolean): Promise<Claim> => {
    const claim = await claimOne(store);
    await commitNext(store, { settled: { ...keyOf(claim), parked: { code: "zendesk_refused", inDoubt } } });
    return claim;
  };
  const positions = (parked: readonly Parked[]) => parked.map(({ position }) => position);

  describe("parked deliveries", () => {
    beforeEach(async () => {
      await commitNext(current().store, { handoff: handoffOf(), deliveries: deliveriesAt(0, 1, 2) });
    });

    test("[ST39] a delivery that is given up is kept with its reason, and its lane goes on", async () => {
      const { store, clock, reopen } = current();
      clock.advance(3);
      await giveUp(store, true);
      expect(await claimOne(store)).toMatchObject({ position: 1, attempt: 1, look: false });
      const again = await reopen();
      expect(await again.parked.load(handoffId, 0)).toEqual({
        number: 1,
        botId,
        conversationId,
        handoffId,
        position: 0,
        task: { kind: "message", seq: 1, history: false },
        code: "zendesk_refused",
        parkedAt: clock.now(),
        unclearSince: clock.now(),
      });
      expect(await again.parked.load(handoffId, 1)).toBeUndefined();
    });

    test("[ST39] what a stale claim gives up, and what a drop removed, is not kept", async () => {
      const { store, clock } = current();
      const old = await claimOne(store);
      clock.advance(lease);
      await claimOne(store);
      const parked = { code: "zendesk_refused", inDoubt: false };
      expect(await commitNext(store, { settled: { ...keyOf(old), parked } })).toBe("conflict");
      clock.advance(lease);
      const dropped = await claimOne(store);
      await commitNext(store, { dropLane: handoffId });
      expect(await commitNext(store, { settled: { ...keyOf(dropped), parked } })).toBe("ok");
      expect(await store.parked.ofHandoff(handoffId)).toEqual([]);
    });

    describe("of a lane that is dropped", () => {
      const failureInDoubt = "zendesk_unclear";
      const drop = { dropLane: handoffId, failureInDoubt };
      const failed = (seq: number) =>
        messageOf(seq, { handoffId, delivery: "failed", failure: "handoff_over" });
      const failures = async (store: Store) =>
        (await store.conversations.messages(conversationId, { fromSeq: 1, toSeq: 9, limit: 9 })).map(
          ({ failure }) => failure,
        );

      test.each(["under way", "in doubt"])(
        "[ST52] the head that is %s is kept, and has failed in doubt",
        async (how) => {
          const { store, clock } = current();
          const head = await claimOne(store);
          if (how === "in doubt") await store.lanes.postpone(keyOf(head), { inMs: 500, look: true });
          await commitNext(store, { ...drop, messages: [failed(1), failed(2)] });
          expect(await store.parked.ofHandoff(handoffId)).toMatchObject([
            { position: 0, code: failureInDoubt, unclearSince: clock.now() },
          ]);
          expect(await failures(store)).toEqual([failureInDoubt, "handoff_over"]);
        },
      );

      test("[ST52] what certainly did not arrive is not kept", async () => {
        const { store } = current();
        await store.lanes.postpone(keyOf(await claimOne(store)), { inMs: 500, look: false });
        await commitNext(store, { ...drop, messages: [failed(1)] });
        expect(await store.parked.ofHandoff(handoffId)).toEqual([]);
        expect(await failures(store)).toEqual(["handoff_over"]);
      });

      test("[ST52] what was in doubt when it was parked before still is, wherever it waits", async () => {
        const { store } = current();
        await giveUp(store, true);
        const again = { positions: [0], unclearSince: 7 };
        const task = { kind: "message", seq: 1, history: false } as const;
        await commitNext(store, { deliveries: [{ handoffId, position: 3, task, again }] });
        await commitNext(store, { ...drop, messages: [failed(1), failed(2)] });
        expect(await store.parked.load(handoffId, 3)).toMatchObject({ earlier: [0], unclearSince: 7 });
        expect(await failures(store)).toEqual([failureInDoubt, "handoff_over"]);
      });

      test("[ST52] an attempt under way that gets through is kept no longer; a message that has not failed stays as it is", async () => {
        const { store } = current();
        const head = await claimOne(store);
        await commitNext(store, { ...drop, messages: [messageOf(1, { handoffId, delivery: "sent" })] });
        expect(await failures(store)).toEqual([undefined]);
        await commitNext(store, { settled: keyOf(head) });
        expect(await store.parked.ofHandoff(handoffId)).toEqual([]);
      });
    });

    test("[ST52] what was kept of a dropped lane says how its attempt ended", async () => {
      const { store } = current();
      const drop = { dropLane: handoffId, failureInDoubt: "zendesk_unclear" };
      const head = await claimOne(store);
      await commitNext(store, drop);
      const parked = { code: "zendesk_refused", inDoubt: false };
      await commitNext(store, { settled: { ...keyOf(head), parked } });
      const kept = await store.parked.load(handoffId, 0);
      expect(kept).toMatchObject({ code: "zendesk_refused" });
      expect(kept).not.toHaveProperty("unclearSince");
    });

    test("[ST39] listed for their bot, the newest first, page by page, and forgotten by their age", async () => {
      const { store, clock } = current();
      for (let count = 0; count < 3; count++) {
        await giveUp(store, false);
        clock.advance(1);
      }
      const first = await store.parked.list(botId, { limit: 2 });
      expect(positions(first)).toEqual([2, 1]);
      const before = first[1]?.number ?? 0;
      expect(positions(await store.parked.list(botId, { before, limit: 2 }))).toEqual([0]);
      expect(await store.parked.list("another", { limit: 2 })).toEqual([]);
      expect(await store.parked.forget(2, 10)).toBe(2);
      expect(positions(await store.parked.ofHandoff(handoffId))).toEqual([2]);
    });

    test("[ST40] a delivery that takes up a parked one knows its positions and its doubt, and marks it, once", async () => {
      const { store, clock } = current();
      await giveUp(store, true);
      const unclearSince = clock.now();
      clock.advance(50);
      const again = { positions: [0], unclearSince };
      await commitNext(store, { deliveries: deliveriesAt(3).map((delivery) => ({ ...delivery, again })) });
      await commitNext(store, { deliveries: deliveriesAt(4).map((delivery) => ({ ...delivery, again })) });
      expect(await store.parked.load(handoffId, 0)).toMatchObject({ retriedAs: 3 });
      for (const position of [1, 2])
        expect(await claimOneAndSettle(store)).toMatchObject({ position, look: false });
      const taken = await claimOne(store);
      expect(taken).toMatchObject({ position: 3, attempt: 1, look: true, unclearSince, earlier: [0] });
      // Refused for the moment: what was in doubt before stays so.
      await store.lanes.postpone(keyOf(taken), { inMs: 0, look: false });
      expect(await giveUp(store, true)).toMatchObject({ attempt: 2, look: true, unclearSince });
      expect(await store.parked.load(handoffId, 3)).toMatchObject({ earlier: [0] });
    });

    async function claimOneAndSettle(store: Store): Promise<Claim> {
      const claim = await claimOne(store);
      await commitNext(store, { settled: keyOf(claim) });
      return claim;
    }
  });

  describe("echoes", () => {
    const echo = { connectorId, handoffId, position: 0, key: `${handoffId}.0`, messageId: "z1" };
    const found = { [echo.key]: "z1" };
    beforeEach(async () => {
      await commitNext(current().store, { handoff: handoffOf(), deliveries: deliveriesAt(0, 1) });
    });

    test("[ST41] an echo makes a lane in doubt due at once, and its next claim knows the message", async () => {
      const { store } = current();
      await store.lanes.postpone(keyOf(await claimOne(store)), { inMs: 500, look: true });
      expect(await store.lanes.echoed(echo)).toBe(true);
      const claim = await claimOne(store);
      expect(claim).toMatchObject({ position: 0, look: true, found });
      await commitNext(store, { settled: keyOf(claim) });
      expect(await claimOne(store)).not.toHaveProperty("found");
    });

    test("[ST41] an echo that comes during the attempt counts when its outcome turns out unclear, and hastens once", async () => {
      const { store } = current();
      const first = await claimOne(store);
      expect(await store.lanes.echoed(echo)).toBe(false);
      await store.lanes.postpone(keyOf(first), { inMs: 500, look: true });
      const second = await claimOne(store);
      expect(second).toMatchObject({ found });
      await store.lanes.postpone(keyOf(second), { inMs: 500, look: true });
      expect(await store.lanes.nextDue()).toBe(500);
    });

    test("[ST41] an echo of what is not in doubt, of another delivery, or of another account changes nothing", async () => {
      const { store } = current();
      expect(await store.lanes.echoed(echo)).toBe(false);
      expect(await claimOne(store)).not.toHaveProperty("found");
      for (const other of [
        { ...echo, position: 1 },
        { ...echo, connectorId: "another" },
        { ...echo, handoffId: "another" },
      ])
        expect(await store.lanes.echoed(other)).toBe(false);
      expect(await store.lanes.nextDue()).toBe(lease);
    });
  });

  describe("waiting and resting lanes", () => {
    beforeEach(async () => {
      await commitNext(current().store, { handoff: handoffOf(), deliveries: deliveriesAt(0, 1, 2) });
    });

    test("[ST11] an attempt that was not made does not count, and a doubt stays as old as it was", async () => {
      const { store, clock } = current();
      const untried = { inMs: 10, look: false, untried: true };
      await store.lanes.postpone(keyOf(await claimOne(store)), untried);
      clock.advance(10);
      const first = await claimOne(store);
      expect(first).toMatchObject({ attempt: 1, look: false });
      const unclearSince = clock.now();
      await store.lanes.postpone(keyOf(first), { inMs: 10, look: true });
      clock.advance(10);
      const second = await claimOne(store);
      expect(second).toMatchObject({ attempt: 2, look: true, unclearSince });
      await store.lanes.postpone(keyOf(second), untried);
      clock.advance(10);
      expect(await claimOne(store)).toMatchObject({ attempt: 2, look: true, unclearSince });
    });

    test("[ST42] the count of what waits for an account follows every way in and out of its lanes", async () => {
      const { store } = current();
      const waiting = () => store.lanes.waiting(connectorId);
      expect([await waiting(), await store.lanes.waiting("another")]).toEqual([3, 0]);
      await commitNext(store, { settled: keyOf(await claimOne(store)), deliveries: deliveriesAt(3, 4) });
      expect(await waiting()).toBe(4);
      await giveUp(store, false);
      expect(await waiting()).toBe(3);
      await commitNext(store, { dropLane: handoffId });
      expect(await waiting()).toBe(0);
    });

    test("[ST42] a turn that would pass the most that may wait writes nothing", async () => {
      const { store } = current();
      const rows = { messages: [messageOf(1)], deliveries: deliveriesAt(3), mostWaiting: 3 };
      expect(await commitNext(store, rows)).toBe("full");
      expect(await store.conversations.load(conversationId)).toMatchObject({ version: 1 });
      expect(await store.lanes.depth()).toBe(3);
      expect(await commitNext(store, { ...rows, mostWaiting: 4 })).toBe("ok");
      expect(await commitNext(store, { mostWaiting: 0 })).toBe("ok");
    });

    test("[ST43] a lane that was set aside rests until something is appended, or the store is opened again", async () => {
      const { store, reopen } = current();
      await store.lanes.setAside(keyOf(await claimOne(store)));
      expect(await store.lanes.nextDue()).toBeUndefined();
      await commitNext(store, { deliveries: deliveriesAt(3) });
      await store.lanes.setAside(keyOf(await claimOne(store)));
      expect(await (await reopen()).lanes.nextDue()).toBe(0);
    });

    test("[ST44] a second look is due after its time, the earlier of two, until it is planned no more", async () => {
      const { store, clock } = current();
      await store.secondLooks.add(handoffId, 100);
      await commitNext(store, { lookAgain: { handoffId, inMs: 500 } });
      expect([await store.secondLooks.take(5, 50), await store.secondLooks.nextDue()]).toEqual([[], 100]);
      clock.advance(100);
      const first = { handoffId, looks: 1 };
      expect(await store.secondLooks.take(5, 50)).toEqual([first]);
      expect(await store.secondLooks.nextDue()).toBe(50);
      await store.secondLooks.plan(first, { looks: 1, inMs: 0 });
      const second = { handoffId, looks: 2 };
      expect(await store.secondLooks.take(5, 50)).toEqual([second]);
      await store.secondLooks.plan(second, null);
      expect(await store.secondLooks.nextDue()).toBeUndefined();
    });

    test("[ST44] a second look that is asked for while one is under way is not forgotten with its end", async () => {
      const { store } = current();
      await store.secondLooks.add(handoffId, 0);
      const [taken] = await store.secondLooks.take(5, 50);
      await store.secondLooks.add(handoffId, 0);
      await store.secondLooks.plan(taken ?? { handoffId: "", looks: 0 }, null);
      expect(await store.secondLooks.nextDue()).toBe(0);
    });
  });
}
