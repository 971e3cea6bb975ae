/** The account itself, and the record of what was written to it. */
import * as z from "zod";
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
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

export const Account = z.object({
  id: z.literal("account"),
  seed: z.enum(["demo", "empty"]),
  appId: z.string(),
  brandId: z.string(),
  name: z.string(),
  switchboardId: z.string(),
  signingKey: z.string(),
  /** Where the demo webhook points, kept through a reset to another account and back. */
  demoTarget: z.string(),
  /** A switch that an older version did not know has its default. */
  settings: z
    .record(z.string(), z.unknown())
    .transform((kept) => Settings.parse({ ...defaultSettings, ...kept })),
});
export type Account = z.infer<typeof Account>;
