import { likely, open, type Question } from "../question.ts";

/** Calls a minute by plan (zendesk.md §2); two plans share 400. */
const plans: Readonly<Record<string, string>> = {
  200: "team",
  400: "professional",
  700: "enterprise",
  2500: "enterprisePlus",
};

export const supportLimit: Question = {
  id: "support-limit",
  section: "2",
  asks: "How many calls a minute does Support allow?",
  ask: async ({ tenant }) => {
    const { headers } = await tenant.support("GET", "/users/me");
    const allowed = headers["ratelimit-limit"] ?? headers["x-rate-limit"];
    if (allowed === undefined) return likely(["No answer names a limit."], { supportPlan: "unlimited" });
    const supportPlan = plans[allowed];
    return supportPlan === undefined
      ? open(`${allowed} calls a minute, which is the number of no plan that is known.`)
      : likely([`${allowed} calls a minute, as its headers say.`], { supportPlan });
  },
};
