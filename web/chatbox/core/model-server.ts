/** The server's side of the protocol, just enough to hold a chatbox against it, with sockets flushed by hand. */
import type { ClientFrame, ServerFrame, WireMessage } from "../../../src/protocol/chat.ts";
import { clientFrameSchema } from "../../../src/protocol/chat.ts";
import type { CreateSocket } from "./websocket-link.ts";

interface Stored {
  readonly revision: number;
  readonly message: WireMessage;
}

interface Socket {
  readonly toServer: string[];
  readonly toClient: ServerFrame[];
  readonly delivered: ServerFrame[];
  readonly events: Parameters<CreateSocket>[0];
  opened: boolean;
  over: boolean;
  feeding: boolean;
}

export function modelServer() {
  let revision = 0;
  let stored: Stored[] = [];
  let sockets: Socket[] = [];
  let resends = 0;

  const textOf = (text: string): WireMessage["content"] => ({ type: "text", body: [{ type: "text", text }] });
  const current = (): Socket | undefined => sockets.findLast(({ over }) => !over);
  const announce = (): void => {
    const latest = stored.findLast((one) => one.revision === revision);
    for (const socket of sockets) {
      if (!socket.over && socket.feeding && latest !== undefined) {
        socket.toClient.push({
          type: "changes",
          revision,
          status: { mode: "bot" },
          messages: [latest.message],
        });
      }
    }
  };
  const store = (message: Pick<WireMessage, "author" | "content" | "clientId" | "delivery">): number => {
    revision += 1;
    const seq = stored.length + 1;
    stored = [...stored, { revision, message: { id: `m${seq}`, seq, at: seq, ...message } }];
    return seq;
  };
  const take = (socket: Socket, frame: ClientFrame): void => {
    if (frame.type === "ping") socket.toClient.push({ type: "pong" });
    if (frame.type === "hello") {
      const missed = stored
        .filter((one) => one.revision > frame.revision)
        .toSorted((a, b) => a.revision - b.revision);
      // A long history comes in several frames.
      for (let from = 0; from === 0 || from < missed.length; from += 2) {
        const part = missed.slice(from, from + 2);
        socket.toClient.push({
          type: "changes",
          revision: part.at(-1)?.revision ?? revision,
          status: { mode: "bot" },
          messages: part.map(({ message }) => message),
        });
      }
      socket.feeding = true;
    }
    if (frame.type === "say" && frame.content.type === "text") {
      const { clientId, content } = frame;
      const known = stored.find(({ message }) => message.clientId === clientId);
      if (known !== undefined) resends += 1;
      const seq =
        known?.message.seq ??
        store({ author: { type: "visitor" }, content: textOf(content.text), clientId, delivery: "sent" });
      // Either may come first.
      if (seq % 2 === 0) socket.toClient.push({ type: "ack", clientId, seq });
      if (known === undefined) announce();
      if (seq % 2 === 1) socket.toClient.push({ type: "ack", clientId, seq });
    }
  };

  const createSocket: CreateSocket = (events) => {
    const socket: Socket = {
      toServer: [],
      toClient: [],
      delivered: [],
      events,
      opened: false,
      over: false,
      feeding: false,
    };
    sockets = [...sockets, socket];
    return {
      send: (text) => void (socket.over ? 0 : socket.toServer.push(text)),
      close: () => {
        socket.over = true;
      },
    };
  };

  return {
    createSocket,
    messages: (): readonly WireMessage[] => stored.map(({ message }) => message),
    resends: () => resends,
    botSays: (text: string): void => {
      store({ author: { type: "bot", name: "Bot" }, content: textOf(text) });
      announce();
    },
    /** The visitor's oldest message that Zendesk does not have yet arrives there. */
    deliver: (): void => {
      const waiting = stored.find(({ message }) => message.delivery === "sent");
      if (waiting === undefined) return;
      revision += 1;
      const changed = { revision, message: { ...waiting.message, delivery: "delivered" as const } };
      stored = stored.map((one) => (one === waiting ? changed : one));
      announce();
    },
    /** Lets one frame (or the opening) through in one direction; false when there was none. */
    flushToServer: (): boolean => {
      const socket = current();
      if (socket === undefined) return false;
      if (!socket.opened) {
        socket.opened = true;
        socket.events.opened();
        return true;
      }
      const text = socket.toServer.shift();
      if (text === undefined) return false;
      take(socket, clientFrameSchema.parse(JSON.parse(text)));
      return true;
    },
    flushToClient: (): boolean => {
      const socket = current();
      const frame = socket?.toClient.shift();
      if (socket === undefined || frame === undefined) return false;
      socket.delivered.push(frame);
      socket.events.said(JSON.stringify(frame));
      return true;
    },
    /** Says again a frame that was said before, every other time on a socket long replaced; false when there was none. */
    repeat: (which: number): boolean => {
      const chosen = which % 2 === 0 ? sockets.filter(({ over }) => !over) : sockets;
      const said = chosen.flatMap((socket) => socket.delivered.map((frame) => ({ socket, frame })));
      const again = said[which % Math.max(1, said.length)];
      again?.socket.events.said(JSON.stringify(again.frame));
      return again !== undefined;
    },
    /** The connection breaks: what was on its way in either direction is lost. */
    drop: (): boolean => {
      const socket = current();
      if (socket === undefined) return false;
      socket.over = true;
      socket.events.closed(1006);
      return true;
    },
  };
}
