/** Opens a session, with the token kept from an earlier visit where there is one. */
import type { Session, SessionRequest } from "../../../src/protocol/chat.ts";
import { sessionSchema } from "../../../src/protocol/chat.ts";
import type { Answer } from "./answer.ts";
import { refusalCode } from "./answer.ts";
import type { Timers } from "./timers.ts";

/** No answer within this time, in milliseconds: it is given up, and asked for anew. */
export const sessionWithin = 10_000;

/** The HTTP call to `POST /api/chat/sessions`. Rejects when nothing answered. */
export type PostSession = (body: SessionRequest, signal: AbortSignal) => Promise<Answer>;

export type SessionOutcome =
  | { readonly kind: "opened"; readonly session: Session }
  /** The server said no, and will again. */
  | { readonly kind: "refused" }
  /** The server did not answer, or is not able to at the moment: worth trying again. */
  | { readonly kind: "unavailable" };

const refusals: ReadonlySet<string | undefined> = new Set([
  "channel_unknown",
  "origin_refused",
  "request_invalid",
]);

export async function openSession(
  post: PostSession,
  request: SessionRequest,
  timers: Timers,
): Promise<SessionOutcome> {
  const deadline = new AbortController();
  const cancel = timers.after(sessionWithin, () => deadline.abort());
  const answer = await post(request, deadline.signal).catch(() => undefined);
  cancel();
  if (answer === undefined) return { kind: "unavailable" };
  const session = sessionSchema.safeParse(answer.body);
  if (session.success) return { kind: "opened", session: session.data };
  return { kind: refusals.has(refusalCode(answer)) ? "refused" : "unavailable" };
}
