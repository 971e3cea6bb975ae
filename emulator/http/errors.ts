/** Errors in the words of the API that was asked. */
import * as z from "zod";
import { Refusal } from "../refusal.ts";
import { isSupport } from "./paths.ts";

/** The error as the API of this path writes it (zendesk.md §2). */
export function errorBody(path: string, refusal: Refusal): unknown {
  if (path.startsWith("/sc/"))
    return { errors: refusal.titles.map((title) => ({ code: refusal.code, title })) };
  if (path.startsWith("/oauth/")) return { error: refusal.code, error_description: refusal.message };
  if (!isSupport(path)) return { error: refusal.code, message: refusal.message };
  return {
    error: refusal.code,
    ...(refusal.message === "" ? {} : { description: refusal.message }),
    ...(refusal.details === undefined ? {} : { details: refusal.details }),
  };
}

/** Not documented: the words of HTTP. */
const codes: Readonly<Record<number, string>> = {
  413: "request_entity_too_large",
  415: "unsupported_media_type",
};
const Thrown = z.object({ statusCode: z.number().min(400).max(499), message: z.string() });

/** What was wrong with the request; undefined when the emulator itself failed. */
export function toRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof z.core.$ZodError) {
    const titles = error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
    return new Refusal(400, "bad_request", titles.join("; "), undefined, titles);
  }
  const http = Thrown.safeParse(error);
  if (!http.success) return undefined;
  const { statusCode, message } = http.data;
  return new Refusal(statusCode, codes[statusCode] ?? "bad_request", message);
}
