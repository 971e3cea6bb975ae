/** Opens a session, with the token kept from an earlier visit where there is one. */

import type { Session, SessionRequest } from "../../../src/protocol/chat.ts";
import { sessionSchema } from "../../../src/protocol/chat.ts";

/** The HTTP call to `POST /api/chat/sessions`. Rejects when nothing answered. */
export type PostSession = (body: SessionRequest) => Promise<{ status: number; body: unknown }>;

export type SessionOutcome =
  | { readonly kind: "opened"; readonly session: Session }
  /** The server said no, and will again. */
  | { readonly kind: "refused" }
  /** Nothing answered, or the server is not able to at the moment: worth trying again. */
  | { readonly kind: "unavailable" };

export async function openSession(post: PostSession, request: SessionRequest): Promise<SessionOutcome> {
  const answer = await post(request).catch(() => undefined);
  if (answer === undefined || answer.status >= 500 || answer.status === 429 || answer.status === 408) {
    return { kind: "unavailable" };
  }
  const session = sessionSchema.safeParse(answer.body);
  return answer.status < 300 && session.success
    ? { kind: "opened", session: session.data }
    : { kind: "refused" };
}
