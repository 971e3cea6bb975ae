/**
 * The program's log: JSON lines. Secrets are masked by name wherever they turn up, message text by rule never
 * gets here; the field names of message text are masked as well, should a whole object slip in.
 */
import { type DestinationStream, type Logger, pino } from "pino";
import type { LogLevel } from "../config.ts";

const masked = [
  "authorization",
  "cookie",
  "set-cookie",
  "x-api-key",
  "x-csrf-token",
  "token",
  "apiToken",
  "csrfToken",
  "secret",
  "apiSecret",
  "clientSecret",
  "keySecret",
  "webhookSecret",
  "secretKey",
  "password",
  "adminPassword",
  "text",
  "body",
  "caption",
];

/** Logs to `destination`, standard error unless told otherwise: standard output belongs to whoever starts us. */
export function createLogger(options: { level: LogLevel; destination?: DestinationStream }): Logger {
  return pino(
    {
      level: options.level,
      base: null,
      redact: {
        paths: masked.flatMap((name) => ["", "*", "*.*"].map((above) => `${above}["${name}"]`)),
        censor: "[masked]",
      },
      serializers: { err: describeError, error: describeError },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  );
}

/** What the log says of an error: never its other properties, which may hold requests and their headers. */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: typeof error };
  return {
    name: error.name,
    ...("code" in error && typeof error.code === "string" && { code: error.code }),
    message: error.message,
    stack: error.stack,
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  };
}
