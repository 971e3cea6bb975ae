/** What a fault makes of an answer that is about to leave. */
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { errorBody } from "../http/errors.ts";
import { isSupport } from "../http/paths.ts";
import { Refusal } from "../refusal.ts";
import type { Clock } from "../world/state/clock.ts";
import type { RequestFault } from "./drafts.ts";
import { withoutMetadata } from "./metadata.ts";

const statusOf = (fault: RequestFault): number =>
  fault.status ?? (fault.action === "acceptThenStatus" ? 502 : 500);

/** As a proxy in front of the service writes it. */
const page = (status: number): string =>
  `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n<hr><center>proxy</center>\r\n</body>\r\n</html>\r\n`;

function errorOf(path: string, status: number): unknown {
  if (status !== 429)
    return errorBody(path, new Refusal(status, "internal_error", "A fault of the emulator, asked for"));
  // zendesk.md §2.
  return isSupport(path)
    ? {
        error: "APIRateLimitExceeded",
        description: "Number of allowed API requests per minute exceeded",
      }
    : errorBody(path, new Refusal(429, "too_many_requests", "Too Many Requests"));
}

/** The status that the fault names, with its head and body. */
export function refuse(path: string, reply: FastifyReply, fault: RequestFault): string {
  const status = statusOf(fault);
  reply.code(status).removeHeader("content-length");
  if (fault.retryAfter !== undefined) reply.header("retry-after", String(fault.retryAfter));
  if (fault.body === "empty") {
    reply.header("content-type", "text/plain; charset=utf-8");
    return "";
  }
  if (fault.body === "html") {
    reply.header("content-type", "text/html");
    return page(status);
  }
  reply.header("content-type", "application/json; charset=utf-8");
  return JSON.stringify(errorOf(path, status));
}

const bytesOf = (payload: unknown): Buffer =>
  Buffer.isBuffer(payload) ? payload : Buffer.from(typeof payload === "string" ? payload : "");

/** The parts of something sent slowly: a pause of the emulator's time after each but the last. */
export async function* inPieces(
  clock: Clock,
  whole: Buffer,
  pieces = 10,
  pauseMs = 1000,
): AsyncGenerator<Buffer> {
  const size = Math.max(1, Math.ceil(whole.length / pieces));
  for (let from = 0; from < whole.length; from += size) {
    yield whole.subarray(from, from + size);
    if (from + size < whole.length)
      await new Promise<void>((resolve) => {
        clock.at(clock.now() + pauseMs, resolve);
      });
  }
}

async function* halfThen(whole: Buffer, end: () => void): AsyncGenerator<Buffer> {
  yield whole.subarray(0, Math.floor(whole.length / 2));
  // The half leaves before the connection is closed.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  end();
}

/** The payload that leaves instead. */
export function spoil(
  clock: Clock,
  path: string,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): unknown {
  const { fault } = request;
  const close = () => request.raw.socket.destroy();
  switch (fault?.action) {
    case "acceptAndDrop":
      close();
      return payload;
    case "acceptThenStatus":
      return refuse(path, reply, fault);
    case "malformed": {
      const whole = bytesOf(payload);
      reply.removeHeader("content-length");
      return whole.subarray(0, Math.floor(whole.length / 2));
    }
    case "cut": {
      const whole = bytesOf(payload);
      reply.header("content-length", String(whole.length));
      return Readable.from(halfThen(whole, close));
    }
    case "trickle": {
      const whole = bytesOf(payload);
      reply.header("content-length", String(whole.length));
      return Readable.from(inPieces(clock, whole, fault.pieces, fault.delayMs));
    }
    case "stripMetadata":
      reply.removeHeader("content-length");
      return typeof payload === "string" && payload !== ""
        ? JSON.stringify(withoutMetadata(JSON.parse(payload)))
        : payload;
    default:
      return payload;
  }
}
