/** Every skill has its Zendesk group: the one of the same name, created when there is none. */

import { toCoded } from "../errors.ts";
import type { SetupWarning } from "../protocol/console.ts";
import { countMembers, createGroup, type Group, listGroups } from "./groups.ts";
import type { SetupRequest, SkillGroup } from "./setup-port.ts";
import type { Support } from "./support.ts";

type Skill = SetupRequest["skills"][number];
type Outcome = { readonly group?: SkillGroup; readonly warnings: readonly SetupWarning[] };

/**
 * Names are compared trimmed and exact. Of several groups of one name the chosen (or so far used) one is taken,
 * else the bot manager is asked. A skill that fails does not stop the others.
 */
export async function syncGroupsOf(
  support: Support,
  request: Pick<SetupRequest, "skills" | "groupIds">,
): Promise<{ groups: readonly SkillGroup[]; warnings: readonly SetupWarning[] }> {
  if (request.skills.length === 0) {
    return { groups: [], warnings: [] };
  }
  let known: Group[];
  try {
    known = await listGroups(support);
  } catch (error) {
    return { groups: [], warnings: request.skills.map((skill) => notCreated(skill, error)) };
  }
  const outcomes: Outcome[] = [];
  for (const skill of request.skills) {
    try {
      outcomes.push(await groupOf(support, skill, known, request.groupIds[skill.id]));
    } catch (error) {
      outcomes.push({ warnings: [notCreated(skill, error)] });
    }
  }
  return {
    groups: outcomes.flatMap(({ group }) => group ?? []),
    warnings: outcomes.flatMap(({ warnings }) => warnings),
  };
}

function notCreated(skill: Skill, error: unknown): SetupWarning {
  return {
    code: "group_not_created",
    skillId: skill.id,
    skill: skill.name,
    detail: toCoded(error).message,
  };
}

async function groupOf(
  support: Support,
  skill: Skill,
  known: Group[],
  chosenId: string | undefined,
): Promise<Outcome> {
  const name = skill.name.trim();
  const named = known.filter((group) => group.name.trim() === name);
  const chosen = named.find(({ id }) => id === chosenId) ?? (named.length === 1 ? named[0] : undefined);
  if (chosen !== undefined) {
    return withMembers(skill, chosen.id, await countMembers(support, chosen.id), false);
  }
  if (named.length > 1) {
    const choices = [];
    for (const group of named) {
      const members = await countMembers(support, group.id);
      choices.push({ groupId: group.id, members, createdAt: group.created_at ?? "" });
    }
    return { warnings: [{ code: "group_ambiguous", skillId: skill.id, skill: skill.name, choices }] };
  }
  const created = await createGroup(support, name);
  known.push(created);
  // Accounts exist that put people into new groups by themselves.
  return withMembers(skill, created.id, await countMembers(support, created.id), true);
}

function withMembers(skill: Skill, groupId: string, members: number, created: boolean): Outcome {
  return {
    group: { skillId: skill.id, groupId, members, created },
    warnings: members > 0 ? [] : [{ code: "group_empty", skillId: skill.id, skill: skill.name }],
  };
}
