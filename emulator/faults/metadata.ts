/** Answers and events that lost their metadata on the way. */

/** A copy without any field named `metadata`, however deep. */
export function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      key === "metadata" ? [] : [[key, withoutMetadata(inner)]],
    ),
  );
}
