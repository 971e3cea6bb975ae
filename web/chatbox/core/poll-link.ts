import type { ClientFrame } from "../../../src/protocol/chat.ts";
import { pollAnswerSchema } from "../../../src/protocol/chat.ts";
import type { Answer } from "./answer.ts";
import { refusalCode } from "./answer.ts";
import type { OpenLink, ResumePoint } from "./link.ts";

/** One request to `/api/chat/poll`. Rejects when nothing answered. */
export type PostPoll = (body: unknown, signal: AbortSignal) => Promise<Answer>;

/**
 * The way for networks that let no websocket through: one hanging request after the other. Something to send
 * ends the hanging one; a `say` that went out twice thereby is recognised by its client id.
 */
export function pollLink(post: PostPoll, resume: ResumePoint, report: (error: Error) => void): OpenLink {
  return (handlers) => {
    // The first answer must come at once, to know that the way is open.
    let outgoing: ClientFrame[] = [{ type: "ping" }];
    let closed = false;
    let asking = new AbortController();

    const end = (why: "stop" | "lost"): void => {
      if (closed) return;
      closed = true;
      asking.abort();
      handlers.closed(why);
    };

    const ask = async (): Promise<void> => {
      const current = new AbortController();
      asking = current;
      const carried = outgoing.slice(0, 20);
      try {
        const reply = await post(
          { ...resume(), ...(carried.length > 0 ? { frames: carried } : {}) },
          current.signal,
        );
        if (closed || current !== asking) return;
        if (reply.status !== 200) return end(refusalCode(reply) === "session_unknown" ? "stop" : "lost");
        outgoing = outgoing.slice(carried.length);
        const answer = pollAnswerSchema.safeParse(reply.body);
        if (!answer.success) {
          report(new Error(`Unreadable answer: ${answer.error.message}`));
          return end("lost");
        }
        handlers.alive();
        for (const frame of answer.data.frames) {
          if (isClosed()) return;
          if (frame.type === "stop") return end("stop");
          handlers.frame(frame);
        }
      } catch {
        // An aborted request was replaced by the next one; anything else means the way is lost.
        if (current === asking) end("lost");
        return;
      }
      if (!isClosed() && current === asking) void ask();
    };
    const isClosed = (): boolean => closed;

    void ask();
    return {
      send: (frame) => {
        if (closed) return;
        outgoing = [...outgoing, frame];
        const previous = asking;
        void ask();
        previous.abort();
      },
      close: () => {
        closed = true;
        asking.abort();
      },
    };
  };
}
