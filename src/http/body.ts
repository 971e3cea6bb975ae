import type { z } from "zod";
import { CodedError } from "../errors.ts";
import { safeParse } from "../protocol/safe-parse.ts";

/** The body of a request as its schema describes it, else `request_invalid` naming the fields. */
export function parseBody<Schema extends z.core.$ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = safeParse(schema, body);
  if (parsed.success) return parsed.data;
  const fields = parsed.problems.map((issue) => issue.path.join(".")).filter((path) => path !== "");
  throw new CodedError(
    "request_invalid",
    fields.length === 0 ? "The body cannot be read." : `These fields cannot be read: ${fields.join(", ")}.`,
  );
}
