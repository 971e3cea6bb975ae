import type { ClientFrame } from "../../../src/protocol/chat.ts";
import { closeCodeStop, serverFrameSchema } from "../../../src/protocol/chat.ts";
import type { OpenLink, ResumePoint } from "./link.ts";

/** Opens one socket and tells what happens to it. */
export type CreateSocket = (events: {
  readonly opened: () => void;
  readonly said: (data: unknown) => void;
  readonly closed: (code: number) => void;
}) => { readonly send: (text: string) => void; readonly close: () => void };

/** Says hello by itself and reads frames. `report` hears of frames that cannot be read. */
export function webSocketLink(
  create: CreateSocket,
  resume: ResumePoint,
  report: (error: Error) => void,
): OpenLink {
  return (handlers) => {
    let state: "opening" | "open" | "over" = "opening";
    const isOver = (): boolean => state === "over";
    const send = (frame: ClientFrame): void => socket.send(JSON.stringify(frame));
    const socket = create({
      opened: () => {
        if (isOver()) return;
        state = "open";
        send({ type: "hello", ...resume() });
      },
      said: (data) => {
        if (isOver()) return;
        const frame = serverFrameSchema.safeParse(parseJson(data));
        if (!frame.success) return report(new Error(`Unreadable frame: ${frame.error.message}`));
        if (frame.data.type === "stop") {
          state = "over";
          socket.close();
          return handlers.closed("stop");
        }
        handlers.alive();
        // Hearing of it may have made the owner close this link.
        if (!isOver()) handlers.frame(frame.data);
      },
      closed: (code) => {
        if (isOver()) return;
        state = "over";
        handlers.closed(code === closeCodeStop ? "stop" : "lost");
      },
    });
    return {
      send: (frame) => {
        if (state === "open") send(frame);
      },
      close: () => {
        state = "over";
        socket.close();
      },
    };
  };
}

function parseJson(data: unknown): unknown {
  if (typeof data !== "string") return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
