import { expect, test } from "vitest";
import { handoffOf } from "../store/contract/fixture.ts";
import type { DeskMessage } from "../zendesk/desk.ts";
import { rememberKeys } from "./duplicates.ts";

const handoff = handoffOf({ id: "h", zendeskConversationId: "c", openingMessageId: "opening" });
const posted = (id: string, key?: string): DeskMessage => ({
  id,
  received: 1,
  ...(key !== undefined && { key }),
  author: { type: "visitor" },
  content: { type: "text", text: "words" },
});
const ids = (messages: readonly DeskMessage[]) => messages.map(({ id }) => id);

test("the first of two with one key stays, wherever the second comes to light, and each is told once", () => {
  const keys = rememberKeys(handoff);
  const list = [posted("1", "h.5"), posted("2", "h.6"), posted("3", "h.5"), posted("4"), posted("5")];
  expect(ids(keys.doubles(list))).toEqual(["3"]);
  expect(ids(keys.doubles([...list, posted("6", "h.6"), posted("7", "h.5")]))).toEqual(["6", "7"]);
  expect(ids(keys.doubles(list))).toEqual([]);
});

test("of two openings the one stays that control was passed with", () => {
  expect(ids(rememberKeys(handoff).doubles([posted("early", "h.2"), posted("opening", "h.2")]))).toEqual([
    "early",
  ]);
});

test("parts of one message are no doubles, and keys that are not this handoff's are nobody's to delete", () => {
  const list = [posted("1", "h.5"), posted("2", "h.5.1"), posted("3", "other.5"), posted("4", "other.5")];
  expect(rememberKeys(handoff).doubles(list)).toEqual([]);
});
