/**
 * The one table of coded errors. A code is stable: pages, scripts and logs rely on it.
 *
 * `status` is the HTTP status when the error answers a request.
 * `retry` says what a sender may do: `never` (the other side said no), `again` (nothing happened, try
 * again), `unclear` (it may have happened: look before trying again).
 */
export type RetryClass = "never" | "again" | "unclear";

interface ErrorKind {
  readonly status: number;
  readonly retry: RetryClass;
}

const kinds = {
  // What a visitor sends
  message_empty: { status: 400, retry: "never" },
  message_too_long: { status: 400, retry: "never" },
  file_empty: { status: 400, retry: "never" },
  file_too_large: { status: 413, retry: "never" },
  files_full: { status: 413, retry: "never" },
  file_unknown: { status: 404, retry: "never" },
  choice_unknown: { status: 404, retry: "never" },
  frame_invalid: { status: 400, retry: "never" },
  session_unknown: { status: 401, retry: "never" },
  channel_unknown: { status: 404, retry: "never" },
  origin_refused: { status: 403, retry: "never" },
  queue_full: { status: 429, retry: "again" },
  too_many_requests: { status: 429, retry: "again" },
  // HTTP in general
  request_invalid: { status: 400, retry: "never" },
  request_too_large: { status: 413, retry: "never" },
  not_found: { status: 404, retry: "never" },
  link_expired: { status: 410, retry: "never" },
  internal: { status: 500, retry: "unclear" },
  shutting_down: { status: 503, retry: "again" },
  // Console
  login_refused: { status: 401, retry: "never" },
  login_required: { status: 401, retry: "never" },
  csrf_refused: { status: 403, retry: "never" },
  connector_refused: { status: 422, retry: "never" },
  name_taken: { status: 409, retry: "never" },
  // Webhooks
  webhook_not_ready: { status: 503, retry: "again" },
  webhook_secret_unknown: { status: 503, retry: "again" },
  webhook_secret_refused: { status: 401, retry: "never" },
  /** The livechat was over before the message could reach the operator. */
  handoff_over: { status: 409, retry: "never" },
  // Zendesk, as the delivery sees it
  zendesk_refused: { status: 502, retry: "never" },
  zendesk_credentials_refused: { status: 502, retry: "never" },
  zendesk_conversation_gone: { status: 502, retry: "never" },
  zendesk_conversation_full: { status: 502, retry: "never" },
  zendesk_single_conversation: { status: 502, retry: "never" },
  /** Zendesk does not show the ticket that a conversation became (yet). */
  zendesk_ticket_unknown: { status: 502, retry: "again" },
  zendesk_busy: { status: 502, retry: "again" },
  zendesk_unreachable: { status: 502, retry: "again" },
  zendesk_unclear: { status: 502, retry: "unclear" },
  zendesk_answer_unreadable: { status: 502, retry: "unclear" },
  zendesk_host_refused: { status: 502, retry: "never" },
  media_unavailable: { status: 502, retry: "again" },
  // Start of the process
  config_invalid: { status: 500, retry: "never" },
  port_in_use: { status: 500, retry: "never" },
  data_folder_unwritable: { status: 500, retry: "never" },
  data_folder_in_use: { status: 500, retry: "never" },
  data_folder_newer: { status: 500, retry: "never" },
  secret_key_wrong: { status: 500, retry: "never" },
  // Store
  store_failed: { status: 500, retry: "unclear" },
  /** Another message of the connector has this id of Zendesk's. */
  message_id_taken: { status: 500, retry: "unclear" },
  row_unreadable: { status: 500, retry: "never" },
  store_closed: { status: 503, retry: "again" },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof kinds;

interface ErrorOptions {
  readonly cause?: unknown;
  readonly retryAfterMs?: number;
  readonly api?: "support";
}

/** An error with a code from the table, a cause, and a message for the log (never message text, never a secret). */
export class CodedError extends Error {
  readonly code: ErrorCode;
  /** Milliseconds the other side asked us to wait, when it did. */
  readonly retryAfterMs: number | undefined;
  /** Set when Zendesk's Support API gave this answer: its limits are not those of messaging. */
  readonly api: "support" | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "CodedError";
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.api = options.api;
  }

  get status(): number {
    return kinds[this.code].status;
  }

  get retry(): RetryClass {
    return kinds[this.code].retry;
  }
}

/** The error itself when it is coded, else `internal` with the given error as its cause. */
export function toCoded(error: unknown): CodedError {
  return error instanceof CodedError
    ? error
    : new CodedError("internal", error instanceof Error ? error.message : "unknown failure", {
        cause: error,
      });
}

/**
 * The report without its failures: whoever tells of one thing that went wrong still has to book what becomes of it, and
 * nobody is left to be told that the report failed too.
 */
export function unfailing<Told extends readonly unknown[]>(
  report: (...told: Told) => void,
): (...told: Told) => void {
  return (...told) => {
    try {
      report(...told);
    } catch {
      // The log did what it could.
    }
  };
}

export const errorCodes = Object.keys(kinds);
