/** One way to the server: a websocket or a long-poll. A link is used once; after `closed` it says nothing more. */
import type { ClientFrame, ServerFrame } from "../../../src/protocol/chat.ts";

export interface LinkHandlers {
  /** The server answered: whatever it was, the way is open. */
  readonly alive: () => void;
  readonly frame: (frame: ServerFrame) => void;
  /** `stop`: the session is not known any more, trying again is of no use. */
  readonly closed: (why: "stop" | "lost") => void;
}

export interface Link {
  readonly send: (frame: ClientFrame) => void;
  readonly close: () => void;
}

export type OpenLink = (handlers: LinkHandlers) => Link;

/** Who we are and up to where we know, asked at every attempt. */
export type ResumePoint = () => { token: string; revision: number };
