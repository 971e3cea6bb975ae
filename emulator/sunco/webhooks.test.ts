import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";

let zendesk: Started;
let path: string;
beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(async () => {
  zendesk.emulator.reset("demo");
  path = `/integrations/${zendesk.emulator.credentials().integrationId}/webhooks`;
});

const code = (body: unknown) => at(body, "errors.0.code");
const target = "http://127.0.0.1:9/hook";

test("a webhook is made, read, changed and deleted; its secret stays", async () => {
  const made = await zendesk.sc("POST", path, {
    target,
    triggers: ["conversation:message:delivery:user", "passthrough:messaging", "conversation:referral"],
  });
  expect(made.status).toBe(201);
  expect(at(made.body, "webhook")).toMatchObject({
    version: "v2",
    includeFullUser: false,
    includeFullSource: false,
  });
  const secret = textAt(made.body, "webhook.secret");
  const one = `${path}/${textAt(made.body, "webhook.id")}`;
  const patched = await zendesk.sc("PATCH", one, { triggers: ["user:merge"], includeFullUser: true });
  expect(at(patched.body, "webhook")).toMatchObject({
    secret,
    target,
    triggers: ["user:merge"],
    includeFullUser: true,
  });
  expect((await zendesk.sc("GET", one)).body).toEqual(patched.body);
  expect((await zendesk.sc("DELETE", one)).body).toEqual({});
  const gone = await zendesk.sc("GET", one);
  expect([gone.status, code(gone.body)]).toEqual([404, "not_found"]);
});

test.each([
  ["an unknown trigger", { target, triggers: ["conversation:smell"] }],
  ["a trigger in other letters", { target, triggers: ["Conversation:Message"] }],
  ["no trigger", { target, triggers: [] }],
  ["no target", { triggers: ["user:merge"] }],
  ["plain http elsewhere", { target: "http://example.org/x", triggers: ["user:merge"] }],
  ["no address", { target: "hook", triggers: ["user:merge"] }],
])("%s is refused", async (_name, body) => {
  const refused = await zendesk.sc("POST", path, body);
  expect([refused.status, code(refused.body)]).toEqual([400, "bad_request"]);
});

test("an app has ten webhooks at most", async () => {
  const make = () => zendesk.sc("POST", path, { target, triggers: ["user:merge"] });
  const statuses: number[] = [];
  for (let index = 0; index < 10; index += 1) statuses.push((await make()).status);
  expect(statuses).toEqual([...Array.from({ length: 9 }, () => 201), 400]);
  expect(listAt((await zendesk.sc("GET", path)).body, "webhooks")).toHaveLength(10);
  const custom = await zendesk.sc("POST", "/integrations", {
    type: "custom",
    webhooks: [{ target, triggers: ["user:merge"] }],
  });
  expect(custom.status).toBe(400);
});

test("channels have no webhooks, and another integration's are out of reach", async () => {
  const web = await zendesk.sc("POST", "/integrations", { type: "web" });
  const ofWeb = `/integrations/${textAt(web.body, "integration.id")}/webhooks`;
  expect((await zendesk.sc("GET", ofWeb)).status).toBe(400);
  const own = await zendesk.sc("POST", path.replace("webhooks", "keys"), { displayName: "own" });
  const headers = zendesk.basic(textAt(own.body, "key.id"), textAt(own.body, "key.secret"));
  expect((await zendesk.sc("GET", ofWeb, undefined, headers)).status).toBe(403);
  const other = await zendesk.sc("GET", `${path}/5f0d1e2a3b4c5d6e7f800000`);
  expect([other.status, code(other.body)]).toEqual([404, "not_found"]);
});
