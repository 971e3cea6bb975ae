/** The checker on histories made by hand: it finds what was planted, and nothing in what is clean. */
import { describe, expect, test } from "vitest";
import { visitorError } from "../../../src/bot/texts.ts";
import { check } from "./check.ts";
import type { History } from "./history.ts";
import { inventHistory } from "./invented.ts";
import { plants } from "./planted.ts";
import { createRandom } from "./random.ts";

const over = { over: true };

/** Small enough to be read: one visitor, one handoff, two messages each way. */
const byHand: History = {
  visitors: [
    {
      id: "v",
      said: [
        { tab: 0, clientId: "c1", text: "a person q1x1q", outcome: { seq: 2 } },
        { tab: 0, clientId: "c2", text: "hello q1x2q", outcome: { seq: 6 } },
        { tab: 0, clientId: "c3", text: "there? q1x3q", outcome: { seq: 7 } },
      ],
      tabs: [
        {
          mode: "bot",
          messages: [
            { seq: 1, at: 1, author: "bot", name: "Pip", text: "Hello" },
            { seq: 2, at: 2, author: "visitor", text: "a person q1x1q", clientId: "c1", delivery: "sent" },
            { seq: 3, at: 3, author: "bot", name: "Pip", text: "Of course." },
            { seq: 4, at: 4, author: "system", text: "…", notice: "connecting" },
            { seq: 5, at: 5, author: "system", text: "…", notice: "connected" },
            { seq: 6, at: 6, author: "visitor", text: "hello q1x2q", clientId: "c2", delivery: "delivered" },
            { seq: 7, at: 7, author: "visitor", text: "there? q1x3q", clientId: "c3", delivery: "delivered" },
            { seq: 8, at: 8, author: "operator", name: "Camille", text: "yes q1x4q" },
            { seq: 9, at: 9, author: "operator", name: "Camille", text: "hello q1x5q" },
            { seq: 10, at: 10, author: "system", text: "…", notice: "ended_by_operator" },
          ],
        },
      ],
    },
  ],
  conversations: [
    {
      id: "z",
      handoffId: "h",
      visitor: "v",
      number: 1,
      messages: [
        {
          id: "m0",
          from: "us",
          kind: "opening",
          author: "business",
          name: "Pip",
          text: "Who it is",
          key: "h.2",
        },
        {
          id: "m1",
          from: "us",
          kind: "said",
          author: "business",
          name: "Pip",
          text: "Hello",
          key: "h.4",
          saidAt: 1,
        },
        {
          id: "m2",
          from: "us",
          kind: "said",
          author: "visitor",
          text: "a person q1x1q",
          key: "h.5",
          saidAt: 2,
        },
        {
          id: "m3",
          from: "us",
          kind: "said",
          author: "business",
          name: "Pip",
          text: "Of course.",
          key: "h.6",
          saidAt: 3,
        },
        { id: "m4", from: "us", kind: "said", author: "visitor", text: "hello q1x2q", key: "h.7" },
        { id: "m5", from: "us", kind: "said", author: "visitor", text: "there? q1x3q", key: "h.8" },
        { id: "m6", from: "operator", kind: "said", author: "business", name: "Camille", text: "yes q1x4q" },
        {
          id: "m7",
          from: "operator",
          kind: "said",
          author: "business",
          name: "Camille",
          text: "hello q1x5q",
        },
      ],
    },
  ],
  accepted: [{ key: "h.2" }, { key: "h.4" }, { key: "h.5" }, { key: "h.6" }, { key: "h.7" }, { key: "h.8" }],
  operators: [
    { conversationId: "z", text: "yes q1x4q" },
    { conversationId: "z", text: "hello q1x5q" },
  ],
};

test("a history in which all went well is clean", () => {
  expect(check(byHand, over)).toEqual([]);
});

test.each(Object.entries(plants))("found: %s", (_what, [way, kind, plant]) => {
  expect(check(plant(byHand, createRandom(1)), over)).toContainEqual(expect.objectContaining({ way, kind }));
});

test.each(["en", "fr"] as const)(
  "a message that may have arrived, in words (%s), is found at neither end",
  (language) => {
    const failure = visitorError("zendesk_unclear", language);
    const unclear = byHand.visitors.map((visitor) => ({
      ...visitor,
      tabs: visitor.tabs.map((tab) => ({
        ...tab,
        messages: tab.messages.map((one) =>
          one.seq === 7 ? { ...one, delivery: "failed" as const, failure } : one,
        ),
      })),
    }));
    expect(check({ ...byHand, visitors: unclear }, over)).toEqual([]);
  },
);

test("who is not back with the bot is stuck, once everybody must be", () => {
  const open = {
    ...byHand,
    visitors: byHand.visitors.map((visitor) => ({
      ...visitor,
      tabs: visitor.tabs.map((tab) => ({ mode: "livechat" as const, messages: tab.messages.slice(0, -1) })),
    })),
  };
  expect(check(open, { over: false })).toEqual([]);
  expect(check(open, over).map(({ kind }) => kind)).toEqual(["stuck"]);
});

test("a message without an answer, and one that is shown as on its way for ever, are stuck", () => {
  const waiting = byHand.visitors.map((visitor) => ({
    ...visitor,
    said: [...visitor.said, { tab: 0, clientId: "c9", text: "anybody q1x9q", outcome: "waiting" as const }],
  }));
  expect(check({ ...byHand, visitors: waiting }, over).map(({ kind }) => kind)).toEqual(["stuck"]);
  const sent = byHand.visitors.map((visitor) => ({
    ...visitor,
    tabs: visitor.tabs.map((tab) => ({
      ...tab,
      messages: tab.messages.map((one) => (one.seq === 7 ? { ...one, delivery: "sent" as const } : one)),
    })),
  }));
  expect(check({ ...byHand, visitors: sent }, over).map(({ kind }) => kind)).toEqual(["stuck"]);
});

describe("in 100 random histories each", () => {
  test("nothing is found in a clean one", () => {
    for (let seed = 1; seed <= 100; seed += 1)
      expect(check(inventHistory(createRandom(seed)), over)).toEqual([]);
  });

  test.each(Object.entries(plants))("found: %s", (_what, [way, kind, plant]) => {
    const missed: number[] = [];
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = createRandom(seed);
      const found = check(plant(inventHistory(random), random), over);
      if (!found.some((one) => one.way === way && one.kind === kind)) missed.push(seed);
    }
    expect(missed).toEqual([]);
  });
});
