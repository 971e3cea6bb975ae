import { describe, expect, test } from "vitest";
import type { ClientFrame } from "../../../src/protocol/chat.ts";
import { connect, connectionTiming } from "./connection.ts";
import type { LinkHandlers, OpenLink } from "./link.ts";
import { manualTimers } from "./manual-timers.ts";

interface MadeLink {
  readonly way: "socket" | "poll";
  readonly handlers: LinkHandlers;
  readonly sent: ClientFrame[];
  closed: boolean;
}

function setUp(random = 1) {
  const timers = manualTimers();
  const made: MadeLink[] = [];
  const log: string[] = [];
  const way =
    (name: MadeLink["way"]): OpenLink =>
    (handlers) => {
      const link: MadeLink = { way: name, handlers, sent: [], closed: false };
      made.push(link);
      return {
        send: (frame) => void link.sent.push(frame),
        close: () => {
          link.closed = true;
        },
      };
    };
  const connection = connect(
    { timers, random: () => random, webSocket: way("socket"), poll: way("poll") },
    {
      opened: () => log.push("opened"),
      frame: (frame) => log.push(frame.type),
      lost: () => log.push("lost"),
      stopped: () => log.push("stopped"),
    },
  );
  const latest = (): MadeLink => {
    const link = made.at(-1);
    if (link === undefined) throw new Error("no link was made");
    return link;
  };
  const opened = (): MadeLink => {
    latest().handlers.alive();
    return latest();
  };
  return { timers, made, log, connection, latest, opened };
}

describe("after a break", () => {
  test("waits longer each time, never longer than the longest wait", () => {
    const { timers, made, opened, latest } = setUp();
    opened().handlers.closed("lost");
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt += 1) {
      const before = made.length;
      const began = timers.now();
      while (made.length === before) timers.advance(1);
      waits.push(timers.now() - began);
      latest().handlers.closed("lost");
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  test("jitter shortens a wait by up to half", () => {
    const { timers, made, opened } = setUp(0);
    opened().handlers.closed("lost");
    timers.advance(249);
    expect(made).toHaveLength(1);
    timers.advance(1);
    expect(made).toHaveLength(2);
  });

  test("tries at once when the network or the reader comes back", () => {
    const { made, opened, connection } = setUp();
    opened().handlers.closed("lost");
    connection.nudge();
    expect(made).toHaveLength(2);
  });

  test("ignores what a replaced link still says", () => {
    const { timers, log, opened } = setUp();
    const old = opened();
    old.handlers.closed("lost");
    timers.advance(500);
    opened();
    old.handlers.frame({ type: "pong" });
    old.handlers.alive();
    old.handlers.closed("stop");
    expect(log).toEqual(["opened", "lost", "opened"]);
  });

  test("sends nothing while no link is open", () => {
    const { opened, connection } = setUp();
    expect(connection.send({ type: "leave" })).toBe(false);
    const link = opened();
    expect(connection.send({ type: "leave" })).toBe(true);
    link.handlers.closed("lost");
    expect(connection.send({ type: "leave" })).toBe(false);
    expect(link.sent).toEqual([{ type: "leave" }]);
  });
});

describe("a peer that is silent", () => {
  test("is asked, and given up when it does not answer", () => {
    const { timers, log, opened } = setUp();
    const link = opened();
    timers.advance(connectionTiming.pingAfter);
    expect(link.sent).toEqual([{ type: "ping" }]);
    timers.advance(connectionTiming.pongWithin);
    expect(link.closed).toBe(true);
    expect(log).toEqual(["opened", "lost"]);
  });

  test("is kept when it answers", () => {
    const { timers, log, opened } = setUp();
    const link = opened();
    for (let beat = 0; beat < 5; beat += 1) {
      timers.advance(connectionTiming.pingAfter);
      link.handlers.alive();
    }
    timers.advance(connectionTiming.pongWithin);
    expect(log).toEqual(["opened"]);
    expect(link.sent).toHaveLength(5);
  });

  test("is asked at once when the reader looks again", () => {
    const { timers, opened, connection, log } = setUp();
    const link = opened();
    connection.nudge();
    expect(link.sent).toEqual([{ type: "ping" }]);
    timers.advance(connectionTiming.pongWithin);
    expect(log).toEqual(["opened", "lost"]);
  });
});

describe("where no websocket gets through", () => {
  test("the long-poll follows, and gives way to a new websocket from time to time", () => {
    const { timers, made, opened, latest } = setUp();
    latest().handlers.closed("lost");
    timers.advance(500);
    expect(latest().way).toBe("poll");
    const poll = opened();
    // Answers keep coming all the time.
    for (let spent = 0; spent < connectionTiming.pollAtMost; spent += 20_000) {
      timers.advance(20_000);
      poll.handlers.alive();
    }
    expect(poll.closed).toBe(true);
    expect(made.map(({ way }) => way)).toEqual(["socket", "poll", "socket"]);
    latest().handlers.closed("lost");
    timers.advance(1000);
    expect(latest().way).toBe("poll");
  });

  test("a websocket that opens without an answer counts as one that did not get through", () => {
    const { timers, latest } = setUp();
    timers.advance(connectionTiming.openWithin + 500);
    expect(latest().way).toBe("poll");
  });

  test("a single failure after websockets have worked does not lead to the long-poll", () => {
    const { timers, opened, latest } = setUp();
    opened().handlers.closed("lost");
    timers.advance(500);
    latest().handlers.closed("lost");
    timers.advance(1000);
    expect(latest().way).toBe("socket");
  });
});

test("a stop ends it: no further attempt, whatever happens", () => {
  const { timers, made, log, opened, connection } = setUp();
  opened().handlers.closed("stop");
  connection.nudge();
  timers.advance(120_000);
  expect(log).toEqual(["opened", "stopped"]);
  expect(made).toHaveLength(1);
});
