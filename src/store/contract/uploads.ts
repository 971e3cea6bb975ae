import { describe, expect, test } from "vitest";
import type { Current } from "../contract.ts";
import type { UploadLimits } from "../port.ts";
import { addConversation, botId, commitNext, connectorId, conversationId, messageOf } from "./fixture.ts";

export const unlimited: UploadLimits = { conversationBytes: 2 ** 50, unsaidBytesOfBot: 2 ** 50 };

export function uploadRules(current: Current): void {
  describe("uploads", () => {
    const upload = (id: string, size: number, limits = unlimited, conversation = conversationId) =>
      current().store.files.addUpload(
        {
          id,
          botId,
          conversationId: conversation,
          name: `${id}.pdf`,
          mediaType: "application/pdf",
          image: false,
          stored: true,
          size,
        },
        limits,
      );
    const say = (id: string) =>
      commitNext(current().store, {
        messages: [
          messageOf(1, {
            content: { type: "file", fileId: id, name: "x", mediaType: "application/pdf", image: false },
          }),
        ],
      });

    test("[ST35] what would fill a conversation beyond its limit is not added, said or not", async () => {
      const { store } = current();
      const limits = { ...unlimited, conversationBytes: 10 };
      expect(await upload("a", 6, limits)).toBe("ok");
      await say("a");
      expect(await upload("b", 5, limits)).toBe("conversation_full");
      expect(await store.files.load("b")).toBeUndefined();
      expect(await upload("c", 4, limits)).toBe("ok");
      await addConversation(store, "another");
      expect(await upload("d", 10, limits, "another")).toBe("ok");
    });

    test("[ST35] uploads that no message carries are limited for a bot as a whole", async () => {
      const limits = { ...unlimited, unsaidBytesOfBot: 10 };
      await addConversation(current().store, "another");
      expect(await upload("a", 6, limits)).toBe("ok");
      expect(await upload("b", 5, limits, "another")).toBe("bot_full");
      await say("a");
      expect(await upload("c", 5, limits, "another")).toBe("ok");
    });

    test("[ST51] what the uploads of a conversation hold is told, said or not, and nothing else of it", async () => {
      const { store } = current();
      await addConversation(store, "another");
      expect(await store.files.uploadedBytes(conversationId)).toBe(0);
      await upload("a", 6);
      await say("a");
      await upload("b", 5);
      await upload("c", 9, unlimited, "another");
      await commitNext(store, {
        files: [
          {
            id: "operator's",
            botId,
            conversationId,
            name: "x",
            mediaType: "image/png",
            size: 7,
            image: true,
            remote: { connectorId, mediaUrl: "https://acme.zendesk.com/x" },
            stored: true,
          },
        ],
      });
      expect(await store.files.uploadedBytes(conversationId)).toBe(11);
    });

    test("[ST36] an upload is retired when it is old enough and no message carries it, and then cannot be said", async () => {
      const { store, clock } = current();
      await upload("said", 1);
      await say("said");
      await upload("old", 1);
      expect(await store.files.nextUnsaid(1000)).toBe(1000);
      clock.advance(999);
      expect(await store.files.retireUnsaid(1000, 10)).toEqual([]);
      clock.advance(1);
      await upload("new", 1);
      expect(await store.files.nextUnsaid(1000)).toBe(0);
      expect(await store.files.retireUnsaid(1000, 10)).toEqual(["old"]);
      expect((await store.files.load("old"))?.stored).toBe(false);
      await expect(say("old")).rejects.toMatchObject({ code: "file_unknown" });
      expect((await store.files.load("said"))?.stored).toBe(true);
    });

    test("[ST36] a retired upload is given again until it is forgotten, at most as many as asked for", async () => {
      const { store, clock } = current();
      for (const id of ["a", "b", "c"]) {
        await upload(id, 1);
        clock.advance(1);
      }
      expect(await store.files.retireUnsaid(0, 2)).toEqual(["a", "b"]);
      expect(await store.files.retireUnsaid(0, 2)).toEqual(["a", "b"]);
      await store.files.forgetRetired(["a", "b", "c"]);
      expect(await store.files.load("a")).toBeUndefined();
      expect((await store.files.load("c"))?.stored).toBe(true);
      expect(await store.files.retireUnsaid(0, 2)).toEqual(["c"]);
      await store.files.forgetRetired(["c"]);
      expect(await store.files.nextUnsaid(0)).toBeUndefined();
    });
  });
}
