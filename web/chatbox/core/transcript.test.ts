import { describe, expect, test } from "vitest";
import type { Status, WireMessage } from "../../../src/protocol/chat.ts";
import { emptyTranscript, withChanges } from "./transcript.ts";
import { itemsOf, openOffer } from "./view.ts";

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

const entry = (clientId: string, state: "waiting" | "rejected", afterSeq: number) => ({
  clientId,
  order: 1,
  at: 0,
  afterSeq,
  content: { type: "text" as const, text: clientId },
  state,
});
const notice = (seq: number, key: string): WireMessage =>
  message(seq, { author: { type: "system" }, content: { type: "notice", notice: key, text: key } });
const sara = { type: "operator", name: "Sara" } as const;
const livechat = { mode: "livechat" } as const;

test("what was rejected stays where it was written, what is on its way comes last", () => {
  const items = itemsOf({ messages: [message(1), message(2)], status: { mode: "bot" } }, [
    entry("rejected", "rejected", 1),
    entry("waiting", "waiting", 1),
  ]);
  expect(items.map(({ key }) => key)).toEqual(["m1", "rejected", "m2", "waiting"]);
});

test("an overtaken message stands above what came before it, at its time, and nothing comes between them", () => {
  const messages = [message(1), message(2), message(3, { above: 2 }), message(4, { above: 2 }), message(5)];
  const items = itemsOf({ messages, status: livechat }, [entry("rejected", "rejected", 2)]);
  expect(items.map(({ key }) => key)).toEqual(["m1", "m3", "m4", "m2", "rejected", "m5"]);
  expect(items.filter(({ overtaken }) => overtaken).map(({ key, at }) => [key, at])).toEqual([
    ["m3", 2],
    ["m4", 2],
  ]);
});

test("a message above one that is not there stands where it came, unmarked", () => {
  const messages = [message(1), message(2, { above: 0 }), message(3)];
  const items = itemsOf({ messages, status: livechat }, []);
  expect(items.map(({ key, overtaken }) => [key, overtaken])).toEqual([
    ["m1", undefined],
    ["m2", undefined],
    ["m3", undefined],
  ]);
});

test("what failed can be sent once more only in the livechat that it was written in", () => {
  const failed = { delivery: "failed", failure: "It did not arrive." } as const;
  const messages = [
    notice(1, "connecting"),
    message(2, failed),
    notice(3, "ended_by_operator"),
    notice(4, "connecting"),
    message(5, failed),
  ];
  const retryable = (mode: "bot" | "livechat") =>
    itemsOf({ messages, status: { mode } }, [])
      .filter((item) => item.retryable)
      .map(({ seq }) => seq);
  expect(retryable("livechat")).toEqual([5]);
  expect(retryable("bot")).toEqual([]);
  const [, , , , again] = itemsOf({ messages, status: livechat }, [], new Set([5]));
  expect(again).toMatchObject({ seq: 5, state: "sending" });
});

describe("answers that are offered", () => {
  const offer = (seq: number, ...labels: string[]): WireMessage =>
    message(seq, {
      author: sara,
      content: { type: "text", body: [], choices: labels.map((label) => ({ label })) },
    });
  const open = (messages: WireMessage[], status: Status = livechat): number | undefined =>
    openOffer(itemsOf({ messages, status }, []), status)?.seq;
  const asked = [notice(1, "connecting"), offer(2, "Yes", "No")];
  const said = (text: string, more: Partial<WireMessage> = {}): WireMessage =>
    message(3, { content: { type: "text", body: [{ type: "text", text }] }, ...more });

  test("can be taken in the livechat, also after other words or an automatic message", () => {
    expect(open(asked)).toBe(2);
    expect(open([...asked, said("wait a moment")])).toBe(2);
    expect(open([...asked, said("You are next", { author: { ...sara, automatic: true } })])).toBe(2);
  });

  test("cannot be taken twice, after the operator's next message, outside of the livechat, or in the next one", () => {
    expect(open([...asked, said("No")])).toBeUndefined();
    expect(open([...asked, said("Well?", { author: sara })])).toBe(3);
    expect(open(asked, { mode: "bot" })).toBeUndefined();
    expect(open([...asked, notice(3, "connecting")])).toBe(3);
  });
});
