/** Custom properties of apps, users, conversations and messages: flat, at most 4 KB (zendesk.md §2). */
import * as z from "zod";
import { badRequest } from "../refusal.ts";
import { Metadata } from "../world/state/entities.ts";

const METADATA_BYTES = 4096;

const fits = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) <= METADATA_BYTES;

/** As a body gives it; null is none. */
export const MetadataBody = Metadata.refine(fits, {
  message: "metadata is limited to 4096 bytes in size.",
}).nullish();

/** A patch of metadata: null takes a key away. */
export const MetadataPatch = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .nullish();

/** The metadata after a patch; fails with 400 when it has become too large. `whose` is named then. */
export function patchMetadata(
  before: Metadata,
  patch: z.infer<typeof MetadataPatch>,
  whose: "App" | "Conversation" | "User",
): Metadata {
  const next: Metadata = { ...before };
  for (const [key, value] of Object.entries(patch ?? {})) {
    if (value === null) delete next[key];
    else next[key] = value;
  }
  if (!fits(next)) throw badRequest(`${whose} metadata is limited to 4096 bytes in size.`);
  return next;
}
