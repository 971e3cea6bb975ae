import type { ServerFrame } from "../protocol/chat.ts";
import type { ConversationStore } from "../store/port.ts";
import { type View, wireMessage, wireStatus } from "./wire.ts";

export type Changes = Extract<ServerFrame, { type: "changes" }>;

/** What one frame may hold, so that a long conversation costs its reader, the server and the store no more than this at a time. */
const page = { limit: 50, bytes: 256 * 1024 } as const;

/**
 * What changed after a revision, as one frame of bounded size; undefined when nothing did, unless `always`. Where it
 * says `more`, the rest is asked for from its revision on. The state is read first, and nothing newer is told with
 * it: what changes meanwhile is found from the frame's revision on.
 */
export async function changesSince(
  conversations: Pick<ConversationStore, "load" | "changes">,
  conversationId: string,
  view: View,
  { revision, always }: { revision: number; always: boolean },
): Promise<Changes | undefined> {
  const conversation = await conversations.load(conversationId);
  if (conversation === undefined) return undefined;
  const { state } = conversation;
  if (revision === state.revision && !always) return undefined;
  // A page that knows more than we do saw a database that is gone: it gets everything.
  const afterRevision = revision > state.revision ? 0 : revision;
  const query = { afterRevision, upToRevision: state.revision, ...page };
  const told = await conversations.changes(conversationId, query);
  return {
    type: "changes",
    revision: told.revision,
    status: wireStatus(state),
    messages: told.messages.map((message) => wireMessage(message, view)),
    ...(told.revision < state.revision && { more: true }),
  };
}
