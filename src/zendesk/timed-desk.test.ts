import { expect, test } from "vitest";
import { deskAccountOf } from "./account.fixtures.ts";
import { startZendesk } from "./http.fixtures.ts";
import { createZendeskHttp } from "./http.ts";
import { createSetup } from "./setup.ts";
import { createDesk } from "./zendesk-desk.ts";

test("a list that trickles ends with the time of its desk, whatever each page may take", async () => {
  let pages = 0;
  const origin = await startZendesk((_request, response) => {
    pages += 1;
    const meta = { hasMore: true, beforeCursor: `before ${pages}` };
    setTimeout(() => response.end(JSON.stringify({ messages: [], meta })), 20);
  });
  const http = createZendeskHttp({ allow: [origin], now: Date.now });
  const account = { ...deskAccountOf("connector"), origin };
  const desk = createDesk({ http, now: Date.now }).within(200);
  await expect(desk.newsAfter(account, "c")).rejects.toMatchObject({
    code: expect.stringMatching(/^zendesk_(unclear|unreachable)$/),
  });
  const asked = pages;
  await expect(desk.newsAfter(account, "c")).rejects.toMatchObject({ code: "zendesk_unreachable" });
  await expect(desk.tickets(account, ["1"])).rejects.toMatchObject({ code: "zendesk_unreachable" });
  expect(pages).toBe(asked);
  expect(pages).toBeLessThan(20);
  await http.close();
});

test("an Update of an account whose groups trickle ends with its time", async () => {
  let pages = 0;
  const origin = await startZendesk((_request, response) => {
    pages += 1;
    const meta = { has_more: true, after_cursor: `after ${pages}` };
    setTimeout(() => response.end(JSON.stringify({ groups: [], meta })), 20);
  });
  const http = createZendeskHttp({ allow: [origin], now: Date.now });
  const setup = createSetup({ http, now: Date.now, withinMs: 200 });
  const account = { ...deskAccountOf("connector"), origin };
  const request = { account, webhookUrl: origin, skills: [{ id: "s", name: "Support" }], groupIds: {} };
  expect((await setup.syncGroups(request)).warnings).toMatchObject([{ code: "group_not_created" }]);
  expect(pages).toBeLessThan(20);
  await http.close();
});
