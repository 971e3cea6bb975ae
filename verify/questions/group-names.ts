import { open, type Question, seen } from "../question.ts";
import { listAt, textAt } from "../read.ts";
import { codesOf } from "../tenant.ts";

export const groupNames: Question = {
  id: "group-names",
  section: "6",
  asks: "May two groups have one name, and who is in a new one?",
  ask: async ({ tenant, stage }) => {
    const json = { group: { name: `ZLC check ${stage.mark}` } };
    const first = await stage.makeGroup(json);
    if (first.id === undefined)
      return open(`No group could be created (${first.answer.status}, ${codesOf(first.answer)}).`);
    const second = await stage.makeGroup(json);
    const members = await tenant.support("GET", "/groups/{}/memberships", { ids: [first.id] });
    const count = listAt(members.json, "group_memberships").length;
    return seen(
      [
        second.id === undefined
          ? `A second group of the same name was refused with ${second.answer.status}, code ${codesOf(second.answer)}: ${textAt(second.answer.json, "description") ?? ""}`
          : "A second group of the same name was created.",
        `A new group has ${count} members.`,
      ],
      { autoJoinNewGroups: count > 0 },
    );
  },
};
