import { describe, expect, test } from "vitest";
import { richTextFromPlain } from "../../protocol/rich-text.ts";
import type { Current } from "../contract.ts";
import type { ChangesQuery } from "../port.ts";
import { addConversation, commitNext, conversationId, messageOf } from "./fixture.ts";

/** What a reader is told of a conversation that changes while he reads. */
export function changeRules(current: Current): void {
  describe("changes", () => {
    test("[ST5] a message written again replaces the old one and is among the changes", async () => {
      const { store } = current();
      await commitNext(store, { messages: [1, 2, 3].map((seq) => messageOf(seq, { delivery: "sent" })) });
      const delivered = messageOf(2, { revision: 4, delivery: "delivered" });
      await commitNext(store, { messages: [delivered] });
      const query = { afterRevision: 3, upToRevision: 7, limit: 9, bytes: 1_000 };
      expect(await store.conversations.changes(conversationId, query)).toEqual({
        messages: [delivered],
        revision: 7,
      });
      expect(
        await store.conversations.messages(conversationId, { fromSeq: 1, toSeq: 9, limit: 9 }),
      ).toHaveLength(3);
    });

    /** The pages from a revision on, each asked for from where the one before ended; `between` runs after the first. */
    async function pagesOf(
      query: ChangesQuery,
      between: () => Promise<unknown> = () => Promise.resolve(),
    ): Promise<{ seqs: number[]; revision: number }[]> {
      const pages: { seqs: number[]; revision: number }[] = [];
      for (let { afterRevision } = query; afterRevision < query.upToRevision; ) {
        const { messages, revision } = await current().store.conversations.changes(conversationId, {
          ...query,
          afterRevision,
        });
        pages.push({ seqs: messages.map(({ seq }) => seq), revision });
        if (pages.length === 1) await between();
        afterRevision = revision;
      }
      return pages;
    }

    test("[ST49] changes come as whole revisions, the oldest first, up to the revision asked for", async () => {
      const { store } = current();
      await addConversation(store, "conversation-2");
      await commitNext(store, { messages: [messageOf(1, { id: "foreign" })] }, "conversation-2");
      await commitNext(store, { messages: [5, 3, 1, 4, 2].map((seq) => messageOf(seq)) });
      await commitNext(store, { messages: [2, 1].map((seq) => messageOf(seq, { revision: 9 })) });
      const query = { afterRevision: 3, upToRevision: 12, limit: 2, bytes: 10_000 };
      expect(await pagesOf(query)).toEqual([
        { seqs: [4, 5], revision: 8 },
        { seqs: [1, 2], revision: 12 },
      ]);
      expect(await pagesOf({ ...query, upToRevision: 4 })).toEqual([{ seqs: [4], revision: 4 }]);
      // Never half a revision.
      expect(await pagesOf({ ...query, limit: 1 })).toEqual([
        { seqs: [4], revision: 4 },
        { seqs: [5], revision: 8 },
        { seqs: [1, 2], revision: 9 },
        { seqs: [], revision: 12 },
      ]);
    });

    test("[ST49] who goes on from the revision of a page misses nothing that changes meanwhile", async () => {
      const { store } = current();
      await commitNext(store, { messages: [1, 2, 3, 4].map((seq) => messageOf(seq)) });
      const query = { afterRevision: 0, upToRevision: 9, limit: 2, bytes: 10_000 };
      const pages = await pagesOf(query, () =>
        commitNext(store, { messages: [1, 3].map((seq) => messageOf(seq, { revision: 5 })) }),
      );
      expect(pages).toEqual([
        { seqs: [1, 2], revision: 2 },
        { seqs: [4], revision: 4 },
        { seqs: [1, 3], revision: 9 },
      ]);
    });

    test("[ST50] a page of changes holds as many bytes as asked for, and at least one revision", async () => {
      const { store } = current();
      const sized = (seq: number, length: number) =>
        messageOf(seq, { content: { type: "text", body: richTextFromPlain("é".repeat(length)) } });
      await commitNext(store, { messages: [sized(1, 100), sized(2, 100), sized(3, 1000), sized(4, 10)] });
      const query = { afterRevision: 0, upToRevision: 4, limit: 9, bytes: 600 };
      expect(await pagesOf(query)).toEqual([
        { seqs: [1, 2], revision: 2 },
        { seqs: [3], revision: 3 },
        { seqs: [4], revision: 4 },
      ]);
    });
  });
}
