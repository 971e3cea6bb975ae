/** How long the history will take, before it begins: what would take too long goes with the opening. */
import type { ConversationHead, Message } from "../conversation/model.ts";
import type { ConversationStore } from "../store/port.ts";
import type { CallTimes } from "./call-times.ts";
import { outgoingParts } from "./compose.ts";
import type { Paces } from "./paces.ts";

export interface HistoryCostPorts {
  readonly store: { readonly conversations: Pick<ConversationStore, "message"> };
  readonly callTimes: CallTimes;
  /** The same of uploads, which depend on the size of files and not on the account alone. */
  readonly uploadTimes: CallTimes;
  readonly paces: Pick<Paces, "spacingMs">;
}

/** Before the first upload to an account: a megabyte at eight megabits a second. */
const firstUploadMs = 1_000;

/** Milliseconds for each of these messages, as far as the account's answers so far and its pace tell. */
export async function historyCosts(
  { store, callTimes, uploadTimes, paces }: HistoryCostPorts,
  account: string,
  head: ConversationHead,
  seqs: readonly number[],
): Promise<readonly number[]> {
  const postMs = Math.max(callTimes.lately(account) ?? 0, paces.spacingMs(account));
  const uploadMs = uploadTimes.lately(account) ?? firstUploadMs;
  const costOf = (message: Message | undefined): number => {
    if (message === undefined) return 0;
    const file = message.content.type === "file" ? uploadMs : 0;
    return file + postMs * outgoingParts(message, head.language).length;
  };
  const messages = await Promise.all(seqs.map((seq) => store.conversations.message(head.id, seq)));
  return messages.map(costOf);
}
