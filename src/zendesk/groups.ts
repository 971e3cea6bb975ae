/** Zendesk's groups (zendesk.md §6). */
import * as z from "zod";
import { recordId } from "./ids.ts";
import { listOf } from "./list-of.ts";
import { cursor, eachPage } from "./pages.ts";
import { type Support, supportCall, supportRequest } from "./support.ts";

const groupSchema = z.object({
  id: recordId,
  /** One that is longer is no skill's. */
  name: z.string().max(1_000),
  deleted: z.boolean().nullish(),
  created_at: z.string().max(100).nullish().catch(undefined),
});
export type Group = z.infer<typeof groupSchema>;

const meta = z.object({ has_more: z.boolean().nullish(), after_cursor: cursor }).nullish();
/** As many as were asked for: all pages are kept. */
const pageSize = 100;
const groupsAnswer = z.object({ groups: listOf(groupSchema, pageSize), meta });
const membershipsAnswer = z.object({ group_memberships: z.array(z.unknown()), meta });
const groupAnswer = z.object({ group: groupSchema });

/** ListGroups, all pages, deleted ones left out. */
export async function listGroups(support: Support): Promise<Group[]> {
  const all: Group[] = [];
  for await (const { groups } of pagesOf(support, groupsAnswer, "/groups", [], { exclude_deleted: "true" }))
    for (const group of groups) if (group.deleted !== true) all.push(group);
  return all;
}

/** How many agents are in the group. */
export async function countMembers(support: Support, groupId: string): Promise<number> {
  let members = 0;
  const pages = pagesOf(support, membershipsAnswer, "/groups/{}/memberships", [groupId], {});
  for await (const { group_memberships } of pages) members += group_memberships.length;
  return members;
}

/** CreateGroup; admins only. */
export async function createGroup(support: Support, name: string): Promise<Group> {
  const call = supportCall(support.account, { method: "POST", json: { group: { name } } }, "/groups");
  return (await supportRequest(support, call, groupAnswer)).group;
}

function pagesOf<Answer extends { readonly meta?: z.infer<typeof meta> }>(
  support: Support,
  schema: z.ZodType<Answer>,
  pattern: string,
  ids: readonly string[],
  query: Readonly<Record<string, string>>,
): AsyncGenerator<Answer> {
  return eachPage(async (after) => {
    const page = { "page[size]": `${pageSize}`, ...(after === undefined ? {} : { "page[after]": after }) };
    const call = supportCall(support.account, { method: "GET" }, pattern, ids, { ...page, ...query });
    const answer = await supportRequest(support, call, schema);
    return {
      page: answer,
      next: answer.meta?.has_more === true ? (answer.meta.after_cursor ?? undefined) : undefined,
    };
  });
}
