import { expect, test } from "vitest";
import type { WireMessage } from "../../../src/protocol/chat.ts";
import { emptyTranscript, withChanges } from "./transcript.ts";
import { itemsOf } from "./view.ts";

const message = (seq: number, more: Partial<WireMessage> = {}): WireMessage => ({
  id: `m${seq}`,
  seq,
  at: seq,
  author: { type: "visitor" },
  content: { type: "text", body: [{ type: "text", text: `text ${seq}` }] },
  ...more,
});
const changes = (revision: number, ...messages: WireMessage[]) =>
  ({ type: "changes", revision, status: { mode: "bot" }, messages }) as const;

test("messages stand by seq, each once, the latest version of each", () => {
  const first = withChanges(emptyTranscript, changes(2, message(1), message(2)));
  const second = withChanges(first, changes(4, message(3), message(1, { delivery: "delivered" })));
  expect(second.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(second.messages[0]?.delivery).toBe("delivered");
  expect(second.revision).toBe(4);
});

test("a frame older than what is known changes nothing", () => {
  const known = withChanges(emptyTranscript, changes(4, message(1, { delivery: "delivered" })));
  expect(withChanges(known, changes(3, message(1, { delivery: "sent" })))).toBe(known);
});

test("what was rejected stays where it was written, what is on its way comes last", () => {
  const entry = (clientId: string, state: "waiting" | "rejected", afterSeq: number) => ({
    clientId,
    order: 1,
    at: 0,
    afterSeq,
    content: { type: "text" as const, text: clientId },
    state,
  });
  const items = itemsOf({ messages: [message(1), message(2)], status: { mode: "bot" } }, [
    entry("rejected", "rejected", 1),
    entry("waiting", "waiting", 1),
  ]);
  expect(items.map(({ key }) => key)).toEqual(["m1", "rejected", "m2", "waiting"]);
});
