import { likely, open, type Question } from "../question.ts";
import { listAt, textAt } from "../read.ts";
import { isFine } from "../tenant.ts";

/** The automation that Zendesk delivers closes what was solved for four days (zendesk.md §5.6). */
export const automations: Question = {
  id: "automations",
  section: "5.6",
  asks: "Are solved tickets closed after some days?",
  ask: async ({ tenant }) => {
    const answer = await tenant.support("GET", "/automations/active");
    if (!isFine(answer)) return open(`The automations cannot be read (${answer.status}).`);
    const hours = closingHours(answer.json);
    return likely(
      [hours === undefined ? "No active automation closes tickets." : `After ${hours} hours.`],
      hours === undefined
        ? { closeSolvedAfterFourDays: false }
        : hours === 96
          ? { closeSolvedAfterFourDays: true }
          : {},
    );
  },
};

/** Hours since solved after which an automation closes tickets; undefined when none does. */
export function closingHours(json: unknown): number | undefined {
  for (const automation of listAt(json, "automations")) {
    const closes = listAt(automation, "actions").some(
      (action) => textAt(action, "field") === "status" && textAt(action, "value") === "closed",
    );
    const solved = listAt(automation, "conditions.all").find(
      (condition) => textAt(condition, "field")?.toUpperCase() === "SOLVED",
    );
    const hours = Number(textAt(solved, "value"));
    if (closes && Number.isFinite(hours)) return hours;
  }
  return undefined;
}
