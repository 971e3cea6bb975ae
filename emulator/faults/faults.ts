/** The faults asked for, in their order, and how often each has struck. `drafts.ts` says what there is. */
import { Refusal } from "../refusal.ts";
import { type Fault, FaultDraft, type RequestFault, type WebhookFault } from "./drafts.ts";

const MOST = 1000;

/** What of an event a fault chooses by. */
interface EventSigns {
  readonly trigger: string;
  readonly source: string | undefined;
  readonly webhookId: string;
}

/** The faults of one emulator, in the order in which they were asked for. */
export interface Faults {
  /** Fails with a sentence when there are 1000 that have not struck out yet. */
  add: (draft: FaultDraft) => Fault;
  list: () => Fault[];
  clear: () => void;
  /** False when there is no such fault. */
  remove: (id: number) => boolean;
  /** The fault that strikes this request, counted. */
  take: (method: string, path: string) => RequestFault | undefined;
  /** The faults that strike this event, each counted. */
  takeForEvent: (event: EventSigns) => WebhookFault[];
}

/** How often it strikes: a batch counts the events it gathers. */
export const strikes = (fault: Fault): number =>
  fault.on === "webhook" && fault.action === "batch" ? fault.times * (fault.size ?? 2) : fault.times;

const isSpent = (fault: Fault): boolean => fault.struck >= strikes(fault);

function pattern(path: string): RegExp {
  const source = path
    .replace(/[.+?^()|[\]\\]/gu, "\\$&")
    .replaceAll(/\{[^{}/]*\}/gu, "[^/]+")
    .replaceAll(/[{}]/gu, "\\$&")
    .replaceAll(/\*+/gu, ".*");
  return new RegExp(`^${source}`, "u");
}

function fits(fault: WebhookFault, { trigger, source, webhookId }: EventSigns): boolean {
  if (fault.trigger !== undefined && fault.trigger !== trigger) return false;
  if (fault.source !== undefined && fault.source !== source) return false;
  return fault.webhookId === undefined || fault.webhookId === webhookId;
}

export function createFaults(): Faults {
  let next = 1;
  const faults = new Map<number, Fault>();
  const patterns = new Map<number, RegExp>();

  /** Counts one that fits; undefined while it still lets some pass. */
  const count = <F extends Fault>(fault: F): F | undefined => {
    const seen = fault.seen + 1;
    const strikesNow = seen > fault.after;
    const counted = { ...fault, seen, struck: fault.struck + (strikesNow ? 1 : 0) };
    faults.set(fault.id, counted);
    return strikesNow ? counted : undefined;
  };
  const forget = (id: number): boolean => {
    patterns.delete(id);
    return faults.delete(id);
  };
  const makeRoom = (): void => {
    if (faults.size < MOST) return;
    const spent = [...faults.values()].find(isSpent);
    if (spent === undefined)
      throw new Refusal(422, "too_many_faults", `There are ${MOST} faults already: take some away.`);
    forget(spent.id);
  };

  return {
    add(draft) {
      const parsed = FaultDraft.parse(draft);
      makeRoom();
      const fault: Fault = { ...parsed, id: next, seen: 0, struck: 0 };
      if (fault.on === "request") patterns.set(next, pattern(fault.path));
      faults.set(next, fault);
      next += 1;
      return fault;
    },
    list: () => [...faults.values()],
    clear() {
      faults.clear();
      patterns.clear();
    },
    remove: forget,
    take(method, path) {
      for (const fault of faults.values()) {
        if (fault.on !== "request" || isSpent(fault)) continue;
        if (patterns.get(fault.id)?.test(path) !== true) continue;
        if (fault.method !== undefined && fault.method !== method) continue;
        const struck = count(fault);
        if (struck !== undefined) return struck;
      }
      return undefined;
    },
    takeForEvent: (event) =>
      [...faults.values()].flatMap((fault) => {
        if (fault.on !== "webhook" || isSpent(fault) || !fits(fault, event)) return [];
        return count(fault) ?? [];
      }),
  };
}
