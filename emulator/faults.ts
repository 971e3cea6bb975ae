/** Faults on purpose, by endpoint and count. */
import * as z from "zod";

export const faultActions = [
  /** Answers with `status` and does nothing. */
  "status",
  /** Never answers and does nothing. */
  "hang",
  /** Closes the connection before anything is done. */
  "drop",
  /** Does it, then closes the connection without an answer. */
  "acceptAndDrop",
  /** Does it, then answers with `status` (502 when not given). */
  "acceptThenStatus",
  /** Waits `delayMs` of the emulator's time, then does it. */
  "delay",
] as const;

export const FaultDraft = z.object({
  /** Any method when missing. */
  method: z
    .string()
    .transform((method) => method.toUpperCase())
    .optional(),
  /** The beginning of the path; `*` stands for anything, `{name}` for one segment, a final `$` for the end. */
  path: z.string().startsWith("/"),
  times: z.number().int().min(1).default(1),
  action: z.enum(faultActions),
  status: z.number().int().min(200).max(599).optional(),
  delayMs: z.number().min(0).optional(),
  /** Seconds, for the Retry-After header. */
  retryAfter: z.number().min(0).optional(),
});
export type FaultDraft = z.input<typeof FaultDraft>;

export interface Fault extends z.output<typeof FaultDraft> {
  readonly id: number;
  /** How often it has struck. */
  readonly struck: number;
}

export interface Faults {
  add: (draft: FaultDraft) => Fault;
  list: () => Fault[];
  clear: () => void;
  /** The fault that strikes this request, counted. */
  take: (method: string, path: string) => Fault | undefined;
}

function pattern(path: string): RegExp {
  const source = path
    .replace(/[.+?^()|[\]\\]/gu, "\\$&")
    .replaceAll(/\{[^{}/]*\}/gu, "[^/]+")
    .replaceAll("*", ".*");
  return new RegExp(`^${source}`, "u");
}

export function createFaults(): Faults {
  let next = 1;
  const faults = new Map<number, Fault & { readonly matches: RegExp }>();
  return {
    add(draft) {
      const parsed = FaultDraft.parse(draft);
      const fault = { ...parsed, id: next, struck: 0 };
      faults.set(next, { ...fault, matches: pattern(parsed.path) });
      next += 1;
      return fault;
    },
    list: () => [...faults.values()].map(({ matches: _, ...fault }) => fault),
    clear: () => faults.clear(),
    take(method, path) {
      for (const fault of faults.values()) {
        if (fault.struck >= fault.times || !fault.matches.test(path)) continue;
        if (fault.method !== undefined && fault.method !== method) continue;
        faults.set(fault.id, { ...fault, struck: fault.struck + 1 });
        return fault;
      }
      return undefined;
    },
  };
}
