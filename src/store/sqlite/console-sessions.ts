import { z } from "zod";
import { readRow } from "./rows.ts";
import type { Session } from "./session.ts";

const sessionSchema = z.object({ username: z.string(), csrfToken: z.exactOptional(z.string()) });

/** Also forgets the sessions that have run out. */
export function createConsoleSession(
  session: Session,
  login: { tokenHash: string; username: string; csrfToken?: string; lifetimeMs: number },
): void {
  session.run(`DELETE FROM console_session WHERE expires_at <= :now`, { now: session.now });
  session.run(
    `INSERT INTO console_session (token_hash, username, csrf_token, expires_at)
     VALUES (:tokenHash, :username, :csrfToken, :expiresAt)`,
    {
      tokenHash: login.tokenHash,
      username: login.username,
      csrfToken: login.csrfToken ?? null,
      expiresAt: session.now + login.lifetimeMs,
    },
  );
}

export function findConsoleSession(
  session: Session,
  tokenHash: string,
): { username: string; csrfToken?: string } | undefined {
  const row = session.get(
    `SELECT username, csrf_token AS csrfToken FROM console_session
     WHERE token_hash = :tokenHash AND expires_at > :now`,
    { tokenHash, now: session.now },
  );
  return row && readRow(sessionSchema, row);
}

export function removeConsoleSession(session: Session, tokenHash: string): void {
  session.run(`DELETE FROM console_session WHERE token_hash = :tokenHash`, { tokenHash });
}
