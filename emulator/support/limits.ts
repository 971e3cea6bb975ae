/** How many calls Support allows, counted on the account's clock (zendesk.md §2). */
import type { World } from "../world/world.ts";
import { type SupportError, tooManyRequests } from "./errors.ts";

const MINUTE = 60_000;

const plans = {
  team: 200,
  growth: 400,
  professional: 400,
  enterprise: 700,
  enterprisePlus: 2500,
} as const;

interface Rule {
  readonly key: string;
  readonly most: number;
  readonly windowMs: number;
  /** The name in the header `zendesk-ratelimit-{name}`. */
  readonly name?: string;
}

/** What was called in the running windows. */
export interface Limits {
  /** Counts a call for the whole account; the headers are for its answer. */
  readonly account: () => { headers: Record<string, string>; refused?: SupportError };
  /** Counts an act that has a limit of its own; fails with 429 beyond it. Answers the header to set. */
  readonly own: (rule: Rule) => Record<string, string>;
}

/** Counts for one account; a reset of the account begins anew. */
export function createLimits(world: World): Limits {
  const windows = new Map<string, { ends: number; used: number }>();
  world.onAnnounce((event) => {
    if (event.type === "reset") windows.clear();
  });

  const take = ({ key, most, windowMs }: Rule) => {
    const now = world.clock.now();
    let window = windows.get(key);
    if (window === undefined || window.ends <= now || window.ends > now + windowMs) {
      window = { ends: now + windowMs, used: 0 };
      windows.set(key, window);
      if (windows.size > 10_000) for (const [old, { ends }] of windows) if (ends <= now) windows.delete(old);
    }
    window.used += 1;
    return {
      allowed: window.used <= most,
      left: Math.max(0, most - window.used),
      seconds: Math.max(1, Math.ceil((window.ends - now) / 1000)),
    };
  };

  return {
    account() {
      const { supportPlan: plan } = world.settings();
      if (plan === "unlimited") return { headers: {} };
      const most = plans[plan];
      const { allowed, left, seconds } = take({ key: "account", most, windowMs: MINUTE });
      const headers = {
        "x-rate-limit": String(most),
        "x-rate-limit-remaining": String(left),
        "ratelimit-limit": String(most),
        "ratelimit-remaining": String(left),
        "ratelimit-reset": String(seconds),
      };
      return allowed ? { headers } : { headers, refused: tooManyRequests(seconds) };
    },
    own(rule) {
      if (world.settings().supportPlan === "unlimited") return {};
      const { allowed, left, seconds } = take(rule);
      const header: Record<string, string> =
        rule.name === undefined
          ? {}
          : {
              [`zendesk-ratelimit-${rule.name}`]: `total=${rule.most}; remaining=${left}; resets=${seconds}`,
            };
      if (!allowed) throw tooManyRequests(seconds, header);
      return header;
    },
  };
}

/** The documented limits of single acts (zendesk.md §2). */
export const limits = {
  /** One person changing one ticket. */
  ticketOfPerson: (personId: number, ticketId: number): Rule => ({
    key: `ticket/${personId}/${ticketId}`,
    most: 30,
    windowMs: 10 * MINUTE,
  }),
  ticketUpdates: { key: "tickets", most: 100, windowMs: MINUTE, name: "tickets-update" },
  ticketDeletions: { key: "deletions", most: 400, windowMs: MINUTE },
  conversationLog: { key: "log", most: 100, windowMs: MINUTE, name: "omnilog-index" },
  searchExport: { key: "export", most: 100, windowMs: MINUTE, name: "search-export" },
  /** Creating or updating the one user of these data, and anybody. */
  userOnce: (user: string): Rule => ({ key: `user/${user}`, most: 5, windowMs: MINUTE }),
  userEach: (user: string): Rule => ({ key: `user-second/${user}`, most: 1, windowMs: 1000 }),
} as const;
