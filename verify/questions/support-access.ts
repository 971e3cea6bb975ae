import { open, type Question, seen } from "../question.ts";
import { textAt } from "../read.ts";

export const supportAccess: Question = {
  id: "support-access",
  section: "1",
  asks: "How may Support be called, and as whom?",
  ask: async ({ tenant }) => {
    const me = await tenant.support("GET", "/users/me");
    const role = textAt(me.json, "user.role") ?? "unknown";
    if (textAt(me.json, "user.id") === undefined)
      return open(`Support answered ${me.status} without a user.`);
    if (tenant.account.api.kind === "oauth")
      return seen([`An OAuth client is let in, with the role ${role}. API tokens were not tried.`]);
    return seen([`An API token is let in, with the role ${role}.`], {
      apiTokenAccess: true,
      apiTokensRetired: false,
    });
  },
};
