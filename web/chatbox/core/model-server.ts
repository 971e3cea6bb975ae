/** The server's side of the protocol, just enough to hold a chatbox against it, with sockets flushed by hand. */
import type { ClientFrame, ServerFrame, Status, WireMessage } from "../../../src/protocol/chat.ts";
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
  let status: Status = { mode: "bot" };
  /** Counts the questions; the present one has this number. */
  let questions = 0;
  /** What the visitor asked for and had an effect. */
  let waits = 0;
  let leaves = 0;
  let retries = 0;

  const textOf = (text: string): WireMessage["content"] => ({ type: "text", body: [{ type: "text", text }] });
  const current = (): Socket | undefined => sockets.findLast(({ over }) => !over);
  const announce = (): void => {
    const changed = stored.filter((one) => one.revision === revision).map(({ message }) => message);
    for (const socket of sockets) {
      if (socket.over || !socket.feeding) continue;
      socket.toClient.push({ type: "changes", revision, status, messages: changed });
    }
  };
  const store = (message: Omit<WireMessage, "id" | "seq" | "at">): number => {
    revision += 1;
    const seq = stored.length + 1;
    stored = [...stored, { revision, message: { id: `m${seq}`, seq, at: seq, ...message } }];
    return seq;
  };
  const notice = (key: string): number =>
    store({ author: { type: "system" }, content: { type: "notice", notice: key, text: key } });
  const change = (one: Stored, message: Partial<WireMessage>): void => {
    revision += 1;
    const changed = { revision, message: { ...one.message, ...message } };
    stored = stored.map((other) => (other === one ? changed : other));
    announce();
  };
  /** Those that Zendesk does not have yet. */
  const underWay = (): Stored | undefined => stored.find(({ message }) => message.delivery === "sent");
  const said = (content: (ClientFrame & { type: "say" })["content"]): WireMessage["content"] => {
    if (content.type === "text") return textOf(content.text);
    if (content.type === "file") throw new Error("no files here");
    const offered = stored.find(({ message }) => message.seq === content.seq)?.message.content;
    const choice = offered?.type === "text" ? offered.choices?.[content.choice] : undefined;
    if (choice === undefined) throw new Error("no such choice");
    return textOf(choice.label);
  };
  const take = (socket: Socket, frame: ClientFrame): void => {
    if (frame.type === "ping") socket.toClient.push({ type: "pong" });
    if (frame.type === "hello") {
      const missed = stored
        .filter((one) => one.revision > frame.revision)
        .toSorted((a, b) => a.revision - b.revision);
      // A long history comes in several frames, the oldest changes first, and only the last says that it is all.
      for (let from = 0; from === 0 || from < missed.length; from += 2) {
        const part = missed.slice(from, from + 2);
        const isLast = from + 2 >= missed.length;
        socket.toClient.push({
          type: "changes",
          revision: isLast ? revision : Math.max(...part.map((one) => one.revision)),
          status,
          messages: part.map(({ message }) => message).toSorted((a, b) => a.seq - b.seq),
          ...(isLast ? {} : { more: true }),
        });
      }
      socket.feeding = true;
    }
    if (frame.type === "wait" && status.question !== undefined) {
      waits += 1;
      status = { mode: "livechat" };
      revision += 1;
      announce();
    }
    if (frame.type === "leave" && status.mode !== "bot") {
      leaves += 1;
      status = { mode: "bot" };
      notice("ended_by_visitor");
      announce();
    }
    if (frame.type === "retry" && status.mode === "livechat") {
      const failed = stored.find(({ message }) => message.seq === frame.seq && message.delivery === "failed");
      if (failed !== undefined) {
        retries += 1;
        change(failed, { delivery: "sent" });
      }
    }
    if (frame.type === "say") {
      const { clientId, content } = frame;
      const known = stored.find(({ message }) => message.clientId === clientId);
      if (known !== undefined) resends += 1;
      const seq =
        known?.message.seq ??
        store({ author: { type: "visitor" }, content: said(content), clientId, delivery: "sent" });
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
    links: () => sockets.length,
    botSays: (text: string): void => {
      store({ author: { type: "bot", name: "Bot" }, content: textOf(text) });
      announce();
    },
    /** Now an operator answers. */
    connect: (): void => {
      status = { mode: "livechat" };
      notice("connecting");
      announce();
    },
    /** `back`: so many messages have overtaken it. */
    operatorSays: (
      text: string,
      { back = 0, labels = [] }: { back?: number; labels?: readonly string[] } = {},
    ): void => {
      const above = back === 0 ? undefined : stored.at(-back)?.message.seq;
      store({
        author: { type: "operator", name: "Sara" },
        content: {
          ...textOf(text),
          ...(labels.length === 0 ? {} : { choices: labels.map((label) => ({ label })) }),
        },
        ...(above === undefined ? {} : { above }),
      });
      announce();
    },
    /** Asks whether to go on waiting, in place of whatever was asked. */
    ask: (): void => {
      if (status.mode !== "livechat") return;
      questions += 1;
      status = { mode: "livechat", question: "nobody_came" };
      notice("nobody_came");
      announce();
    },
    status: () => status,
    questions: () => questions,
    effects: () => ({ waits, leaves, retries }),
    /** The visitor's oldest message that Zendesk does not have yet arrives there. */
    deliver: (): void => {
      const waiting = underWay();
      if (waiting !== undefined) change(waiting, { delivery: "delivered" });
    },
    /** It is given up. */
    fail: (): void => {
      const waiting = underWay();
      if (waiting !== undefined) change(waiting, { delivery: "failed", failure: "It did not arrive." });
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
