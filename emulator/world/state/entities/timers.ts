/** What the account does later by itself. */
import * as z from "zod";

export const Timer = z.object({
  id: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
  kind: z.enum(["closeSolved", "firstReply"]),
  ticketId: z.number(),
});
export type Timer = z.infer<typeof Timer>;
