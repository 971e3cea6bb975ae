import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";

let zendesk: Started;
beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(() => zendesk.emulator.reset("demo"));

const code = (body: unknown) => at(body, "errors.0.code");
const make = async (body: object) => (await zendesk.sc("POST", "/integrations", body)).body;
const idOf = (body: unknown) => textAt(body, "integration.id");

test("a custom integration comes with its webhook, and goes with everything it has", async () => {
  const made = await make({
    type: "custom",
    displayName: "Ours",
    webhooks: [{ target: "http://127.0.0.1:9/x", triggers: ["conversation:message"] }],
  });
  const id = idOf(made);
  expect(at(made, "integration")).toMatchObject({ type: "custom", status: "active", displayName: "Ours" });
  expect(at(made, "integration.webhooks.0.secret")).toMatch(/\S{20}/u);
  const renamed = await zendesk.sc("PATCH", `/integrations/${id}`, { displayName: "Others" });
  expect(at(renamed.body, "integration.displayName")).toBe("Others");

  const board = textAt((await zendesk.sc("GET", "/switchboards")).body, "switchboards.0.id");
  const seats = `/switchboards/${board}/switchboardIntegrations`;
  await zendesk.sc("POST", seats, { name: "ours", integrationId: id });
  const key = await zendesk.sc("POST", `/integrations/${id}/keys`, { displayName: "own" });
  expect((await zendesk.sc("DELETE", `/integrations/${id}`)).status).toBe(200);
  const gone = await zendesk.sc("GET", `/integrations/${id}`);
  expect([gone.status, code(gone.body)]).toEqual([404, "integration_not_found"]);
  expect(listAt((await zendesk.sc("GET", seats)).body, "switchboardIntegrations")).toHaveLength(2);
  const own = zendesk.basic(textAt(key.body, "key.id"), textAt(key.body, "key.secret"));
  expect((await zendesk.sc("GET", "/users/x", undefined, own)).status).toBe(401);
});

test.each([
  [
    { type: "android", senderId: "s", serverKey: "k" },
    { senderId: "s" },
    { canUserSeeConversationList: false },
  ],
  [{ type: "apple", businessId: "b", apiSecret: "s", mspId: "m" }, { businessId: "b", mspId: "m" }, {}],
  [
    { type: "instagram", pageAccessToken: "p", appId: "a", appSecret: "s" },
    { appId: "a" },
    { storyRepliesEnabled: false },
  ],
  [
    { type: "ios", certificate: "c", password: "p", production: true },
    { production: true },
    { autoUpdateBadge: true },
  ],
  [{ type: "line", channelId: "c" }, { channelId: "c" }, {}],
  [
    { type: "mailgun", apiKey: "k", domain: "d", incomingAddress: "i" },
    { domain: "d", incomingAddress: "i" },
    { hideUnsubscribeLink: true },
  ],
  [{ type: "messagebird", accessKey: "k", signingKey: "s", originator: "+33" }, { originator: "+33" }, {}],
  [
    { type: "messenger", pageAccessToken: "p", appId: "a", appSecret: "s" },
    { appId: "a", pageAccessToken: "p" },
    { pageAccessToken: "q" },
  ],
  [{ type: "telegram", token: "t" }, {}, {}],
  [
    { type: "twilio", accountSid: "a", authToken: "t", phoneNumberSid: "p" },
    { accountSid: "a", phoneNumberSid: "p" },
    {},
  ],
  [
    {
      type: "twitter",
      tier: "enterprise",
      consumerKey: "c",
      consumerSecret: "s",
      accessTokenKey: "a",
      accessTokenSecret: "b",
    },
    { tier: "enterprise" },
    {},
  ],
  [{ type: "unity" }, {}, { canUserCreateMoreConversations: true }],
  [{ type: "viber", token: "t" }, {}, {}],
  [{ type: "web", brandColor: "fff" }, { brandColor: "fff" }, { displayStyle: "tab", businessName: "Ours" }],
  [{ type: "whatsapp", accountId: "a" }, { accountId: "a" }, { hsmFallbackLanguage: "fr_FR" }],
])("a channel keeps what it was told, and not its secrets: $type", async (draft, shown, change) => {
  const made = await make({ ...draft, displayName: "Channel" });
  const { id: _, ...integration } = { ...Object(at(made, "integration")) };
  expect(integration).toEqual({
    type: draft.type,
    status: "active",
    displayName: "Channel",
    ...shown,
    defaultResponder: expect.objectContaining({ name: "zd-agentWorkspace", inherited: true }),
  });
  const path = `/integrations/${idOf(made)}`;
  await zendesk.sc("PATCH", path, { ...change, displayName: null, showAIDisclaimer: false });
  expect(at((await zendesk.sc("GET", path)).body, "integration")).toMatchObject({
    ...shown,
    ...change,
    displayName: "",
    showAIDisclaimer: false,
  });
});

test.each([
  [{ type: "fax" }],
  [{}],
  [{ type: "telegram" }],
  [{ type: "twilio", accountSid: "a", authToken: "t" }],
  [{ type: "web", displayStyle: "sideways" }],
  [{ type: "custom" }],
  [{ type: "web", displayName: "x".repeat(101) }],
])("%j is refused", async (draft) => {
  const refused = await zendesk.sc("POST", "/integrations", draft);
  expect([refused.status, code(refused.body)]).toEqual([400, "bad_request"]);
});

test("an unknown type is named as such", async () => {
  expect(at(await make({ type: "fax" }), "errors.0.title")).toBe("type: Invalid integration type");
});

test("a channel can have a first responder of its own", async () => {
  const board = textAt((await zendesk.sc("GET", "/switchboards")).body, "switchboards.0.id");
  const seats = await zendesk.sc("GET", `/switchboards/${board}/switchboardIntegrations`);
  const bot = textAt(seats.body, "switchboardIntegrations.1.id");
  const made = await make({ type: "web", defaultResponderId: bot });
  expect(at(made, "integration.defaultResponder")).toMatchObject({ name: "zd-answerBot", inherited: false });
  const path = `/integrations/${idOf(made)}`;
  const cleared = await zendesk.sc("PATCH", path, { defaultResponderId: null });
  expect(at(cleared.body, "integration.defaultResponder.inherited")).toBe(true);
  const unknown = await zendesk.sc("PATCH", path, { defaultResponderId: "5f0d1e2a3b4c5d6e7f800000" });
  expect([unknown.status, code(unknown.body)]).toEqual([404, "switchboard_integration_not_found"]);
});

test("lists are filtered by types and come by pages", async () => {
  for (const type of ["web", "unity", "web"]) await make({ type });
  const list = async (query: string) => (await zendesk.sc("GET", `/integrations?${query}`)).body;
  const types = (body: unknown) => listAt(body, "integrations").map((one) => at(one, "type"));
  expect(types(await list("filter[types]=web,unity"))).toEqual(["web", "unity", "web"]);
  expect(types(await list("filter[types]=fax"))).toEqual([]);
  const first = await list("filter[types]=web,unity&page[size]=2");
  expect(types(first)).toEqual(["web", "unity"]);
  expect(at(first, "meta.hasMore")).toBe(true);
  expect(at(first, "meta.beforeCursor")).toBeUndefined();
  const next = await list(`filter[types]=web,unity&page[after]=${textAt(first, "meta.afterCursor")}`);
  expect(types(next)).toEqual(["web"]);
  expect(at(next, "meta.hasMore")).toBe(false);
  const followed = new URL(textAt(first, "links.next"));
  const again = await zendesk.call(
    "GET",
    followed.pathname + followed.search,
    undefined,
    zendesk.conversationsAuth(),
  );
  expect(types(again.body)).toEqual(["web"]);
});

test.each(["page[after]=abc", "page[size]=0", "page[size]=101", "page[size]=x"])(
  "%s is no page",
  async (query) => {
    const refused = await zendesk.sc("GET", `/integrations?${query}`);
    expect([refused.status, code(refused.body)]).toEqual([400, "bad_request"]);
  },
);

test("an id whose row is gone still marks its place in the list", async () => {
  const from = async (id: string) =>
    listAt((await zendesk.sc("GET", `/integrations?page[after]=${id}`)).body, "integrations").length;
  expect(await from("5f0d1e2a3b4c5d6e7f800000")).toBeGreaterThan(0);
  expect(await from("ffffffffffffffffffffffff")).toBe(0);
});
