import type { ConversationHead } from "../conversation/model.ts";
import { toCoded } from "../errors.ts";
import type { ClientFrame, ServerFrame } from "../protocol/chat.ts";
import type { Relay } from "../relay/port.ts";
import type { VisitorTexts } from "./wire.ts";

/**
 * Does what a frame asks and gives the answer to it, if it has one. A message that was not taken is answered in
 * words; when it is unclear whether it was, this fails, and the visitor's page asks again with the same id.
 */
export async function answerFrame(
  frame: ClientFrame,
  head: ConversationHead,
  { relay, texts }: { relay: Relay; texts: VisitorTexts },
): Promise<ServerFrame | undefined> {
  switch (frame.type) {
    case "hello":
      return undefined;
    case "ping":
      return { type: "pong" };
    case "leave":
      await relay.leave(head.id);
      return undefined;
    case "wait":
      await relay.wait(head.id);
      return undefined;
    case "retry":
      await relay.retry(head.id, frame.seq);
      return undefined;
    case "say": {
      const { clientId } = frame;
      return relay.say(head.id, clientId, frame.content).then(
        ({ seq }): ServerFrame => ({ type: "ack", clientId, seq }),
        (error: unknown): ServerFrame => {
          const { code, status } = toCoded(error);
          if (status >= 500) throw error;
          return rejected(clientId, code, head, texts);
        },
      );
    }
  }
}

export function rejected(
  clientId: string,
  code: string,
  { language }: Pick<ConversationHead, "language">,
  texts: VisitorTexts,
): ServerFrame {
  return { type: "rejected", clientId, code, message: texts.error(code, language) };
}
