import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { at, type Started, startEmulator } from "./harness.ts";

let zendesk: Started;
let conversationId: string;
let personId: string;
beforeAll(async () => {
  zendesk = await startEmulator();
  // The clock stands still: a minute's calls would soon be used up.
  zendesk.emulator.configure({ supportPlan: "unlimited" });
  const made = await zendesk.open();
  ({ conversationId } = made);
  await zendesk.pass(conversationId);
  await zendesk.post(conversationId, { type: "user", userId: made.userId }, "Hello");
  personId = String(at((await zendesk.api("GET", "/tickets/1")).body, "ticket.requester_id"));
});
afterAll(() => zendesk.emulator.close());

const routes = [
  ["POST", "sc", "/users"],
  ["PATCH", "sc", "/users/visitor-1"],
  ["POST", "sc", "/conversations"],
  ["PATCH", "sc", "/conversations/{id}"],
  ["POST", "sc", "/conversations/{id}/messages"],
  ["POST", "sc", "/conversations/{id}/activity"],
  ["POST", "sc", "/conversations/{id}/passControl"],
  ["POST", "sc", "/conversations/{id}/offerControl"],
  ["POST", "sc", "/conversations/{id}/acceptControl"],
  ["POST", "sc", "/conversations/{id}/releaseControl"],
  ["POST", "sc", "/attachments"],
  ["POST", "sc", "/attachments/remove"],
  ["POST", "sc", "/integrations"],
  ["POST", "sc", "/integrations/me/webhooks"],
  ["PATCH", "sc", ""],
  ["POST", "sc", "/keys"],
  ["POST", "sc", "/users/visitor-1/clients"],
  ["POST", "sc", "/users/visitor-1/sync"],
  ["POST", "sc", "/conversations/{id}/join"],
  ["POST", "sc", "/conversations/{id}/leave"],
  ["POST", "sc", "/integrations/me/keys"],
  ["PATCH", "sc", "/integrations/5f0d1e2a3b4c5d6e7f809105"],
  ["POST", "sc", "/integrations/5f0d1e2a3b4c5d6e7f809105/webhooks"],
  ["POST", "sc", "/integrations/5f0d1e2a3b4c5d6e7f809105/keys"],
  ["PATCH", "sc", "/switchboards/5f0d1e2a3b4c5d6e7f809102"],
  ["POST", "sc", "/switchboards/5f0d1e2a3b4c5d6e7f809102/switchboardIntegrations"],
  ["POST", "api", "/groups"],
  ["POST", "api", "/group_memberships"],
  ["POST", "api", "/tickets"],
  ["PUT", "api", "/tickets/1"],
  ["PUT", "api", "/tickets/1/tags"],
  ["POST", "api", "/users"],
  ["POST", "api", "/users/create_or_update"],
  ["PUT", "api", "/users/{person}"],
  ["POST", "api", "/users/{person}/identities"],
  ["POST", "api", "/ticket_fields"],
  ["POST", "api", "/uploads?filename=x"],
  ["PUT", "api", "/agent_availabilities/agent_statuses/agents/3"],
  ["POST", "call", "/oauth/authorizations"],
  ["POST", "call", "/oauth/tokens"],
  ["POST", "call", "/_emulator/faults"],
  ["POST", "call", "/_emulator/restore"],
  ["POST", "call", "/_emulator/agent/reply"],
  ["POST", "call", "/_emulator/agent/assign"],
  ["POST", "call", "/_emulator/agent/availability"],
  ["POST", "call", "/_emulator/users/merge"],
  ["POST", "call", "/_emulator/visitor/postback"],
  ["POST", "call", "/_emulator/visitor/rate"],
  ["POST", "call", "/_emulator/clock"],
  ["POST", "call", "/_emulator/visitor/postback"],
  ["POST", "call", "/_emulator/visitor/press"],
  ["POST", "call", "/_emulator/visitor/rate"],
  ["POST", "call", "/_emulator/visitor/form"],
  ["POST", "call", "/_emulator/visitor/activity"],
  ["POST", "call", "/_emulator/visitor/end"],
  ["POST", "call", "/_emulator/redact"],
  ["PATCH", "call", "/_emulator/settings"],
  ["PATCH", "call", "/_emulator/webhooks/demo"],
  ["POST", "call", "/agent/api/tickets/1/reply"],
  ["POST", "call", "/agent/api/agents/1/availability"],
  ["POST", "call", "/agent/api/tickets/1/assign"],
  ["POST", "call", "/agent/api/tickets/1/status"],
] as const;

/** Bodies with the right names and any values. */
const value = fc.oneof(
  fc.string(),
  fc.constantFrom("user", "business", "text", "image", "custom", "zd:agentWorkspace", "next", "__proto__"),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const name = fc.constantFrom(
  "author",
  "content",
  "type",
  "text",
  "mediaUrl",
  "metadata",
  "participants",
  "userId",
  "externalId",
  "profile",
  "switchboardIntegration",
  "group",
  "user",
  "ticket_field",
  "identity",
  "comment",
  "custom_fields",
  "tags",
  "name",
  "ticket",
  "group_id",
  "status",
  "agentId",
  "ticketId",
  "file",
  "path",
  "action",
  "target",
  "triggers",
  "items",
  "actions",
  "fields",
  "destination",
  "integrationType",
  "matchCriteria",
  "settings",
  "__proto__",
);
const { body } = fc.letrec((tie) => ({
  body: fc.oneof(
    { maxDepth: 3 },
    value,
    fc.dictionary(name, tie("body"), { maxKeys: 5 }),
    fc.array(tie("body"), { maxLength: 3 }),
  ),
}));

test("no body makes the emulator fail by itself", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), body, async ([method, api, path], sent) => {
      const answer = await zendesk[api](
        method,
        path.replace("{id}", conversationId).replace("{person}", personId),
        sent,
      );
      // A fault that was added on purpose must not be taken for a failure.
      zendesk.emulator.faults.clear();
      expect(answer.status).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
});

test("no query or path makes it fail either", async () => {
  const paths = fc.constantFrom(
    "/sc/v2/apps/x/conversations",
    `/sc/v2/apps/${zendesk.emulator.credentials().appId}/conversations`,
    "/sc/attachments/v2/x/y",
    "/sc/downloads/x/y",
    "/api/v2/groups",
    "/api/v2/users/search",
    "/api/v2/tickets/show_many",
    "/api/v2/search",
    "/api/v2/search/export",
    "/api/v2/users",
    "/api/v2/tickets/1/comments",
    "/api/v2/tickets/1/conversation_log",
    "/api/v2/agent_availabilities",
    "/oauth/authorizations/new",
    "/agent/api/tickets",
    "/_emulator/ledger",
    "/_emulator/webhooks",
    "/_emulator/faults",
  );
  const key = fc.constantFrom(
    "page[size]",
    "page[after]",
    "page[before]",
    "page",
    "ids",
    "query",
    "filter[userId]",
    "filter[type]",
    "per_page",
    "external_ids",
    "sort",
    "view",
  );
  const headers = { ...zendesk.supportAuth() };
  await fc.assert(
    fc.asyncProperty(paths, fc.dictionary(key, fc.string()), fc.string(), async (path, query, tail) => {
      const search = new URLSearchParams(query).toString();
      const url = `${path}${tail === "" ? "" : `/${encodeURIComponent(tail)}`}?${search}`;
      const auth = path.startsWith("/sc/") ? zendesk.conversationsAuth() : headers;
      expect((await zendesk.call("GET", url, undefined, auth)).status).toBeLessThan(500);
    }),
    { numRuns: 200 },
  );
});
