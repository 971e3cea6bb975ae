/**
 * The program's log: JSON lines. Secrets are masked by name wherever they turn up, message text by rule never
 * gets here; the field names of message text are masked as well, should a whole object slip in. Logging never fails:
 * whoever reports a failure goes on with what he was about.
 */
import { type DestinationStream, type Logger, pino } from "pino";
import type { LogLevel } from "../config.ts";
import { describeError } from "./describe-error.ts";

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

/** Characters of what an entry says beside its fields. */
const mostOfWords = 1_000;

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
      hooks: {
        logMethod(entry, write) {
          const [first, words = "an entry without words"] = entry;
          try {
            // Without words of its own an entry would take those of the error, at any length.
            if (typeof first === "string") write.apply(this, [first.slice(0, mostOfWords)]);
            else write.apply(this, [first, words.slice(0, mostOfWords)]);
          } catch {
            write.apply(this, [{}, "an entry of the log could not be written"]);
          }
        },
      },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  );
}
