/**
 * One HTTP call to Zendesk and what its outcome means.
 *
 * undici says exactly when a request begins to be written to its socket (`onRequestStart`). Before that nothing
 * can have happened at the other side (`again`); after it, everything but a clear answer is `unclear`.
 */
import { Agent, buildConnector, type Dispatcher, type FormData } from "undici";
import type * as z from "zod";
import { CodedError, type ErrorCode } from "../errors.ts";
import { safeParse, tellProblems } from "../protocol/safe-parse.ts";
import { isAcceptedOrigin, PrivateAddressError, publicLookup, type ResolveAll } from "./address-guard.ts";

export interface HttpCall {
  readonly origin: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path and query as sent. */
  readonly path: string;
  /** The path with placeholders, for error messages: ids of people do not belong into a log. */
  readonly pattern: string;
  readonly authorization?: string;
  readonly json?: object;
  readonly form?: FormData;
  /** Milliseconds this call may take, where the client's own limit is too short. */
  readonly withinMs?: number;
  /** Cuts the call off, whatever its limit: unclear once it was begun, else not made at all. */
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** The parsed body; undefined when it is not JSON, too large or empty. */
  readonly json: unknown;
  readonly retryAfterMs: number | undefined;
}

export interface ZendeskHttp {
  /** Origins accepted beside `https://<label>.zendesk.com`. */
  readonly allow: readonly string[];
  readonly dispatcher: Dispatcher;
  /** Makes the call. Fails with a `CodedError` when there is no answer. */
  readonly send: (call: HttpCall) => Promise<HttpAnswer>;
  readonly close: () => Promise<void>;
}

export interface HttpOptions {
  readonly allow: readonly string[];
  readonly now: () => number;
  /** Milliseconds to connect. */
  readonly connectMs?: number;
  /** Milliseconds from the call to the end of its answer, waiting for a free connection included. */
  readonly answerMs?: number;
  /** Largest answer read, in bytes. */
  readonly maxAnswerBytes?: number;
  /** Connections to one origin. */
  readonly connections?: number;
  /** The system's own way unless given. */
  readonly resolve?: ResolveAll;
}

/**
 * Far less than of a file: an answer is read in one go, while everything else waits. The largest is a page of a hundred
 * messages, each of three texts of 4096 characters of up to three bytes and 4 kB of metadata (zendesk.md §2).
 */
const mostAnswerBytes = 5 * 1024 * 1024;

/** Keep-alive connections to accepted origins only; addresses are checked at each connect. */
export function createZendeskHttp(options: HttpOptions): ZendeskHttp {
  const { allow, now, connectMs = 5_000, answerMs = 20_000, maxAnswerBytes = mostAnswerBytes } = options;
  const plain = buildConnector({ timeout: connectMs, allowH2: false });
  const guarded = buildConnector({
    timeout: connectMs,
    allowH2: false,
    lookup: publicLookup(options.resolve),
  });
  const dispatcher = new Agent({
    connections: options.connections ?? 64,
    pipelining: 1,
    allowH2: false,
    connect: (target, done) => {
      const origin = new URL(`${target.protocol}//${target.host ?? target.hostname}`).origin;
      (allow.includes(origin) ? plain : guarded)(target, done);
    },
  });

  function send(call: HttpCall): Promise<HttpAnswer> {
    if (!isAcceptedOrigin(call.origin, allow)) {
      return Promise.reject(
        new CodedError("zendesk_host_refused", `${call.origin} is not a Zendesk account`),
      );
    }
    const { signal } = call;
    if (signal?.aborted === true) {
      return Promise.reject(transportError(call, false, new Error("the time for it is over")));
    }
    const limitMs = Math.max(answerMs, call.withinMs ?? 0);
    return new Promise((resolve, reject) => {
      let started = false;
      let over = false;
      let status = 0;
      let retryAfter: string | undefined;
      let size = 0;
      const chunks: Buffer[] = [];
      let stop = (_reason: Error) => {};
      const finish = (settle: () => void) => {
        if (!over) {
          over = true;
          clearTimeout(timer);
          signal?.removeEventListener("abort", cutOff);
          settle();
        }
      };
      const fail = (cause: Error) => finish(() => reject(transportError(call, started, cause)));
      const answer = (body: string | undefined) =>
        finish(() =>
          resolve({ status, json: parseJson(body), retryAfterMs: retryAfterMs(retryAfter, now()) }),
        );
      const giveUp = (reason: Error) => {
        fail(reason);
        // Closes the socket: nothing more of this call can reach the other side.
        stop(reason);
      };
      const cutOff = () => giveUp(new Error("the time for it was over"));
      signal?.addEventListener("abort", cutOff);
      const timer = setTimeout(() => giveUp(new Error(`no answer within ${limitMs} ms`)), limitMs);

      dispatcher.dispatch(
        {
          origin: call.origin,
          path: call.path,
          method: call.method,
          headers: headersOf(call),
          body: call.json === undefined ? (call.form ?? null) : JSON.stringify(call.json),
          headersTimeout: limitMs,
          bodyTimeout: limitMs,
        },
        {
          onRequestStart: (controller) => {
            stop = (reason) => controller.abort(reason);
            if (over) {
              controller.abort(new Error("the call was given up"));
            } else {
              started = true;
            }
          },
          onResponseStart: (_controller, statusCode, headers) => {
            status = statusCode;
            const wait = headers["retry-after"];
            retryAfter = typeof wait === "string" ? wait : undefined;
          },
          onResponseData: (controller, chunk) => {
            size += chunk.byteLength;
            if (size > maxAnswerBytes) {
              answer(undefined);
              controller.abort(new Error("answer too large"));
            } else {
              chunks.push(chunk);
            }
          },
          onResponseEnd: () => answer(Buffer.concat(chunks).toString("utf8")),
          onResponseError: (_controller, error) => fail(error),
        },
      );
    });
  }

  return { allow, dispatcher, send, close: () => dispatcher.destroy() };
}

/** The same client, whose calls are all cut off by the signal. */
export function cutOffBy(signal: AbortSignal, http: ZendeskHttp): ZendeskHttp {
  return { ...http, send: (call) => http.send({ ...call, signal }) };
}

function headersOf(call: HttpCall): Record<string, string> {
  return {
    // The Support API refuses calls without it (zendesk.md §1).
    accept: "application/json",
    "user-agent": "zendesk-livechat-connector",
    ...(call.authorization === undefined ? {} : { authorization: call.authorization }),
    ...(call.json === undefined ? {} : { "content-type": "application/json" }),
  };
}

function parseJson(body: string | undefined): unknown {
  if (body === undefined || body === "") {
    return undefined;
  }
  try {
    return JSON.parse(body);
  } catch {
    // "Not JSON" is an ordinary answer of a proxy in between; the status still says what happened.
    return undefined;
  }
}

function transportError(call: HttpCall, started: boolean, cause: Error): CodedError {
  if (cause instanceof PrivateAddressError) {
    return new CodedError("zendesk_host_refused", `${name(call)}: ${cause.message}`, { cause });
  }
  return started
    ? new CodedError("zendesk_unclear", `${name(call)}: ${reason(cause)}`, { cause })
    : new CodedError("zendesk_unreachable", `${name(call)}: ${reason(cause)}`, { cause });
}

function reason(error: Error): string {
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return code ?? error.message;
}

/** Method and path pattern: what an error message may say about a call. */
export function name(call: HttpCall): string {
  return `${call.method} ${call.pattern}`;
}

/** `Retry-After` in seconds or as a date; undefined when missing or unreadable. */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const text = value.trim();
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.max(0, Math.ceil(ms)) : undefined;
}

/** More than a refusal has reasons. */
const mostCodes = 5;

/** Codes of a Sunshine Conversations or Support error body (zendesk.md §2), the first few. */
export function errorCodes(json: unknown): readonly string[] {
  if (typeof json !== "object" || json === null) {
    return [];
  }
  if ("errors" in json && Array.isArray(json.errors)) {
    return json.errors
      .slice(0, mostCodes)
      .flatMap((entry: unknown) =>
        typeof entry === "object" && entry !== null && "code" in entry && typeof entry.code === "string"
          ? [entry.code]
          : [],
      );
  }
  return "error" in json && typeof json.error === "string" ? [json.error] : [];
}

/** Codes of a 404 that mean: the conversation, or its user, is no longer there. */
const gone = new Set(["conversation_not_found", "user_not_found"]);

/**
 * What an answer other than 2xx means; undefined for 2xx.
 * Sunshine Conversations answers 403 when the key's scope is wrong, the Support API when the (right) credentials lack a
 * permission; and each has limits of its own (zendesk.md §2).
 */
export function refusal(
  call: HttpCall,
  answer: HttpAnswer,
  area: "sunco" | "support",
): CodedError | undefined {
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) {
    return undefined;
  }
  return new CodedError(refusalCode(status, errorCodes(answer.json), area), tellRefusal(call, answer), {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(area === "support" && { api: area }),
  });
}

/** A refusal in a line for log and console. */
export function tellRefusal(call: HttpCall, { status, json }: HttpAnswer): string {
  // Zendesk's codes are words of its documentation; anything longer might quote a message and stays out.
  const told = errorCodes(json).filter((code) => /^[\w :.'-]{1,60}$/.test(code));
  return `${name(call)} answered ${status}${told.length === 0 ? "" : ` (${told.join(", ")})`}`;
}

function refusalCode(status: number, codes: readonly string[], area: "sunco" | "support"): ErrorCode {
  if (status === 429) {
    return "zendesk_busy";
  }
  if (status === 401 || (status === 403 && area === "sunco")) {
    return "zendesk_credentials_refused";
  }
  if (status === 404 && codes.some((code) => gone.has(code))) {
    return "zendesk_conversation_gone";
  }
  if (status === 423) {
    return "zendesk_conversation_full";
  }
  return status >= 400 && status < 500 && status !== 408 ? "zendesk_refused" : "zendesk_unclear";
}

/** The body of a 2xx answer as the schema reads it, else the coded error. */
export function readAnswer<T>(
  call: HttpCall,
  answer: HttpAnswer,
  area: "sunco" | "support",
  schema: z.core.$ZodType<T>,
): T {
  const refused = refusal(call, answer, area);
  if (refused !== undefined) {
    throw refused;
  }
  const parsed = safeParse(schema, answer.json);
  if (!parsed.success) {
    throw new CodedError(
      "zendesk_answer_unreadable",
      `${name(call)} answered ${answer.status} with a body that cannot be read`,
      { cause: new Error(tellProblems(parsed.problems)), ...(area === "support" && { api: area }) },
    );
  }
  return parsed.data;
}
