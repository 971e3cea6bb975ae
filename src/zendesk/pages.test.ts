/** Lists whose cursor never comes to an end, and those that are long. */
import { expect, test } from "vitest";
import { deskAccountOf } from "./account.fixtures.ts";
import { countMembers, listGroups } from "./groups.ts";
import { answeringHttp } from "./http.fixtures.ts";
import type { HttpCall } from "./http.ts";
import { mostPages } from "./pages.ts";
import { createSupportAccess } from "./support-access.ts";
import { createDesk } from "./zendesk-desk.ts";

const account = deskAccountOf("connector");

/** Every list is empty, and goes on at the cursor that the test gives for the so-manieth page. */
function listsWith(cursorAfter: (page: number) => string | undefined) {
  let pages = 0;
  const lists = { messages: [], conversations: [], groups: [], group_memberships: [] };
  const http = answeringHttp(({ pattern }: HttpCall) => {
    if (pattern.includes("/users")) return { json: { user: { id: "u" }, users: [] } };
    const cursor = cursorAfter((pages += 1));
    const more = cursor !== undefined;
    const meta = {
      hasMore: more,
      has_more: more,
      beforeCursor: cursor,
      afterCursor: cursor,
      after_cursor: cursor,
    };
    return { json: { ...lists, meta } };
  });
  const desk = createDesk({ http, now: Date.now });
  const support = { access: createSupportAccess(http, Date.now), account };
  const reads: Readonly<Record<string, () => Promise<unknown>>> = {
    newsAfter: () => desk.newsAfter(account, "c"),
    findMessage: () => desk.findMessage(account, "c", "key"),
    findConversation: () => desk.findConversation(account, "u", "h"),
    takeBack: () => desk.takeBack(account, { handoffId: "h", users: [{ externalId: "e", own: true }] }),
    listGroups: () => listGroups(support),
    countMembers: () => countMembers(support, "1"),
  };
  return { reads, pages: () => pages };
}

const names = ["newsAfter", "findMessage", "findConversation", "takeBack", "listGroups", "countMembers"];

test.each(names)("%s gives up a list that goes in a circle, and one that never ends", async (name) => {
  const circle = listsWith((page) => (page % 2 === 0 ? "even" : "odd"));
  await expect(circle.reads[name]?.()).rejects.toMatchObject({ code: "zendesk_answer_unreadable" });
  expect(circle.pages()).toBeLessThan(5);
  const endless = listsWith((page) => `after ${page}`);
  await expect(endless.reads[name]?.()).rejects.toMatchObject({ code: "zendesk_answer_unreadable" });
  expect(endless.pages()).toBe(mostPages);
});

test.each(names)(
  "%s reads a list to its end, be it as long as Zendesk allows, or stopped by its cursor",
  async (name) => {
    const long = listsWith((page) => (page < mostPages ? `after ${page}` : undefined));
    await expect(long.reads[name]?.()).resolves.not.toThrow();
    expect(long.pages()).toBe(mostPages);
    const stuck = listsWith(() => "the same");
    await expect(stuck.reads[name]?.()).resolves.not.toThrow();
    expect(stuck.pages()).toBe(2);
  },
);
