import type { DatabaseSync } from "node:sqlite";
import { CodedError } from "../../errors.ts";
import { isWrite, perform, type Request } from "./operations.ts";
import type { Answer, Failure } from "./protocol.ts";
import { readNumber } from "./rows.ts";
import type { Session } from "./session.ts";

/**
 * Carries out everything that has queued up: reads first, they see what is committed; then all writes in one
 * transaction with one sync, each within a savepoint of its own, so that one that fails leaves the others whole.
 * The answers to writes exist only once COMMIT has returned.
 */
export function performBatch(
  database: DatabaseSync,
  sessionAt: (now: number) => Session,
  requests: readonly Request[],
): readonly Answer[] {
  const answers = requests
    .filter((request) => !isWrite(request.name))
    .map((request) => answerTo(request, sessionAt));
  const writes = requests.filter((request) => isWrite(request.name));
  return writes.length === 0 ? answers : [...answers, ...commitTogether(database, sessionAt, writes)];
}

function commitTogether(
  database: DatabaseSync,
  sessionAt: (now: number) => Session,
  writes: readonly Request[],
): readonly Answer[] {
  try {
    database.exec("BEGIN IMMEDIATE");
    const latest = writes.reduce((newest, { now }) => Math.max(newest, now), 0);
    const session = sessionAt(latest);
    const changedBefore = totalChanges(session);
    const answers = writes.map((request) => {
      database.exec("SAVEPOINT one");
      const answer = answerTo(request, sessionAt);
      // Some failures (a full disk) end the transaction by themselves; then nothing of the group was written.
      if (!database.isTransaction) {
        throw new CodedError(
          "store_failed",
          "failure" in answer ? answer.failure.message : "transaction lost",
        );
      }
      if ("failure" in answer) database.exec("ROLLBACK TO one");
      database.exec("RELEASE one");
      return answer;
    });
    // Most questions after what is due find nothing: a commit that changed nothing needs no sync.
    if (totalChanges(session) !== changedBefore)
      session.run("UPDATE clock SET seen_at = :latest WHERE seen_at < :latest", { latest });
    database.exec("COMMIT");
    return answers;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    return writes.map(({ id }) => ({ id, failure: failureOf(error) }));
  }
}

/** Rows changed since the database was opened. */
function totalChanges(session: Session): number | undefined {
  return readNumber(session.get("SELECT total_changes() AS value"));
}

function answerTo(request: Request, sessionAt: (now: number) => Session): Answer {
  try {
    return { id: request.id, value: perform(sessionAt(request.now), request) };
  } catch (error) {
    return { id: request.id, failure: failureOf(error) };
  }
}

/** SQLite names a violated constraint's columns, never their values; zod names paths. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CodedError) return { code: error.code, message: error.message };
  return { code: "store_failed", message: error instanceof Error ? error.message : "unknown failure" };
}
