import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, startReceiver, textAt } from "../harness.ts";

let zendesk: Started;
let conversationId: string;
let integrationId: string;
beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(async () => {
  zendesk.emulator.reset("demo");
  ({ conversationId } = await zendesk.open());
  const made = await zendesk.sc("POST", "/integrations", { type: "whatsapp" });
  integrationId = textAt(made.body, "integration.id");
});

const clients = "/users/visitor-1/clients";
const code = (body: unknown) => at(body, "errors.0.code");
const link = (body: object = {}) =>
  zendesk.sc("POST", clients, {
    matchCriteria: { type: "whatsapp", integrationId, phoneNumber: "+1 212-555-2368" },
    confirmation: { type: "userActivity" },
    target: { conversationId },
    ...body,
  });

test("a client is linked, listed by pages, and removed, which webhooks tell", async () => {
  const receiver = await startReceiver();
  await zendesk.sc("POST", `/integrations/${zendesk.emulator.credentials().integrationId}/webhooks`, {
    target: receiver.url,
    triggers: ["client:add", "client:remove", "client:update"],
  });
  const made = await link();
  expect(made.status).toBe(201);
  const id = textAt(made.body, "client.id");
  expect(at(made.body, "client")).toMatchObject({ type: "whatsapp", status: "pending", integrationId });
  const now = await link({ confirmation: { type: "immediate" } });
  expect(at(now.body, "client.status")).toBe("pending");

  const first = await zendesk.sc("GET", `${clients}?page[size]=1`);
  expect(listAt(first.body, "clients").map((one) => at(one, "id"))).toEqual([id]);
  const second = await zendesk.sc("GET", `${clients}?page[after]=${id}`);
  expect(at(second.body, "clients.0")).toMatchObject({ status: "active", externalId: "+1 212-555-2368" });
  const members = await zendesk.sc("GET", `/conversations/${conversationId}/participants`);
  expect(at(members.body, "participants.0.clientAssociations")).toEqual([
    { type: "whatsapp", clientId: textAt(now.body, "client.id") },
  ]);

  expect((await zendesk.sc("DELETE", `${clients}/${id}`)).body).toEqual({});
  const gone = await zendesk.sc("DELETE", `${clients}/${id}`);
  expect([gone.status, code(gone.body)]).toEqual([404, "client_not_found"]);

  const posts = () => receiver.received.filter(({ method }) => method === "POST");
  await receiver.until(() => posts().length === 4);
  const told = posts().map(
    ({ body }) => `${textAt(body, "events.0.type")} ${textAt(body, "events.0.payload.reason")}`,
  );
  expect(told.toSorted()).toEqual([
    "client:add channelLinking",
    "client:add channelLinking",
    "client:remove api",
    "client:update confirmed",
  ]);
  receiver.close();
});

test.each([
  ["without criteria", { matchCriteria: undefined }, 400, "bad_request"],
  [
    "of a kind that cannot be linked",
    { matchCriteria: { type: "line", integrationId: "x" } },
    400,
    "bad_request",
  ],
  [
    "with a number without country",
    { matchCriteria: { type: "whatsapp", integrationId: "x", phoneNumber: "212" } },
    400,
    "bad_request",
  ],
  [
    "of an unknown integration",
    { matchCriteria: { type: "mailgun", integrationId: "x", address: "a@example.org" } },
    404,
    "integration_not_found",
  ],
  ["for an unknown conversation", { target: { conversationId: "x" } }, 404, "conversation_not_found"],
])("a link %s is refused", async (_name, body, status, wanted) => {
  const refused = await link(body);
  expect([refused.status, code(refused.body)]).toEqual([status, wanted]);
});

test("the integration must be of the type that is asked for", async () => {
  const matchCriteria = { type: "twilio", integrationId, phoneNumber: "+1 212-555-2368" };
  expect((await link({ matchCriteria })).status).toBe(400);
});

test("nobody has devices", async () => {
  expect((await zendesk.sc("GET", "/users/visitor-1/devices")).body).toEqual({ devices: [] });
  const one = await zendesk.sc("GET", "/users/visitor-1/devices/5f0d1e2a3b4c5d6e7f800000");
  expect([one.status, code(one.body)]).toEqual([404, "device_not_found"]);
  expect(code((await zendesk.sc("GET", "/users/nobody/devices")).body)).toBe("user_not_found");
});
