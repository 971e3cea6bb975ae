/** Zendesk sends a webhook's shared secret as `X-API-Key`; there is no signature (zendesk.md §3). */
import { createHash, timingSafeEqual } from "node:crypto";

/** Secrets accepted now: the current one first, then the previous one during a change. Never empty. */
export type AcceptedSecrets = readonly [string, ...string[]];

/** True when the header is one of the secrets. Takes the same time wherever the first difference is. */
export function isFromZendesk(apiKeyHeader: unknown, accepted: AcceptedSecrets): boolean {
  if (typeof apiKeyHeader !== "string" || apiKeyHeader === "") {
    return false;
  }
  const given = digest(apiKeyHeader);
  let matches = false;
  for (const secret of accepted) {
    // No short cut: how long it takes must not tell which secret matched.
    matches = (timingSafeEqual(given, digest(secret)) && secret !== "") || matches;
  }
  return matches;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}
