/** Zendesk's groups (zendesk.md §6). */
import * as z from "zod";
import { recordId } from "./ids.ts";
import { listOf } from "./list-of.ts";
import { type Support, supportCall, supportRequest } from "./support.ts";

const groupSchema = z.object({
  id: recordId,
  /** One that is longer is no skill's. */
  name: z.string().max(1_000),
  deleted: z.boolean().nullish(),
  created_at: z.string().max(100).nullish().catch(undefined),
});
export type Group = z.infer<typeof groupSchema>;

const meta = z.object({ has_more: z.boolean().nullish(), after_cursor: z.string().nullish() }).nullish();
const groupsAnswer = z.object({ groups: listOf(groupSchema), meta });
const membershipsAnswer = z.object({ group_memberships: z.array(z.unknown()), meta });
const groupAnswer = z.object({ group: groupSchema });

/** ListGroups, all pages, deleted ones left out. */
export async function listGroups(support: Support): Promise<Group[]> {
  const groups: Group[] = [];
  await eachPage(async (page) => {
    const query = { ...page, exclude_deleted: "true" };
    const call = supportCall(support.account, { method: "GET" }, "/groups", [], query);
    const answer = await supportRequest(support, call, groupsAnswer);
    groups.push(...answer.groups.filter(({ deleted }) => deleted !== true));
    return answer.meta;
  });
  return groups;
}

/** How many agents are in the group. */
export async function countMembers(support: Support, groupId: string): Promise<number> {
  let members = 0;
  await eachPage(async (page) => {
    const path = "/groups/{}/memberships";
    const call = supportCall(support.account, { method: "GET" }, path, [groupId], page);
    const answer = await supportRequest(support, call, membershipsAnswer);
    members += answer.group_memberships.length;
    return answer.meta;
  });
  return members;
}

/** CreateGroup; admins only. */
export async function createGroup(support: Support, name: string): Promise<Group> {
  const call = supportCall(support.account, { method: "POST", json: { group: { name } } }, "/groups");
  return (await supportRequest(support, call, groupAnswer)).group;
}

async function eachPage(
  read: (query: Readonly<Record<string, string>>) => Promise<z.infer<typeof meta>>,
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await read({
      "page[size]": "100",
      ...(after === undefined ? {} : { "page[after]": after }),
    });
    const next = page?.has_more === true ? (page.after_cursor ?? undefined) : undefined;
    // A cursor that does not move would never end.
    after = next === after ? undefined : next;
  } while (after !== undefined);
}
