/** What the emulator's own controls take. */
import * as z from "zod";
import { WebhookTarget } from "../sunco/integrations.ts";

export const Reset = z.object({ seed: z.enum(["demo", "empty"]).default("demo") }).default({ seed: "demo" });
export const Restore = z.object({ snapshot: z.string() });
export const Advance = z.object({ advanceMs: z.number().min(0) });
export const LedgerQuery = z.object({ after: z.coerce.number().default(0) });
export const Target = z.object({ target: WebhookTarget });
export const Act = z.object({
  ticketId: z.union([z.string(), z.number()]).optional(),
  conversationId: z.string().optional(),
  /** Id, e-mail or name. */
  agent: z.union([z.string(), z.number()]).optional(),
  text: z.string().min(1).max(4096).optional(),
  file: z.object({ name: z.string().min(1), mediaType: z.string().min(1), base64: z.base64() }).optional(),
  groupId: z.union([z.string(), z.number()]).transform(String).optional(),
  assigneeId: z.union([z.string(), z.number()]).transform(String).nullish(),
});
export type Act = z.output<typeof Act>;
