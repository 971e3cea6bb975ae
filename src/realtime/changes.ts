import type { ServerFrame } from "../protocol/chat.ts";
import type { ChangesPage, ConversationStore } from "../store/port.ts";
import { type View, wireMessage, wireStatus } from "./wire.ts";

const pageSize = 50;

/**
 * What changed after a revision, as frames; one at least when `always`. The state is read first: a message that
 * changes while the pages are read is newer than the revision told, so the next call brings it again.
 */
export async function* changesSince(
  conversations: Pick<ConversationStore, "load" | "changes">,
  conversationId: string,
  view: View,
  { revision, always }: { revision: number; always: boolean },
): AsyncGenerator<ServerFrame & { type: "changes" }> {
  const conversation = await conversations.load(conversationId);
  if (conversation === undefined) return;
  const { state } = conversation;
  // A page that knows more than we do saw a database that is gone: it gets everything.
  const afterRevision = revision > state.revision ? 0 : revision;
  if (revision === state.revision && !always) return;
  for (let afterSeq: number | undefined = 0; afterSeq !== undefined; ) {
    const query = { afterRevision, afterSeq, limit: pageSize };
    const { messages, nextSeq }: ChangesPage = await conversations.changes(conversationId, query);
    yield {
      type: "changes",
      revision: nextSeq === undefined ? state.revision : afterRevision,
      status: wireStatus(state),
      messages: messages.map((message) => wireMessage(message, view)),
    };
    afterSeq = nextSeq;
  }
}
