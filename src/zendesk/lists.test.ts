/** Lists of any length, with elements of any shape, in what Zendesk answers. */
import { expect, test } from "vitest";
import * as z from "zod";
import { deskAccountOf } from "./account.fixtures.ts";
import { listGroups } from "./groups.ts";
import { answeringHttp, startZendesk } from "./http.fixtures.ts";
import { createZendeskHttp } from "./http.ts";
import { readMessage } from "./incoming-message.ts";
import { fieldsOf, listOf } from "./list-of.ts";
import { listWebhooks } from "./sunco-admin.ts";
import { createSupportAccess } from "./support-access.ts";
import { createDesk } from "./zendesk-desk.ts";

const account = deskAccountOf("connector");
const many = <Element>(count: number, element: (index: number) => Element) =>
  Array.from({ length: count }, (_, index) => element(index));
const deskOf = (json: object) => createDesk({ http: answeringHttp(() => ({ json })), now: Date.now });

test("of a million bad elements a thousand are looked at", () => {
  let looks = 0;
  const element = z.custom<string>(() => {
    looks += 1;
    return false;
  });
  expect(listOf(element).parse(many(1_000_000, () => ({})))).toEqual([]);
  expect(looks).toBe(1_000);
});

test("one that cannot be read hides none of the others", async () => {
  const text = { type: "text", text: "hello" } as const;
  const message = { key: "k", author: { type: "business", name: "Bot" }, content: text } as const;
  const posted = deskOf({ messages: [{ id: 7 }, { id: "given" }] });
  expect(await posted.post(account, "c", message)).toEqual({ messageId: "given" });

  const group = { id: 1, name: "Support" };
  const http = answeringHttp(({ path }) =>
    path.includes("/groups")
      ? { json: { groups: [null, { id: 2, name: "x".repeat(1_001) }, { ...group, created_at: 7 }] } }
      : { json: { webhooks: [{ id: "broken" }, { id: "w", target: "https://a.example/", triggers: [7] }] } },
  );
  const support = { access: createSupportAccess(http, Date.now), account };
  expect(await listGroups(support)).toEqual([{ id: "1", name: "Support", created_at: undefined }]);
  expect(await listWebhooks(http, account, "i")).toMatchObject([{ id: "w", triggers: [] }]);
});

test("lists that are longer than any of Zendesk's are read like others", async () => {
  const tickets = many(300_000, () => ({ id: 1, status: "new" }));
  expect((await deskOf({ tickets }).tickets(account, ["1"])).length).toBeLessThanOrEqual(1_000);
  const messages = many(200_000, (index) => ({ id: `m${index}`, deleted: true }));
  const { redacted } = await deskOf({ messages }).newsAfter(account, "c");
  expect(redacted.length).toBeLessThanOrEqual(500);
  expect(redacted).toContain("m199999");
});

test("a conversation that cannot be read is one all the same: its user is not removed", async () => {
  const http = answeringHttp(({ method, path }) =>
    method === "GET" && path.includes("/conversations")
      ? { json: { conversations: [{ id: "ours", metadata: { zlcHandoff: "h" } }, { id: ["another"] }] } }
      : { json: { user: { id: "u" }, users: [], tickets: [] } },
  );
  const desk = createDesk({ http, now: Date.now });
  await desk.takeBack(account, { handoffId: "h", users: [{ externalId: "e", own: true }] });
  expect(http.asked.filter((call) => call.startsWith("DELETE"))).toEqual([
    "DELETE /sc/v2/apps/{}/conversations/{}",
  ]);
});

test("of metadata with a million fields none is looked at, and what carries it is read all the same", () => {
  const endless = Object.fromEntries(many(1_000_000, (index) => [`k${index}`, {}]));
  let looks = 0;
  const value = z.custom(() => {
    looks += 1;
    return true;
  });
  expect(fieldsOf(value).safeParse(endless).success).toBe(false);
  expect(looks).toBe(0);
  expect(fieldsOf(value).safeParse({ a: 1, b: 2 })).toMatchObject({ data: { a: 1, b: 2 } });
  const content = {
    type: "text",
    text: "hello",
    actions: [{ type: "reply", text: "yes", metadata: endless }],
  };
  const author = { type: "business" };
  const raw = { id: "m", received: "2026-01-01T00:00:00Z", author, content, metadata: endless };
  expect(readMessage(raw, 0)).toMatchObject({ id: "m", content: { actions: [{ label: "yes" }] } });
});

test("an answer of more than five megabytes is not read", async () => {
  const origin = await startZendesk((_request, response) => response.end(`[${"1,".repeat(2_700_000)}1]`));
  const http = createZendeskHttp({ allow: [origin], now: Date.now });
  const call = { origin, method: "GET", path: "/", pattern: "/" } as const;
  expect((await http.send(call)).json).toBeUndefined();
  await http.close();
});
