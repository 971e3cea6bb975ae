/** What the log says of an error, whatever it is: errors carry what others sent, and hide getters that fail. */

/** Characters. All of an error and its causes comes to some kilobytes: a log is read by people, and written in one go. */
const mostOfMessage = 600;
const mostOfStack = 1_500;
const mostCauses = 3;

/** Never its other properties, which may hold requests and their headers. Never fails. */
export function describeError(error: unknown, depth = 0): unknown {
  try {
    return describe(error, depth);
  } catch {
    return { message: "an error that cannot be read" };
  }
}

function describe(error: unknown, depth: number): unknown {
  if (!(error instanceof Error)) return { message: typeof error };
  const stack = framesOf(error.stack);
  return {
    name: inLine(error.name, 100),
    ...("code" in error && typeof error.code === "string" && { code: inLine(error.code, 100) }),
    message: inLine(error.message, mostOfMessage),
    ...(stack !== undefined && { stack }),
    ...(depth < mostCauses && error.cause !== undefined && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The places alone: before them a stack repeats the message. */
function framesOf(stack: unknown): string | undefined {
  if (typeof stack !== "string") return undefined;
  const begin = stack.indexOf("\n    at ");
  return begin === -1 ? undefined : stack.slice(begin + 1, begin + 1 + mostOfStack).toWellFormed();
}

/** Short, and with nothing that JSON writes six times as long. */
function inLine(text: unknown, most: number): string {
  if (typeof text !== "string") return typeof text;
  const short = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return short.toWellFormed().replaceAll(/\p{Cc}+/gu, " ");
}
