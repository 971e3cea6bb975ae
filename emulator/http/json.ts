/** JSON from outside. */
import { badRequest } from "../refusal.ts";

/** As deep as nobody means it; deeper text could be read, but never written again. */
const DEEPEST = 200;

/** What the text says; fails with 400 when it is no JSON, or nested deeper than 200 levels. */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("Invalid JSON in the request body");
  }
  if (isTooDeep(value)) throw badRequest(`The request body is nested deeper than ${DEEPEST} levels`);
  return value;
}

/** Without recursion: the depth is what is in doubt. */
function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= DEEPEST; depth += 1) {
    const inner: unknown[] = [];
    for (const one of level)
      if (typeof one === "object" && one !== null) for (const each of Object.values(one)) inner.push(each);
    if (inner.length === 0) return false;
    level = inner;
  }
  return true;
}
