/** Every skill has its Zendesk group: the one of the same name, created when there is none. */

import { CodedError, toCoded } from "../errors.ts";
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
  const named = namedAs(skill, known);
  const chosen = named.find(({ id }) => id === chosenId) ?? (named.length === 1 ? named[0] : undefined);
  if (chosen !== undefined) {
    return withMembers(skill, chosen.id, await countMembers(support, chosen.id), false);
  }
  if (named.length > 1) return ambiguous(support, skill, named);
  const created = await createOnce(support, skill);
  for (const group of created) known.push(group);
  const [only] = created;
  if (only === undefined || created.length > 1) return ambiguous(support, skill, created);
  // Accounts exist that put people into new groups by themselves.
  return withMembers(skill, only.id, await countMembers(support, only.id), true);
}

/**
 * The groups of the skill's name once it was created, one as a rule. Zendesk is asked again: it may have created it
 * without saying so, and somebody else may have created another at the same moment.
 */
async function createOnce(support: Support, skill: Skill): Promise<readonly Group[]> {
  const created = await createGroup(support, skill.name.trim()).catch((error: unknown) => toCoded(error));
  if (created instanceof CodedError && created.retry !== "unclear") throw created;
  const named = namedAs(skill, await listGroups(support));
  if (created instanceof CodedError) {
    if (named.length === 0) throw created;
    return named;
  }
  return named.some(({ id }) => id === created.id) ? named : [...named, created];
}

function namedAs(skill: Skill, groups: readonly Group[]): readonly Group[] {
  const name = skill.name.trim();
  return groups.filter((group) => group.name.trim() === name);
}

async function ambiguous(support: Support, skill: Skill, named: readonly Group[]): Promise<Outcome> {
  const choices = [];
  for (const group of named) {
    const members = await countMembers(support, group.id);
    choices.push({ groupId: group.id, members, createdAt: group.created_at ?? "" });
  }
  return { warnings: [{ code: "group_ambiguous", skillId: skill.id, skill: skill.name, choices }] };
}

function withMembers(skill: Skill, groupId: string, members: number, created: boolean): Outcome {
  return {
    group: { skillId: skill.id, groupId, members, created },
    warnings: members > 0 ? [] : [{ code: "group_empty", skillId: skill.id, skill: skill.name }],
  };
}
