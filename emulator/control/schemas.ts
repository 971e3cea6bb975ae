/** What the emulator's own controls take. Fields they do not know are refused. */
import * as z from "zod";
import { WebhookTarget } from "../sunco/webhooks.ts";
import { availabilities, Content, Metadata, Settings } from "../world/state/entities.ts";

/** An object whose unknown fields are named in the refusal. */
export function only<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `There is no field ${issue.keys.join(", ")} here; there are ${known}.`
        : undefined,
  });
}

const id = z.union([z.string().max(200), z.number()]);
const text = z.string().min(1).max(4096);
const File = only({
  name: z.string().min(1).max(255),
  mediaType: z.string().min(1).max(200),
  base64: z.base64(),
});

export const Reset = only({ seed: z.enum(["demo", "empty"]).default("demo") }).default({ seed: "demo" });
export const Restore = only({ snapshot: z.string() });
export const Advance = only({
  advanceMs: z
    .number()
    .min(0)
    .max(10 * 365 * 24 * 60 * 60_000),
});
export const SettingsChange = Settings.partial().strict();
export type SettingsChange = z.infer<typeof SettingsChange>;
export const Target = only({ target: WebhookTarget });

const limit = z.coerce.number().int().min(1).max(10_000).default(1000);
/** `latest` gives the last so many instead. */
const latest = z.coerce.number().int().min(1).max(10_000).optional();
export const LedgerQuery = z.object({ after: z.coerce.number().default(0), limit, latest });
export const DeliveriesQuery = z.object({ after: z.string().default(""), limit, latest });

export const Act = only({
  ticketId: id.optional(),
  conversationId: z.string().optional(),
  /** Id, e-mail or name. */
  agent: id.optional(),
  text: text.optional(),
  /** In the form of Sunshine Conversations, each a message of its own. */
  contents: z.array(Content).max(10).optional(),
  file: File.optional(),
  files: z.array(File).max(10).optional(),
  groupId: id.transform(String).optional(),
  assigneeId: id.transform(String).nullish(),
});
export type Act = z.output<typeof Act>;

export const Available = only({ agent: id.optional(), availability: z.enum(availabilities) });
/** Ids or external ids of Sunshine Conversations' users. */
export const Merge = only({ surviving: z.string(), discarded: z.string() });
export const Postback = only({
  conversationId: z.string(),
  payload: z.string().min(1).max(1000),
  metadata: Metadata.optional(),
});
