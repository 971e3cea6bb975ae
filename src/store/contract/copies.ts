import { describe, expect, test } from "vitest";
import type { Current } from "../contract.ts";
import { botId, commitNext, connectorId, conversationId } from "./fixture.ts";
import { unlimited } from "./uploads.ts";

/** Copies of what operators sent, which can be made again. */
export function copyRules(current: Current): void {
  describe("copies of operators' files", () => {
    const file = (id: string) => ({ id, botId, conversationId, name: id, mediaType: "a/b", image: false });
    /** An operator's file, copied now. */
    const copy = async (id: string, size: number) => {
      const { store, clock } = current();
      const remote = { connectorId, mediaUrl: `https://acme.zendesk.com/${id}` };
      await commitNext(store, { files: [{ ...file(id), remote, stored: false }] });
      await store.files.markStored(id, { size, mediaType: "a/b", image: false });
      clock.advance(1);
    };
    const surplus = async (bytes: number, limit = 9) =>
      (await current().store.files.surplusCopies(bytes, limit)).map(({ id }) => id);

    test("[ST54] those beyond a sum are told, the longest unopened first; a visitor's own are not among them", async () => {
      const { store, clock } = current();
      const upload = { ...file("upload"), size: 1_000, stored: true };
      await store.files.addUpload(upload, unlimited);
      await copy("a", 10);
      await copy("b", 20);
      await copy("c", 30);
      expect(await surplus(60)).toEqual([]);
      expect(await surplus(59)).toEqual(["a"]);
      expect(await surplus(49)).toEqual(["a", "b"]);
      expect(await surplus(0)).toEqual(["a", "b", "c"]);
      expect(await surplus(0, 2)).toEqual(["a", "b"]);
      clock.advance(3_600_000);
      await store.files.noteOpened("a");
      await store.files.noteOpened("upload");
      await store.files.noteOpened("unknown");
      expect(await surplus(0)).toEqual(["b", "c", "a"]);
      // A file that has become larger counts as what it is.
      await store.files.markStored("b", { size: 100, mediaType: "a/b", image: false });
      expect(await surplus(139)).toEqual(["c"]);
    });

    test("[ST55] a copy that is forgotten is not stored and counts no more, but can be made again", async () => {
      const { store, reopen } = current();
      await copy("a", 10);
      await copy("b", 20);
      await store.files.forgetCopies(await store.files.surplusCopies(20, 9));
      const again = await reopen();
      expect(await again.files.load("a")).toMatchObject({ stored: false, remote: { connectorId } });
      expect(await again.files.load("b")).toMatchObject({ stored: true });
      expect(await again.files.surplusCopies(19, 9)).toMatchObject([{ id: "b" }]);
      await again.files.markStored("a", { size: 10, mediaType: "a/b", image: false });
      expect(await again.files.load("a")).toMatchObject({ stored: true });
      expect(await again.files.surplusCopies(29, 9)).toMatchObject([{ id: "b" }]);
    });

    test("[ST55] one that was made again after it was told of is not forgotten", async () => {
      const { store, clock } = current();
      await copy("a", 10);
      const told = await store.files.surplusCopies(0, 9);
      clock.advance(1);
      await store.files.markStored("a", { size: 10, mediaType: "a/b", image: false });
      await store.files.forgetCopies(told);
      expect(await store.files.load("a")).toMatchObject({ stored: true });
    });
  });
}
