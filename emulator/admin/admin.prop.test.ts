import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { at, type Started, startEmulator } from "../harness.ts";

let zendesk: Started;
let agentId = "";
beforeAll(async () => {
  zendesk = await startEmulator();
  agentId = zendesk.emulator.credentials().agents.find(({ role }) => role === "admin")?.id ?? "";
});
afterAll(() => zendesk.emulator.close());

const routes = [
  ["POST", "/integrations"],
  ["PATCH", "/integrations/{id}"],
  ["POST", "/integrations/{id}/keys"],
  ["POST", "/keys"],
  ["POST", "/api-tokens"],
  ["POST", "/oauth-clients"],
  ["PATCH", "/settings"],
  ["POST", "/team-members"],
  ["PATCH", "/team-members/{agent}"],
  ["POST", "/groups"],
  ["PATCH", "/groups/{group}"],
  ["PUT", "/groups/{group}/members/{agent}"],
] as const;

const value = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("http://", "https://a", "x@y.z", "admin", "away", "\ud800", "__proto__"),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 2 }),
);
const body = fc.record(
  {
    name: value,
    target: value,
    triggers: value,
    includeFullUser: value,
    includeFullSource: value,
    description: value,
    identifier: value,
    redirectUris: value,
    email: value,
    role: value,
    availability: value,
  },
  { requiredKeys: [] },
);

test("no body makes Admin Center's API fail by itself, and a refusal has a code and a sentence", async () => {
  const { integrationId, groups } = zendesk.emulator.credentials();
  const sent = fc.oneof(body, value);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), sent, async ([method, path], draft) => {
      const filled = path
        .replace("{id}", integrationId ?? "")
        .replace("{group}", groups[0]?.id ?? "")
        .replace("{agent}", agentId);
      const answer = await zendesk.call(method, `/admin/api${filled}`, draft, { "x-agent-id": agentId });
      expect(answer.status).toBeLessThan(500);
      if (answer.status < 400) return;
      expect(at(answer.body, "error")).toEqual(expect.any(String));
      expect(at(answer.body, "message")).toEqual(expect.any(String));
    }),
    { numRuns: 200 },
  );
});
