/** Errors of the Support API whose bodies are not of the plain form (zendesk.md §2). */
import * as z from "zod";

/** An answer with exactly this body. */
export class SupportError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`answered ${status}`);
    this.name = "SupportError";
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** The role does not allow it. */
export const forbidden = () =>
  new SupportError(403, {
    error: {
      title: "Forbidden",
      message:
        "You do not have access to this page. Please contact the account owner of this help desk for further help.",
    },
  });

/** Worded as OAuth does, unlike every other error of Support. */
export const invalidToken = () =>
  new SupportError(401, {
    error: "invalid_token",
    error_description:
      "The access token provided is expired, revoked, malformed or invalid for other reasons.",
  });

/** The token's scopes do not allow it. */
export const scopeMissing = (scopes: readonly string[]) =>
  new SupportError(403, {
    error: "Forbidden",
    description: `You are missing the following required scopes: ${scopes.join(", ")}`,
  });

/** A field of the wrong kind. */
export const invalidAttribute = (attribute: string, rule: string) =>
  new SupportError(400, {
    error: {
      title: "Invalid attribute",
      message: `You passed an invalid value for the ${attribute} attribute. ${rule}`,
    },
  });

/** A query that cannot be followed. */
export const invalidValue = (description: string) =>
  new SupportError(400, { error: "InvalidValue", description });

/** `codes` as in `details`: field to what is wrong with it. */
export const invalidRecord = (field: string, description: string, error: string) =>
  new SupportError(422, {
    error: "RecordInvalid",
    description: "Record validation errors",
    details: { [field]: [{ description, error }] },
  });

/** Somebody else changed the ticket since it was read. */
export const conflict = () =>
  new SupportError(409, {
    error: "UpdateConflict",
    description:
      "Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again.",
  });

/** `seconds` until the limit starts anew. */
export const tooManyRequests = (seconds: number, headers: Readonly<Record<string, string>> = {}) =>
  new SupportError(
    429,
    {
      error: "APIRateLimitExceeded",
      description: "Number of allowed API requests per minute exceeded",
    },
    { ...headers, "retry-after": String(seconds) },
  );

/** What a schema refused; undefined for any other error. */
export function schemaError(error: unknown): SupportError | undefined {
  if (!(error instanceof z.core.$ZodError)) return undefined;
  const [issue] = error.issues;
  const attribute = issue?.path.join(".") ?? "";
  return invalidAttribute(attribute === "" ? "body" : attribute, issue?.message ?? "");
}
