/**
 * The visitor's messages that the server has not acknowledged. Each is kept under its own key before it is sent,
 * so that a reload in the middle sends it again with the same client id, which the server recognises.
 */
import * as z from "zod/mini";
import type { SayContent } from "../../../src/protocol/chat.ts";
import { uploadAnswerSchema } from "../../../src/protocol/chat.ts";
import type { KeptValues } from "./storage.ts";

/** Its limits are the server's to check. */
const contentSchema: z.ZodMiniType<SayContent> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("file"), fileId: z.string(), caption: z.optional(z.string()) }),
  z.object({ type: z.literal("choice"), seq: z.number(), choice: z.number() }),
]);

const entrySchema = z.object({
  clientId: z.string(),
  /** Position among the waiting ones. */
  order: z.number(),
  at: z.number(),
  /** The last message of the transcript when it was written: where it stays should it be rejected. */
  afterSeq: z.number(),
  content: contentSchema,
  /** What to show of a file. */
  file: z.optional(uploadAnswerSchema),
  /** The words of an answer that was chosen. */
  label: z.optional(z.string()),
  /** `acknowledged`: stored by the server, not yet seen in the transcript. */
  state: z.enum(["waiting", "acknowledged", "rejected"]),
  rejection: z.optional(z.string()),
});
export type OutboxEntry = z.infer<typeof entrySchema>;
export type NewEntry = Pick<OutboxEntry, "content" | "file" | "label" | "afterSeq">;

export interface Outbox {
  readonly add: (entry: NewEntry) => void;
  readonly entries: () => readonly OutboxEntry[];
  /** The one to send now: one at a time, so that their order is kept whatever happens on the way. */
  readonly next: () => OutboxEntry | undefined;
  readonly acknowledge: (clientId: string) => void;
  /** `reason` is said to the visitor beside the message. */
  readonly reject: (clientId: string, reason: string) => void;
  /** The transcript shows it now. */
  readonly settle: (clientId: string) => void;
  /** Puts a rejected one back at the end. */
  readonly retry: (clientId: string, afterSeq: number) => void;
  readonly remove: (clientId: string) => void;
  readonly clear: () => void;
}

export function openOutbox(
  kept: KeptValues,
  prefix: string,
  ports: { readonly now: () => number; readonly newId: () => string },
): Outbox {
  let entries = readKept(kept, prefix);

  const nextOrder = (): number => Math.max(0, ...entries.map((entry) => entry.order)) + 1;
  const put = (entry: OutboxEntry): void => {
    entries = [...entries.filter(({ clientId }) => clientId !== entry.clientId), entry].toSorted(byOrder);
  };
  const keep = (entry: OutboxEntry): void => {
    kept.set(prefix + entry.clientId, JSON.stringify(entry));
    put(entry);
  };
  const find = (clientId: string): OutboxEntry | undefined =>
    entries.find((entry) => entry.clientId === clientId);
  const remove = (clientId: string): void => {
    if (find(clientId) === undefined) return;
    kept.remove(prefix + clientId);
    entries = entries.filter((entry) => entry.clientId !== clientId);
  };

  return {
    add: (entry) =>
      keep({ ...entry, clientId: ports.newId(), order: nextOrder(), at: ports.now(), state: "waiting" }),
    entries: () => entries,
    next: () => entries.find(({ state }) => state === "waiting"),
    acknowledge: (clientId) => {
      const entry = find(clientId);
      if (entry === undefined) return;
      kept.remove(prefix + clientId);
      put({ ...entry, state: "acknowledged" });
    },
    reject: (clientId, reason) => {
      const entry = find(clientId);
      if (entry?.state === "waiting") keep({ ...entry, state: "rejected", rejection: reason });
    },
    settle: remove,
    retry: (clientId, afterSeq) => {
      const entry = find(clientId);
      if (entry?.state !== "rejected") return;
      const { rejection: _, ...rest } = entry;
      keep({ ...rest, afterSeq, order: nextOrder(), at: ports.now(), state: "waiting" });
    },
    remove,
    clear: () => {
      for (const { clientId } of entries) remove(clientId);
    },
  };
}

function readKept(kept: KeptValues, prefix: string): OutboxEntry[] {
  return kept
    .keys()
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => {
      const entry = entrySchema.safeParse(parseJson(kept.get(key) ?? ""));
      if (entry.success) return [entry.data];
      // Of an older version of this page or damaged: nothing that could be sent.
      kept.remove(key);
      return [];
    })
    .toSorted(byOrder);
}

function byOrder(a: OutboxEntry, b: OutboxEntry): number {
  return a.order - b.order || (a.clientId < b.clientId ? -1 : 1);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
