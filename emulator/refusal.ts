/** A refusal as one of Zendesk's two APIs words it; the server's error handler gives it its body. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** Support's `details`, by field. */
  readonly details: Readonly<Record<string, readonly { description: string }[]>> | undefined;
  /** What Sunshine Conversations lists one by one; only a 400 has several (zendesk.md §2). */
  readonly titles: readonly string[];

  constructor(
    status: number,
    code: string,
    message: string,
    details?: Readonly<Record<string, readonly { description: string }[]>>,
    titles: readonly string[] = [message],
  ) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
    this.details = details;
    this.titles = titles;
  }
}

/** What Sunshine Conversations says to a body or query it cannot take (zendesk.md §2). */
export const badRequest = (title: string) => new Refusal(400, "bad_request", title);

/** zendesk.md §2: `{thing}_not_found` where the reference documents one, else `not_found`. */
export const notFound = (code = "not_found", title = "Resource not found") => new Refusal(404, code, title);

/** Support's 404 (zendesk.md §2). */
export const recordNotFound = () => new Refusal(404, "RecordNotFound", "Not found");

/** Support's 422 for one field (zendesk.md §2). */
export const recordInvalid = (field: string, description: string) =>
  new Refusal(422, "RecordInvalid", "Record validation errors", { [field]: [{ description }] });
