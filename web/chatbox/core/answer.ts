/** The answer to an HTTP call. Not always the server's: a proxy before a server that is away answers too. */
import { errorAnswerSchema } from "../../../src/protocol/chat.ts";

export interface Answer {
  readonly status: number;
  /** Undefined when it was no JSON. */
  readonly body: unknown;
}

/** The code of a refusal by the server itself. */
export function refusalCode({ body }: Answer): string | undefined {
  return errorAnswerSchema.safeParse(body).data?.error.code;
}
