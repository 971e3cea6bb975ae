import { expect, test } from "vitest";
import { pollRequestSchema, type ServerFrame } from "../../../src/protocol/chat.ts";
import type { LinkHandlers } from "./link.ts";
import type { PostPoll } from "./poll-link.ts";
import { pollLink } from "./poll-link.ts";
import { emptyTranscript, withChanges } from "./transcript.ts";

interface Asked {
  readonly body: unknown;
  readonly signal: AbortSignal;
  readonly answer: (status: number, frames?: ServerFrame[]) => Promise<void>;
  readonly refuse: (status: number, body: unknown) => Promise<void>;
  readonly fail: () => Promise<void>;
}

function setUp() {
  const asked: Asked[] = [];
  const log: unknown[] = [];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  const post: PostPoll = (body, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new Error("aborted")));
      asked.push({
        body,
        signal,
        answer: (status, frames = []) => {
          resolve({ status, body: { frames } });
          return settle();
        },
        refuse: (status, body) => {
          resolve({ status, body });
          return settle();
        },
        fail: () => {
          reject(new Error("no answer"));
          return settle();
        },
      });
    });
  const handlers: LinkHandlers = {
    alive: () => log.push("alive"),
    frame: (frame) => log.push(frame.type),
    closed: (why) => log.push(why),
  };
  const link = pollLink(
    post,
    () => ({ token: "t", revision: 7 }),
    (error) => log.push(error.message),
  )(handlers);
  const at = (index: number): Asked => {
    const one = asked[index];
    if (one === undefined) throw new Error(`request ${index} was not made`);
    return one;
  };
  return { asked, at, log, link, settle };
}

test("asks with a ping first, then again and again for what is newer", async () => {
  const { asked, at, log } = setUp();
  expect(at(0).body).toEqual({ token: "t", revision: 7, frames: [{ type: "ping" }] });
  await at(0).answer(200, [{ type: "pong" }]);
  expect(at(1).body).toEqual({ token: "t", revision: 7 });
  await at(1).answer(200);
  expect(asked).toHaveLength(3);
  expect(log).toEqual(["alive", "pong", "alive"]);
});

test("something to send ends the hanging request and goes out with the next one", async () => {
  const { at, link, log, settle } = setUp();
  await at(0).answer(200);
  link.send({ type: "leave" });
  await settle();
  expect(at(1).signal.aborted).toBe(true);
  expect(at(2).body).toEqual({ token: "t", revision: 7, frames: [{ type: "leave" }] });
  expect(log).not.toContain("lost");
});

test("a frame whose request was cut short goes out again", async () => {
  const { at, link, settle } = setUp();
  await at(0).answer(200);
  const say = { type: "say", clientId: "a", content: { type: "text", text: "hello" } } as const;
  link.send(say);
  link.send({ type: "ping" });
  await settle();
  expect(at(3).body).toEqual({ token: "t", revision: 7, frames: [say, { type: "ping" }] });
});

test("what is asked for besides messages goes out in its order", async () => {
  const { at, link, settle } = setUp();
  await at(0).answer(200);
  link.send({ type: "wait" });
  link.send({ type: "retry", seq: 3 });
  await settle();
  expect(at(3).body).toMatchObject({ frames: [{ type: "wait" }, { type: "retry", seq: 3 }] });
});

test("no answer means lost, an unknown session means stop, an unreadable answer is reported", async () => {
  const lost = setUp();
  await lost.at(0).fail();
  expect(lost.log).toEqual(["lost"]);

  const stop = setUp();
  await stop.at(0).refuse(401, { error: { code: "session_unknown", message: "" } });
  expect(stop.log).toEqual(["stop"]);

  const busy = setUp();
  await busy.at(0).answer(503);
  expect(busy.log).toEqual(["lost"]);
  expect(busy.asked).toHaveLength(1);
});

test.each([
  ["a proxy", 401, undefined],
  ["a proxy that has no server behind it", 404, { error: "not found" }],
  ["a server of ours that has no such address", 404, { error: { code: "not_found", message: "" } }],
])("a refusal by %s means lost", async (_who, status, body) => {
  const { asked, at, log } = setUp();
  await at(0).refuse(status, body);
  expect(log).toEqual(["lost"]);
  expect(asked).toHaveLength(1);
});

test("a history in several answers arrives whole, each asked for from where the one before ended", async () => {
  const stored = new Map([1, 2, 3, 4, 5].map((seq) => [seq, { revision: seq, text: `${seq}` }]));
  const asked: number[] = [];
  const complete = Promise.withResolvers<void>();
  const post: PostPoll = (body) => {
    const { revision } = pollRequestSchema.parse(body);
    asked.push(revision);
    // Changed when its first form is told already: it comes again, behind all others.
    if (asked.length === 2) stored.set(1, { revision: 6, text: "1 changed" });
    const changed = [...stored]
      .filter(([, one]) => one.revision > revision)
      .toSorted(([, a], [, b]) => a.revision - b.revision);
    const page = changed.slice(0, 2);
    if (page.length === 0) {
      complete.resolve();
      return new Promise(() => {});
    }
    const frame: ServerFrame = {
      type: "changes",
      revision: Math.max(...page.map(([, one]) => one.revision)),
      status: { mode: "bot" },
      messages: page.map(([seq, { text }]) => ({
        id: `m${seq}`,
        seq,
        at: seq,
        author: { type: "visitor" },
        content: { type: "text", body: [{ type: "text", text }] },
      })),
      ...(changed.length > 2 && { more: true }),
    };
    return Promise.resolve({ status: 200, body: { frames: [frame] } });
  };
  let transcript = emptyTranscript;
  const link = pollLink(
    post,
    () => ({ token: "t", revision: transcript.revision }),
    () => {},
  )({
    alive: () => {},
    frame: (frame) => {
      if (frame.type === "changes") transcript = withChanges(transcript, frame);
    },
    closed: () => complete.reject(new Error("the link closed")),
  });
  await complete.promise;
  link.close();
  expect(asked).toEqual([0, 2, 4, 6]);
  expect(transcript.messages.map(({ content }) => content)).toEqual(
    ["1 changed", "2", "3", "4", "5"].map((text) => ({ type: "text", body: [{ type: "text", text }] })),
  );
});

test("a closed one asks no more and says nothing", async () => {
  const { asked, at, link, log, settle } = setUp();
  link.close();
  await settle();
  expect(at(0).signal.aborted).toBe(true);
  expect(asked).toHaveLength(1);
  expect(log).toEqual([]);
});
