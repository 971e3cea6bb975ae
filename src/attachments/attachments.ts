/** The attachments of conversations: what visitors upload, and our copies of what operators send. */
import { CodedError, toCoded } from "../errors.ts";
import type { FileStore, StoredFile, UploadLimits } from "../store/port.ts";
import { createFailures } from "./failures.ts";
import { detectKind } from "./kind.ts";
import { safeName } from "./name.ts";
import type { FileStorage } from "./storage.ts";
import { createUnderWay, defaultUnderWayLimits, type Place, type UnderWayLimits } from "./under-way.ts";

export interface AttachmentsPorts {
  readonly files: FileStore;
  readonly storage: FileStorage;
  readonly newId: () => string;
  /** Milliseconds, from anywhere. */
  readonly monotonic: () => number;
  /** Streams a file from where it is (Zendesk). */
  readonly fetchRemote: (
    file: StoredFile,
    maxBytes: number,
  ) => Promise<{ mediaType: string; body: AsyncIterable<Uint8Array> }>;
  /** Our copy of an operator's file was made: it takes room. */
  readonly onCopied: () => void;
  /** Largest visitor's file, in bytes. */
  readonly maxUploadBytes: number;
  readonly uploadLimits: UploadLimits;
  readonly underWayLimits?: Partial<UnderWayLimits>;
}

export interface UploadedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Asked once the bytes are read: more came than we took. */
  readonly truncated: () => boolean;
}

export interface Attachments {
  /** Stores a visitor's file. Fails with `file_empty`, `file_too_large`, `files_full` or `too_many_requests`. */
  readonly add: (
    owner: { botId: string; conversationId: string },
    upload: UploadedFile,
  ) => Promise<StoredFile & { size: number }>;
  /**
   * The file, fetched first when our copy is not there (yet). `file_unknown`, `media_unavailable`; that is answered
   * without asking Zendesk for a while after it was so.
   */
  readonly open: (fileId: string) => Promise<{ file: StoredFile; bytes: Blob }>;
  /** Makes our copy while Zendesk still has the file. Fails like `open`. */
  readonly prefetch: (fileId: string) => Promise<void>;
  readonly find: (fileId: string) => Promise<StoredFile | undefined>;
}

/** Disk space is not a visitor's to fill: 200 MB in a conversation, 2 GB for a bot that wait for their message. */
export const defaultUploadLimits: UploadLimits = {
  conversationBytes: 200 * 1024 * 1024,
  unsaidBytesOfBot: 2 * 1024 * 1024 * 1024,
};

function refuseFull(added: "ok" | "conversation_full" | "bot_full"): void {
  if (added === "conversation_full") throw new CodedError("files_full", "The conversation is full of files.");
  if (added === "bot_full")
    throw new CodedError("too_many_requests", "Too many uploads wait for their message.");
}

function unavailable(cause: CodedError): CodedError {
  return new CodedError("media_unavailable", `The file could not be fetched: ${cause.code}.`, { cause });
}

/** Zendesk's own limit for messaging attachments (zendesk.md §2). */
const maxRemoteBytes = 50 * 1024 * 1024;

export function createAttachments(ports: AttachmentsPorts): Attachments {
  const { files, storage } = ports;
  const failures = createFailures(ports.monotonic);
  const underWay = createUnderWay({
    limits: { ...defaultUnderWayLimits, ...ports.underWayLimits },
    conversationBytes: ports.uploadLimits.conversationBytes,
    uploadedBytes: files.uploadedBytes,
  });
  /** Fetches under way, by file: who comes second waits for the first. */
  const fetching = new Map<string, Promise<Blob>>();

  async function open(fileId: string): Promise<{ file: StoredFile; bytes: Blob }> {
    const file = await files.load(fileId);
    if (file === undefined) throw new CodedError("file_unknown", "There is no such file.");
    const bytes = file.stored ? await storage.open(fileId) : undefined;
    if (bytes !== undefined) {
      if (file.remote !== undefined) await files.noteOpened(fileId);
      return { file, bytes };
    }
    const fetched = await fetchOnce(file);
    return { file: (await files.load(fileId)) ?? file, bytes: fetched };
  }

  function fetchOnce(file: StoredFile): Promise<Blob> {
    const underWay = fetching.get(file.id);
    if (underWay !== undefined) return underWay;
    const started = fetchCopy(file).finally(() => fetching.delete(file.id));
    fetching.set(file.id, started);
    return started;
  }

  async function fetchCopy(file: StoredFile): Promise<Blob> {
    if (file.remote === undefined) throw new CodedError("file_unknown", "The file is no longer there.");
    const failed = failures.find(file.id);
    if (failed !== undefined) throw unavailable(failed);
    try {
      const { mediaType, body } = await ports.fetchRemote(file, maxRemoteBytes);
      const size = await storage.put(file.id, body, maxRemoteBytes);
      const bytes = await stored(file.id);
      await files.markStored(file.id, { size, ...(await detectKind(bytes, mediaType)) });
      ports.onCopied();
      return bytes;
    } catch (error) {
      const cause = toCoded(error);
      failures.add(file.id, cause);
      throw unavailable(cause);
    }
  }

  async function stored(fileId: string): Promise<Blob> {
    const bytes = await storage.open(fileId);
    if (bytes === undefined) throw new CodedError("file_unknown", "The file was stored and is gone.");
    return bytes;
  }

  return {
    open,
    find: (fileId) => files.load(fileId),
    prefetch: async (fileId) => {
      await open(fileId);
    },
    add: async (owner, upload) => {
      const place = await placeFor(owner.conversationId, upload);
      let kept = false;
      try {
        const file = await take(owner, upload, place);
        kept = true;
        return file;
      } finally {
        place.end(kept);
      }
    },
  };

  /** A place among the uploads under way; where there is none, the sender is heard to the end and then told why. */
  async function placeFor(conversationId: string, { bytes }: UploadedFile): Promise<Place> {
    try {
      return underWay.begin(conversationId);
    } catch (error) {
      const rest = bytes[Symbol.asyncIterator]();
      while ((await rest.next()).done !== true);
      throw error;
    }
  }

  async function take(
    { botId, conversationId }: { botId: string; conversationId: string },
    upload: UploadedFile,
    place: Place,
  ): Promise<StoredFile & { size: number }> {
    const id = ports.newId();
    const size = await storage.put(id, place.counted(upload.bytes), ports.maxUploadBytes);
    try {
      if (upload.truncated()) throw new CodedError("file_too_large", "The file is too large.");
      if (size === 0) throw new CodedError("file_empty", "The file is empty.");
      const kind = await detectKind(await stored(id), upload.mediaType);
      const file = { id, botId, conversationId, name: safeName(upload.name), size, ...kind, stored: true };
      refuseFull(await files.addUpload(file, ports.uploadLimits));
      return file;
    } catch (error) {
      await storage.remove(id);
      throw error;
    }
  }
}
