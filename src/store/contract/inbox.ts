import { describe, expect, test } from "vitest";
import type { Current } from "../contract.ts";
import {
  addBot,
  addConversation,
  commitNext,
  connectorId,
  conversationId,
  handoffOf,
  turnOf,
} from "./fixture.ts";

export function inboxRules(current: Current): void {
  const eventOf = (eventId: string, connector = connectorId) => ({
    connectorId: connector,
    eventId,
    type: "conversation:message",
    body: `{"id":"${eventId}"}`,
  });

  describe("inbox", () => {
    test("[ST18] an event is stored once per connector", async () => {
      const { store, clock } = current();
      await addBot(store, "bot-2", "connector-2");
      expect(await store.inbox.add([eventOf("a"), eventOf("b"), eventOf("a")])).toBe(2);
      expect(await store.inbox.add([eventOf("b"), eventOf("b", "connector-2")])).toBe(1);
      expect(await store.inbox.due(9)).toEqual([
        { ...eventOf("a"), storedAt: clock.now(), tries: 0 },
        { ...eventOf("b"), storedAt: clock.now(), tries: 0 },
        { ...eventOf("b", "connector-2"), storedAt: clock.now(), tries: 0 },
      ]);
    });

    test("[ST18] an event for an unknown connector fails, and those sent with it", async () => {
      const { store } = current();
      await expect(store.inbox.add([eventOf("a"), eventOf("b", "unknown")])).rejects.toMatchObject({
        code: "store_failed",
      });
      expect(await store.inbox.nextDue()).toBeUndefined();
    });

    test("[ST19, ST3] events come in their order; one put off comes back after its time", async () => {
      const { store, clock, reopen } = current();
      await store.inbox.add(["a", "b", "c"].map((id) => eventOf(id)));
      await store.inbox.later(eventOf("a"), 100);
      const ids = async (limit: number) => (await store.inbox.due(limit)).map(({ eventId }) => eventId);
      expect(await ids(9)).toEqual(["b", "c"]);
      expect(await ids(1)).toEqual(["b"]);
      await store.inbox.finish(eventOf("b"), "done");
      await store.inbox.finish(eventOf("c"), "foreign");
      expect(await store.inbox.nextDue()).toBe(100);
      clock.advance(100);
      const again = await reopen();
      expect(await again.inbox.due(9)).toEqual([{ ...eventOf("a"), storedAt: clock.now() - 100, tries: 1 }]);
    });

    test("[ST19] one that is held comes back after its time, and no try is counted", async () => {
      const { store, clock } = current();
      await store.inbox.add([eventOf("a")]);
      await store.inbox.later(eventOf("a"), 0);
      await store.inbox.hold(eventOf("a"), 100);
      expect([await store.inbox.due(9), await store.inbox.nextDue()]).toEqual([[], 100]);
      clock.advance(100);
      expect(await store.inbox.due(9)).toMatchObject([{ eventId: "a", tries: 1 }]);
    });

    test("[ST20, ST1] a turn finishes its event, unless it conflicts", async () => {
      const { store } = current();
      await store.inbox.add([eventOf("a")]);
      const inboxEvent = { connectorId, eventId: "a" };
      expect(await store.conversations.commit(turnOf(7, { inboxEvent }))).toBe("conflict");
      expect(await store.inbox.due(9)).toHaveLength(1);
      expect(await commitNext(store, { inboxEvent })).toBe("ok");
      expect(await store.inbox.due(9)).toEqual([]);
      await expect(commitNext(store, { inboxEvent })).rejects.toMatchObject({ code: "store_failed" });
      expect(await store.conversations.load(conversationId)).toMatchObject({ version: 1 });
    });

    test("[ST20] a finished event stays finished", async () => {
      const { store } = current();
      await store.inbox.add([eventOf("a")]);
      await store.inbox.finish(eventOf("a"), "failed");
      await store.inbox.finish(eventOf("a"), "done");
      await store.inbox.later(eventOf("a"), 0);
      expect(await store.inbox.add([eventOf("a")])).toBe(0);
      expect([await store.inbox.due(9), await store.inbox.nextDue()]).toEqual([[], undefined]);
    });
  });

  describe("finished events", () => {
    test("[ST37] they are forgotten when they are old enough, the oldest first; waiting ones never", async () => {
      const { store, clock } = current();
      for (const id of ["a", "b", "c"]) {
        await store.inbox.add([eventOf(id)]);
        clock.advance(10);
      }
      await store.inbox.add([eventOf("waiting")]);
      for (const id of ["a", "b"]) await store.inbox.finish(eventOf(id), "done");
      await store.inbox.finish(eventOf("c"), "failed");
      expect(await store.inbox.forgetFinished(31, 9)).toBe(0);
      expect(await store.inbox.forgetFinished(0, 2)).toBe(2);
      expect(await store.inbox.add([eventOf("c")])).toBe(0);
      expect(await store.inbox.forgetFinished(0, 2)).toBe(1);
      expect(await store.inbox.add(["a", "c", "waiting"].map((id) => eventOf(id)))).toBe(2);
    });
  });

  describe("timers", () => {
    test("[ST21] a timer is due after its time until it is cleared or moved", async () => {
      const { store, clock } = current();
      await commitNext(store, {
        timers: [
          { kind: "connect", inMs: 50 },
          { kind: "bot_reply", inMs: 20 },
        ],
      });
      expect([await store.timers.due(9), await store.timers.nextDue()]).toEqual([[], 20]);
      clock.advance(50);
      expect(await store.timers.due(9)).toEqual([
        { conversationId, kind: "bot_reply" },
        { conversationId, kind: "connect" },
      ]);
      expect(await store.timers.due(1)).toHaveLength(1);
      expect(await store.timers.isDue(conversationId, "connect")).toBe(true);
      expect(await store.timers.nextDue()).toBe(0);
      await commitNext(store, {
        timers: [
          { kind: "connect", inMs: 30 },
          { kind: "bot_reply", inMs: null },
        ],
      });
      expect([await store.timers.due(9), await store.timers.nextDue()]).toEqual([[], 30]);
      expect(await store.timers.isDue(conversationId, "connect")).toBe(false);
      expect(await store.timers.isDue(conversationId, "bot_reply")).toBe(false);
    });
  });

  describe("handoffs", () => {
    test("[ST22] a handoff is found by its Zendesk conversation, ended or not", async () => {
      const { store } = current();
      const ended = handoffOf({
        phase: "ended",
        zendeskConversationId: "zc",
        endedAt: 3,
        endReason: "visitor_left",
      });
      await commitNext(store, { handoff: handoffOf() });
      expect(await store.handoffs.findByZendeskConversation(connectorId, "zc")).toBeUndefined();
      await commitNext(store, { handoff: ended });
      expect(await store.handoffs.findByZendeskConversation(connectorId, "zc")).toEqual(ended);
      expect(await store.handoffs.findByZendeskConversation("other", "zc")).toBeUndefined();
      expect(await store.handoffs.load(ended.id)).toEqual(ended);
    });

    test("[ST22] open handoffs are listed oldest first, of one connector or of all", async () => {
      const { store } = current();
      await addBot(store, "bot-2", "connector-2");
      const open = [
        handoffOf({ id: "young", conversationId: "k1", startedAt: 30 }),
        handoffOf({ id: "old", conversationId: "k2", startedAt: 10, phase: "live" }),
        handoffOf({ id: "over", conversationId: "k3", startedAt: 5, phase: "ended" }),
        handoffOf({
          id: "else",
          conversationId: "k4",
          startedAt: 20,
          botId: "bot-2",
          connectorId: "connector-2",
        }),
      ];
      for (const handoff of open) {
        await addConversation(store, handoff.conversationId, handoff.botId);
        await commitNext(store, { handoff }, handoff.conversationId);
      }
      expect((await store.handoffs.open()).map(({ id }) => id)).toEqual(["old", "else", "young"]);
    });

    test("[ST22] open handoffs that wait for their Zendesk conversation are told of, by connector", async () => {
      const { store } = current();
      const awaited = () => store.handoffs.awaitsConversation(connectorId);
      expect(await awaited()).toBe(false);
      await commitNext(store, { handoff: handoffOf() });
      expect([await awaited(), await store.handoffs.awaitsConversation("connector-2")]).toEqual([
        true,
        false,
      ]);
      await commitNext(store, { handoff: handoffOf({ zendeskConversationId: "z" }) });
      expect(await awaited()).toBe(false);
      await commitNext(store, { handoff: handoffOf({ id: "another", number: 2 }) });
      expect(await awaited()).toBe(true);
      await commitNext(store, { handoff: handoffOf({ id: "another", number: 2, phase: "ended" }) });
      expect(await awaited()).toBe(false);
    });
  });
}
