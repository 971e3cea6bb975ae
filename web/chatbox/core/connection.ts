/**
 * Keeps one link to the server alive. A link that ends is replaced after a growing, jittered wait, at once when
 * the network or the reader comes back. A websocket that does not get through is replaced by the
 * long-poll, which gives way to a new websocket from time to time.
 *
 * Events of a link that was replaced are ignored: each handler knows whether its link is still the current one.
 */
import type { ClientFrame, ServerFrame } from "../../../src/protocol/chat.ts";
import type { Link, OpenLink } from "./link.ts";
import type { Timers } from "./timers.ts";
import { noTimer } from "./timers.ts";

export const connectionTiming = {
  firstWait: 500,
  longestWait: 30_000,
  /** No answer to a new link within this time: it is given up. */
  openWithin: 10_000,
  /** Silence after which we ask whether the other side is still there. */
  pingAfter: 30_000,
  /** No answer to that question within this time: the link is dead. */
  pongWithin: 10_000,
  /** A long-poll gives way to a websocket attempt after this time. */
  pollAtMost: 180_000,
} as const;

/** Websockets that did not get through before the long-poll is tried: fewer where none ever did. */
const socketFailuresBeforePoll = (oneWorked: boolean): number => (oneWorked ? 3 : 1);

export interface ConnectionHandlers {
  /** A link is open and everything not yet acknowledged must be sent (again). */
  readonly opened: () => void;
  readonly frame: (frame: ServerFrame) => void;
  readonly lost: () => void;
  /** The server does not know the session any more. No further attempt is made. */
  readonly stopped: () => void;
}

export interface Connection {
  /** The network came back or the reader looks at the page again: try or check now, do not wait. */
  readonly nudge: () => void;
  /** False when no link is open; the frame is dropped then. */
  readonly send: (frame: ClientFrame) => boolean;
  /** Gives the current link up and opens a new one: something expected did not come. */
  readonly restart: () => void;
  readonly close: () => void;
}

export function connect(
  ports: {
    readonly timers: Timers;
    readonly random: () => number;
    readonly webSocket: OpenLink;
    readonly poll: OpenLink;
  },
  handlers: ConnectionHandlers,
): Connection {
  const { timers } = ports;
  let link: Link | undefined;
  let open = false;
  let polling = false;
  let failures = 0;
  let socketFailures = 0;
  let socketWorked = false;
  let ended = false;
  let cancelWait = noTimer;
  let cancelDeadline = noTimer;
  let cancelPing = noTimer;
  let cancelPollEnd = noTimer;

  const dropLink = (): void => {
    for (const cancel of [cancelWait, cancelDeadline, cancelPing, cancelPollEnd]) cancel();
    const old = link;
    link = undefined;
    open = false;
    old?.close();
  };

  const heard = (): void => {
    cancelDeadline();
    cancelPing();
    cancelPing = timers.after(connectionTiming.pingAfter, ask);
  };

  const ask = (): void => {
    link?.send({ type: "ping" });
    cancelDeadline();
    cancelDeadline = timers.after(connectionTiming.pongWithin, lose);
  };

  const becomeOpen = (): void => {
    open = true;
    failures = 0;
    if (polling) cancelPollEnd = timers.after(connectionTiming.pollAtMost, tryWebSocket);
    else {
      socketFailures = 0;
      socketWorked = true;
    }
    handlers.opened();
  };

  const lose = (): void => {
    const wasOpen = open;
    dropLink();
    if (!wasOpen && !polling) socketFailures += 1;
    // A long-poll that fails leaves the choice open again.
    if (polling && !wasOpen) socketFailures = 0;
    handlers.lost();
    const longest = Math.min(connectionTiming.longestWait, connectionTiming.firstWait * 2 ** failures);
    failures += 1;
    cancelWait = timers.after(longest * (0.5 + ports.random() / 2), begin);
  };

  const begin = (): void => {
    dropLink();
    if (ended) return;
    polling = socketFailures >= socketFailuresBeforePoll(socketWorked);
    openLink(polling ? ports.poll : ports.webSocket);
  };

  const tryWebSocket = (): void => {
    dropLink();
    polling = false;
    openLink(ports.webSocket);
  };

  const openLink = (openIt: OpenLink): void => {
    const isCurrent = (): boolean => link === opened;
    const opened: Link = openIt({
      alive: () => {
        if (!isCurrent()) return;
        heard();
        if (!open) becomeOpen();
      },
      frame: (frame) => {
        if (isCurrent()) handlers.frame(frame);
      },
      closed: (why) => {
        if (!isCurrent()) return;
        if (why === "lost") return lose();
        ended = true;
        dropLink();
        handlers.stopped();
      },
    });
    link = opened;
    cancelDeadline = timers.after(connectionTiming.openWithin, lose);
  };

  begin();
  return {
    nudge: () => {
      if (ended) return;
      if (open) ask();
      else if (link === undefined) {
        failures = 0;
        begin();
      }
    },
    send: (frame) => {
      if (!open || link === undefined) return false;
      link.send(frame);
      return true;
    },
    restart: () => {
      if (!ended && open) lose();
    },
    close: () => {
      ended = true;
      dropLink();
    },
  };
}
