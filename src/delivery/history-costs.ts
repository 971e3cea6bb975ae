/** How long the history will take, before it begins: what would take too long goes with the opening. */
import type { ConversationHead, Message } from "../conversation/model.ts";
import type { ConversationStore, FileStore } from "../store/port.ts";
import type { CallTimes } from "./call-times.ts";
import { outgoingParts } from "./compose.ts";
import type { Paces } from "./paces.ts";
import type { Timing } from "./retry-policy.ts";

export interface HistoryCostPorts {
  readonly store: {
    readonly conversations: Pick<ConversationStore, "message">;
    readonly files: Pick<FileStore, "load">;
  };
  readonly callTimes: CallTimes;
  /** The same of uploads, which depend on the size of files and not on the account alone. */
  readonly uploadTimes: CallTimes;
  readonly paces: Pick<Paces, "spacingMs">;
  readonly timing: Pick<Timing, "openFileMs">;
}

/** Before the first upload to an account: a megabyte at eight megabits a second. */
const firstUploadMs = 1_000;

/** Milliseconds for each of these messages, as far as the account's answers so far and its pace tell. */
export async function historyCosts(
  { store, callTimes, uploadTimes, paces, timing }: HistoryCostPorts,
  account: string,
  head: ConversationHead,
  seqs: readonly number[],
): Promise<readonly number[]> {
  const postMs = Math.max(callTimes.lately(account) ?? 0, paces.spacingMs(account));
  const uploadMs = uploadTimes.lately(account) ?? firstUploadMs;
  const fileMs = async ({ content }: Message): Promise<number> => {
    if (content.type !== "file") return 0;
    const isHere = (await store.files.load(content.fileId))?.stored === true;
    return uploadMs + (isHere ? 0 : timing.openFileMs);
  };
  const costOf = async (seq: number): Promise<number> => {
    const message = await store.conversations.message(head.id, seq);
    if (message === undefined) return 0;
    return (await fileMs(message)) + postMs * outgoingParts(message, head.language).length;
  };
  return Promise.all(seqs.map(costOf));
}
