import { describe, expect, test } from "vitest";
import { handoffRow } from "../../conversation/draft.ts";
import type { ActiveHandoff, ConversationState } from "../../conversation/state.ts";
import { richTextFromPlain } from "../../protocol/rich-text.ts";
import type { Current } from "../contract.ts";
import type { StoredFile } from "../port.ts";
import {
  addBot,
  addConversation,
  botId,
  commitNext,
  connectorId,
  connectorOf,
  conversationId,
  deliveriesAt,
  handoffId,
  handoffOf,
  messageOf,
  stateAt,
  turnOf,
} from "./fixture.ts";
import { unlimited } from "./uploads.ts";

const file: StoredFile = {
  id: "file-1",
  botId,
  conversationId,
  name: "cat.png",
  mediaType: "image/png",
  size: 3,
  image: true,
  remote: { connectorId, mediaUrl: "https://acme.zendesk.com/cat.png" },
  stored: false,
};

const fullHandoff: ActiveHandoff = {
  ...handoffOf({
    skill: { id: "skill-1", name: "Animal", groupId: "9007199254740993" },
    identity: { variable: "email", value: "ann@example.com" },
    account: "https://acme.zendesk.com app",
    zendeskUserId: "zu",
    zendeskConversationId: "zc",
    openingMessageId: "zo",
    historySkipped: 3,
    lastPostedMessageId: "zl",
    ticketId: "12",
    groupBefore: "",
    endedAt: 7,
    endReason: "operator_ended",
  }),
  nextPosition: 4,
  lastSettled: -1,
  liveAfter: 3,
  ends: { solveOnLeave: false, solvedEndsAfterMs: 0 },
  seenSolved: true,
  answeredAt: 1_700_000_000_000,
  troubled: true,
  question: "solved",
  operators: ["Olga"],
  lastOperator: { name: "Olga", avatarUrl: "https://acme.zendesk.com/olga.png" },
};

const fullState: ConversationState = {
  mode: "livechat",
  handoff: fullHandoff,
  revision: 9,
  lastSeq: 3,
  memory: {
    variables: { email: "ann@example.com", prénom: "Zoé" },
    waitingStep: { itemId: "item", step: 1, tries: 2, language: "fr" },
  },
  handoffs: 1,
  ended: [{ handoffId: "handoff-0", nextPosition: 7 }],
  userSince: 2,
  transcript: [1, 2],
  operatorOrders: [{ handoffId: "h1", shown: [{ seq: 2, received: 1_700_000_000_123 }] }],
  olderThanSeq: 0,
};

export function turnRules(current: Current): void {
  describe("turns", () => {
    test("[ST1, ST3] everything of a turn is there after opening again, exactly as written", async () => {
      const { store, reopen, clock } = current();
      const handoff = handoffRow(fullHandoff);
      const messages = [
        messageOf(1, { clientId: "c1", delivery: "failed", failure: "zendesk_refused", handoffId }),
        messageOf(2, {
          author: { type: "operator", name: "Olga", avatarUrl: "https://acme.zendesk.com/olga.png" },
          content: {
            type: "file",
            fileId: "file-1",
            name: "cat.png",
            mediaType: "image/png",
            size: 3,
            image: true,
          },
          handoffId,
          zendeskMessageId: "z1",
          received: 1_700_000_000_123,
          above: 2,
          late: true,
        }),
        messageOf(3, {
          author: { type: "system" },
          content: { type: "notice", notice: "operator_joined", values: { name: "Olga" } },
        }),
        messageOf(4, {
          author: { type: "operator", name: "Automated Response", automatic: true },
          content: {
            type: "text",
            body: richTextFromPlain("When?"),
            choices: [{ label: "Today", payload: "today", metadata: { step: 1, urgent: true, of: "a" } }],
          },
        }),
        messageOf(5, {
          content: { type: "text", body: richTextFromPlain("Today"), chosen: { payload: "today" } },
        }),
      ];
      const written = await store.conversations.commit(
        turnOf(0, {
          state: fullState,
          handoff,
          messages,
          deliveries: deliveriesAt(0, 1),
          timers: [{ kind: "connect", inMs: 10 }],
          files: [file],
        }),
      );
      expect(written).toBe("ok");

      const again = await reopen();
      expect(await again.conversations.load(conversationId)).toEqual({
        head: {
          id: conversationId,
          botId,
          channelId: `channel-${botId}`,
          language: "fr",
          test: true,
          createdAt: 5,
        },
        state: fullState,
        version: 1,
      });
      expect(await again.conversations.messages(conversationId, { fromSeq: 1, toSeq: 9, limit: 9 })).toEqual(
        messages,
      );
      expect(await again.handoffs.load(handoffId)).toEqual(handoff);
      expect(await again.files.load("file-1")).toEqual(file);
      expect(await again.lanes.depth(handoffId)).toBe(2);
      clock.advance(10);
      expect(await again.timers.due(5)).toEqual([{ conversationId, kind: "connect" }]);
      expect(await again.conversations.findByToken(`token of ${conversationId}`)).toMatchObject({
        id: conversationId,
      });
    });

    test("[ST1] a turn that fails at its last row leaves nothing of the others", async () => {
      const { store } = current();
      const failing = store.conversations.commit(
        turnOf(0, {
          handoff: handoffOf(),
          messages: [messageOf(1)],
          deliveries: deliveriesAt(0),
          timers: [{ kind: "connect", inMs: 0 }],
          files: [file],
          inboxEvent: { connectorId, eventId: "never came" },
        }),
      );
      await expect(failing).rejects.toMatchObject({ code: "store_failed" });
      expect(await store.conversations.load(conversationId)).toMatchObject({
        version: 0,
        state: { revision: 0 },
      });
      expect(await store.conversations.messages(conversationId, { fromSeq: 1, toSeq: 9, limit: 9 })).toEqual(
        [],
      );
      expect(await store.handoffs.load(handoffId)).toBeUndefined();
      expect(await store.lanes.nextDue()).toBeUndefined();
      expect(await store.timers.nextDue()).toBeUndefined();
      expect(await store.files.load("file-1")).toBeUndefined();
    });

    test("[ST2] a turn from an older version is a conflict and writes nothing", async () => {
      const { store } = current();
      expect(await store.conversations.commit(turnOf(0))).toBe("ok");
      expect(
        await store.conversations.commit(turnOf(0, { messages: [messageOf(1)], state: stateAt(77) })),
      ).toBe("conflict");
      expect(await store.conversations.load(conversationId)).toMatchObject({
        version: 1,
        state: { revision: 1 },
      });
      expect(await store.conversations.messages(conversationId, { fromSeq: 1, toSeq: 9, limit: 9 })).toEqual(
        [],
      );
    });

    test("[ST2] of many turns from one version exactly one is written", async () => {
      const { store } = current();
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.conversations.commit(turnOf(0, { messages: [messageOf(1, { id: `try-${index}` })] })),
        ),
      );
      expect(results.filter((result) => result === "ok")).toHaveLength(1);
      expect(await store.conversations.load(conversationId)).toMatchObject({ version: 1 });
    });

    test("[ST4] a client id is taken once in a conversation, and found", async () => {
      const { store } = current();
      await addConversation(store, "conversation-2");
      await commitNext(store, { messages: [messageOf(1, { clientId: "c" })] });
      const second = commitNext(store, { messages: [messageOf(2, { clientId: "c" })] });
      await expect(second).rejects.toMatchObject({ code: "store_failed" });
      await commitNext(store, { messages: [messageOf(1, { id: "other", clientId: "c" })] }, "conversation-2");
      expect(await store.conversations.findByClientId(conversationId, "c")).toMatchObject({ seq: 1 });
      expect(await store.conversations.findByClientId("conversation-2", "c")).toMatchObject({ id: "other" });
      expect(await store.conversations.findByClientId(conversationId, "d")).toBeUndefined();
    });

    test("[ST4] a Zendesk message id is taken once in a connector, across its conversations", async () => {
      const { store } = current();
      await addConversation(store, "conversation-2");
      await addBot(store, "bot-2", "connector-2");
      await addConversation(store, "conversation-3", "bot-2");
      const said = (handoff: string, id: string) => [
        messageOf(1, { id, handoffId: handoff, zendeskMessageId: "z" }),
      ];
      await commitNext(store, { handoff: handoffOf(), messages: said(handoffId, "m1") });

      const twice = commitNext(
        store,
        {
          handoff: handoffOf({ id: "h2", conversationId: "conversation-2" }),
          messages: said("h2", "m2"),
        },
        "conversation-2",
      );
      await expect(twice).rejects.toMatchObject({ code: "message_id_taken" });
      const elsewhere = await commitNext(
        store,
        {
          handoff: handoffOf({
            id: "h3",
            botId: "bot-2",
            connectorId: "connector-2",
            conversationId: "conversation-3",
          }),
          messages: said("h3", "m3"),
        },
        "conversation-3",
      );
      expect(elsewhere).toBe("ok");
      expect(await store.conversations.findByZendeskMessage(connectorId, "z")).toEqual({
        conversationId,
        seq: 1,
      });
      expect(await store.conversations.findByZendeskMessage("connector-2", "z")).toEqual({
        conversationId: "conversation-3",
        seq: 1,
      });
    });

    test("[ST4] a turn that fails does not touch those written at the same moment", async () => {
      const { store } = current();
      await commitNext(store, { messages: [messageOf(1, { clientId: "c" })] });
      const ids = Array.from({ length: 10 }, (_, index) => `side-${index}`);
      await Promise.all(ids.map((id) => addConversation(store, id)));
      const bad = store.conversations.commit(turnOf(1, { messages: [messageOf(2, { clientId: "c" })] }));
      const results = await Promise.allSettled([
        ...ids.slice(0, 5).map((id) => store.conversations.commit(turnOf(0, { conversationId: id }))),
        bad,
        ...ids.slice(5).map((id) => store.conversations.commit(turnOf(0, { conversationId: id }))),
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        ...Array.from({ length: 5 }, () => "fulfilled"),
        "rejected",
        ...Array.from({ length: 5 }, () => "fulfilled"),
      ]);
      const versions = await Promise.all(
        ids.map(async (id) => (await store.conversations.load(id))?.version),
      );
      expect(versions).toEqual(ids.map(() => 1));
      expect(await store.conversations.load(conversationId)).toMatchObject({ version: 1 });
    });

    test("[ST6] messages are paged in the order of seq", async () => {
      const { store } = current();
      await addConversation(store, "conversation-2");
      await commitNext(store, { messages: [messageOf(1, { id: "foreign" })] }, "conversation-2");
      await commitNext(store, { messages: [5, 3, 1, 4, 2].map((seq) => messageOf(seq)) });
      const range = await store.conversations.messages(conversationId, { fromSeq: 2, toSeq: 4, limit: 2 });
      expect(range.map(({ seq }) => seq)).toEqual([2, 3]);
      expect(await store.conversations.message(conversationId, 4)).toMatchObject({ seq: 4 });
      expect(await store.conversations.message(conversationId, 6)).toBeUndefined();
    });

    test("[ST48] what Zendesk does not have of a handoff is told in order, however much was said since", async () => {
      const { store } = current();
      const said = (seq: number, delivery: "sent" | "delivered" | "failed", handoff = handoffId) =>
        messageOf(seq, { handoffId: handoff, delivery });
      await commitNext(store, { handoff: handoffOf({ id: "other", number: 2 }) });
      await commitNext(store, {
        handoff: handoffOf(),
        messages: [said(3, "sent"), said(1, "sent"), said(2, "delivered"), said(4, "sent", "other")],
      });
      const undelivered = async () =>
        (await store.conversations.undelivered(handoffId)).map(({ seq }) => seq);
      expect(await undelivered()).toEqual([1, 3]);
      const later = Array.from({ length: 1_200 }, (_, index) => messageOf(5 + index));
      await commitNext(store, { messages: [said(1, "failed"), ...later] });
      expect(await undelivered()).toEqual([3]);
    });

    test("[ST7] rows of one bot cannot refer to rows of another", async () => {
      const { store } = current();
      await addBot(store, "bot-2", "connector-2");
      await addConversation(store, "conversation-2");
      const head = {
        id: "x",
        botId: "bot-2",
        channelId: `channel-${botId}`,
        language: "en",
        test: false,
        createdAt: 1,
      } as const;
      const failure = { code: "store_failed" };
      await expect(store.conversations.create(head, "t")).rejects.toMatchObject(failure);
      await expect(
        commitNext(store, { handoff: handoffOf({ connectorId: "connector-2" }) }),
      ).rejects.toMatchObject(failure);
      await expect(
        commitNext(store, { files: [{ ...file, remote: { connectorId: "connector-2", mediaUrl: "u" } }] }),
      ).rejects.toMatchObject(failure);
      await expect(
        store.files.addUpload({ ...file, botId: "bot-2", size: 1 }, unlimited),
      ).rejects.toMatchObject(failure);
      await expect(
        store.bots.saveChannel({
          id: `channel-${botId}`,
          botId: "bot-2",
          title: "",
          accent: "#000000",
          origins: [],
        }),
      ).rejects.toMatchObject(failure);
      await expect(store.connectors.save(connectorOf("bot-2", connectorId))).rejects.toMatchObject(failure);

      await commitNext(store, { handoff: handoffOf() });
      await expect(
        commitNext(store, { handoff: handoffOf({ conversationId: "conversation-2" }) }, "conversation-2"),
      ).rejects.toMatchObject(failure);
      await expect(
        commitNext(store, { messages: [messageOf(1, { handoffId })] }, "conversation-2"),
      ).rejects.toMatchObject(failure);
      await expect(
        commitNext(store, { deliveries: deliveriesAt(0) }, "conversation-2"),
      ).rejects.toMatchObject(failure);
    });
  });
}
