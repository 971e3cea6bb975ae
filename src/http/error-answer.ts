/** Every error of the server leaves through here, as `{error: {code, message}}`. */
import type { FastifyError, FastifyInstance } from "fastify";
import { CodedError } from "../errors.ts";
import type { Counter } from "./metrics.ts";

/** For an address so broken that no route could be looked for. */
export const requestInvalid = {
  error: { code: "request_invalid", message: "The address cannot be read." },
} as const;

const hidden = "Something went wrong on our side. Try again in a moment.";

export function answerErrors(server: FastifyInstance, failures: Counter): void {
  server.setErrorHandler((error: unknown, request, reply) => {
    const coded = toHttpError(error);
    failures.add({ code: coded.code });
    // 503 is no failure of ours but "not now", and anybody can have it answered as often as he asks: counted only.
    if (coded.status >= 500 && coded.status !== 503) {
      request.log.error({ err: error, route: request.routeOptions.url }, "request failed");
    }
    if (coded.retryAfterMs !== undefined) {
      reply.header("retry-after", Math.max(1, Math.ceil(coded.retryAfterMs / 1000)));
    }
    return reply
      .code(coded.status)
      .header("cache-control", "no-store")
      .send({ error: { code: coded.code, message: coded.status >= 500 ? hidden : coded.message } });
  });
  server.setNotFoundHandler(() => {
    throw new CodedError("not_found", "There is nothing at this address.");
  });
}

function toHttpError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const cause = { cause: error };
  const status = isFastifyError(error) ? (error.statusCode ?? 500) : 500;
  if (status === 413) return new CodedError("request_too_large", "The request is too large.", cause);
  if (status === 404) return new CodedError("not_found", "There is nothing at this address.", cause);
  if (status === 429) return new CodedError("too_many_requests", "Too many requests.", cause);
  if (status === 503) return new CodedError("shutting_down", "The server is shutting down.", cause);
  if (status >= 400 && status < 500) {
    return new CodedError("request_invalid", "The request cannot be read.", cause);
  }
  return new CodedError("internal", "unknown failure", cause);
}

function isFastifyError(error: unknown): error is Pick<FastifyError, "statusCode"> {
  return (
    error instanceof Error &&
    "statusCode" in error &&
    (error.statusCode === undefined || typeof error.statusCode === "number")
  );
}
