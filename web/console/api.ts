/** Calls of the console API. A failed call is a value, since each page shows it in its own place. */
import * as z from "zod/mini";
import { errorAnswerSchema } from "../../src/protocol/chat.ts";

export interface Failure {
  /** The server's code, or `offline` when it did not answer. */
  readonly code: string;
  /** Whole seconds to wait, when the server said so. */
  readonly waitSeconds?: number;
}

export type Outcome<Body> =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly failure: Failure };

export interface CallOptions<Schema extends z.core.$ZodType> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/api/console/`. */
  readonly path: string;
  readonly answer: Schema;
  readonly body?: unknown;
  readonly csrfToken?: string | undefined;
}

/** The body of an answer that has none. */
export const noAnswer = z.unknown();

export async function call<Schema extends z.core.$ZodType>({
  method,
  path,
  answer,
  body,
  csrfToken,
}: CallOptions<Schema>): Promise<Outcome<z.core.output<Schema>>> {
  const headers = new Headers();
  if (csrfToken !== undefined) headers.set("x-csrf-token", csrfToken);
  if (body !== undefined) headers.set("content-type", "application/json");
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(`/api/console/${path}`, init).catch(() => undefined);
  if (response === undefined) return failed("offline");
  const given: unknown = await response.json().catch(() => undefined);
  const error = z.safeParse(errorAnswerSchema, given);
  if (error.success) {
    return failed(error.data.error.code, Number(response.headers.get("retry-after") ?? Number.NaN));
  }
  const parsed = z.safeParse(answer, given);
  return parsed.success ? { ok: true, body: parsed.data } : failed("unexpected");
}

function failed(code: string, waitSeconds = Number.NaN): { ok: false; failure: Failure } {
  return { ok: false, failure: { code, ...(Number.isFinite(waitSeconds) ? { waitSeconds } : {}) } };
}
