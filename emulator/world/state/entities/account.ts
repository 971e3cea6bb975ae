/** The account itself, and the record of what was written to it. */
import * as z from "zod";
import { Metadata } from "./messaging.ts";
import { defaultSettings, Settings } from "./settings.ts";

export const LedgerEntry = z.object({
  seq: z.number(),
  /** Milliseconds since 1970. */
  at: z.number(),
  method: z.string(),
  path: z.string(),
  status: z.number(),
  request: z.unknown(),
  response: z.unknown(),
  /** Who wrote: a key's id or an operator's e-mail. */
  by: z.string().optional(),
  files: z
    .array(z.object({ field: z.string(), name: z.string(), mediaType: z.string(), size: z.number() }))
    .optional(),
  /** What struck the request: it was accepted, whatever its sender saw. */
  fault: z.object({ id: z.number(), action: z.string() }).optional(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

export const Account = z.object({
  id: z.literal("account"),
  seed: z.enum(["demo", "empty"]),
  appId: z.string(),
  brandId: z.string(),
  name: z.string(),
  switchboardId: z.string(),
  /** An app can be without one. */
  switchboardDeleted: z.boolean().optional(),
  /** False: integrations in it get every event (zendesk.md §5.1). */
  switchboardEnabled: z.boolean().optional(),
  /** The switchboard integration that `defaultResponder: custom` means. */
  defaultSeatId: z.string().optional(),
  signingKey: z.string(),
  /** A key of scope `account`, as only direct customers of Sunshine Conversations have (zendesk.md §1). */
  accountKey: z.object({ id: z.string(), secret: z.string() }).optional(),
  metadata: Metadata.optional(),
  /** The app's settings that change nothing here. */
  appSettings: z.record(z.string(), z.union([z.boolean(), z.number()])).optional(),
  /** Where the demo webhook points, kept through a reset to another account and back. */
  demoTarget: z.string(),
  /** A switch that an older version did not know has its default. */
  settings: z
    .record(z.string(), z.unknown())
    .transform((kept) => Settings.parse({ ...defaultSettings, ...kept })),
});
export type Account = z.infer<typeof Account>;
