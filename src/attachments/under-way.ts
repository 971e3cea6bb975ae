/** Uploads that are under way fill the disk before the store knows of them: they are counted here, byte by byte. */
import { CodedError } from "../errors.ts";

export interface UnderWayLimits {
  /** Uploads of one conversation at the same time. */
  readonly uploadsOfConversation: number;
  /** Uploads at the same time, in all. */
  readonly uploads: number;
  /** Bytes of all uploads under way. */
  readonly bytes: number;
}

/** More than a browser sends side by side, and no more than what a disk can spare for a while. */
export const defaultUnderWayLimits: UnderWayLimits = {
  uploadsOfConversation: 10,
  uploads: 200,
  bytes: 1024 * 1024 * 1024,
};

export interface Place {
  /**
   * The bytes, each counted before it is handed on. Where there is no room for more the rest is read all the same, so
   * that the sender hears why, and then it fails with `files_full` or `too_many_requests`.
   */
  readonly counted: (bytes: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>;
  /** `kept`: the store counts them from now on. */
  readonly end: (kept: boolean) => void;
}

interface Account {
  uploads: number;
  /** Of uploads under way, and of those that the store took since `stored` was asked. */
  bytes: number;
  /** What the store counted when the first of them began. */
  readonly stored: Promise<number>;
}

export function createUnderWay(options: {
  readonly limits: UnderWayLimits;
  /** All uploads of a conversation together, in bytes. */
  readonly conversationBytes: number;
  readonly uploadedBytes: (conversationId: string) => Promise<number>;
}): { readonly begin: (conversationId: string) => Place } {
  const { limits, conversationBytes } = options;
  const accounts = new Map<string, Account>();
  let uploads = 0;
  let bytes = 0;

  function open(conversationId: string): Account {
    const known = accounts.get(conversationId);
    if (uploads >= limits.uploads || (known?.uploads ?? 0) >= limits.uploadsOfConversation)
      throw new CodedError("too_many_requests", "Too many uploads are under way.", { retryAfterMs: 5000 });
    if (known !== undefined) return known;
    const stored = options.uploadedBytes(conversationId);
    // Told to whoever reads the bytes, which may begin only when it has failed already.
    stored.catch(() => undefined);
    const account = { uploads: 0, bytes: 0, stored };
    accounts.set(conversationId, account);
    return account;
  }

  return {
    /** Fails with `too_many_requests`. */
    begin: (conversationId) => {
      const account = open(conversationId);
      account.uploads++;
      uploads++;
      let mine = 0;

      function refusal(stored: number, more: number): CodedError | undefined {
        if (stored + account.bytes + more > conversationBytes)
          return new CodedError("files_full", "The conversation is full of files.");
        if (bytes + more > limits.bytes)
          return new CodedError("too_many_requests", "Too much is being uploaded at once.", {
            retryAfterMs: 5000,
          });
        account.bytes += more;
        bytes += more;
        mine += more;
        return undefined;
      }

      return {
        counted: async function* (chunks) {
          const stored = await account.stored;
          let refused: CodedError | undefined;
          for await (const chunk of chunks) {
            refused ??= refusal(stored, chunk.byteLength);
            if (refused === undefined) yield chunk;
          }
          if (refused !== undefined) throw refused;
        },
        end: (kept) => {
          uploads--;
          bytes -= mine;
          account.uploads--;
          if (!kept) account.bytes -= mine;
          if (account.uploads === 0) accounts.delete(conversationId);
        },
      };
    },
  };
}
