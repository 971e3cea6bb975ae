import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, startReceiver, textAt } from "../harness.ts";

let zendesk: Started;
let board: string;
let seats: string;
beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(async () => {
  zendesk.emulator.reset("demo");
  board = `/switchboards/${textAt((await zendesk.sc("GET", "/switchboards")).body, "switchboards.0.id")}`;
  seats = `${board}/switchboardIntegrations`;
});

const code = (body: unknown) => at(body, "errors.0.code");
const custom = () => zendesk.emulator.credentials().integrationId ?? "";
const addSeat = (body: object) => zendesk.sc("POST", seats, body);
const seatId = (body: unknown) => textAt(body, "switchboardIntegration.id");
const unknownId = "5f0d1e2a3b4c5d6e7f800000";

test("an app has one switchboard; without it there are no seats, and a new one starts off", async () => {
  const second = await zendesk.sc("POST", "/switchboards", {});
  expect(at(second.body, "errors.0.title")).toBe("Only one switchboard can be created per app");
  expect((await zendesk.sc("DELETE", board)).status).toBe(200);
  expect((await zendesk.sc("GET", "/switchboards")).body).toEqual({ switchboards: [] });
  const gone = await zendesk.sc("GET", seats);
  expect([gone.status, code(gone.body)]).toEqual([404, "switchboard_not_found"]);

  const made = await zendesk.sc("POST", "/switchboards");
  expect(made.status).toBe(201);
  expect(at(made.body, "switchboard.enabled")).toBe(false);
  board = `/switchboards/${textAt(made.body, "switchboard.id")}`;
  const early = await zendesk.sc("PATCH", board, { enabled: true });
  expect([early.status, code(early.body)]).toEqual([404, "switchboard_integration_not_found"]);
  seats = `${board}/switchboardIntegrations`;
  const seat = await addSeat({ name: "zd-agentWorkspace", integrationType: "zd:agentWorkspace" });
  const id = seatId(seat.body);
  const on = await zendesk.sc("PATCH", board, { enabled: true, defaultSwitchboardIntegrationId: id });
  expect(at(on.body, "switchboard")).toMatchObject({ enabled: true, defaultSwitchboardIntegrationId: id });
  const { conversationId } = await zendesk.open();
  const read = await zendesk.sc("GET", `/conversations/${conversationId}`);
  expect(at(read.body, "conversation.activeSwitchboardIntegration.id")).toBe(id);
});

test("a seat is added, changed and taken away", async () => {
  const made = await addSeat({ name: "ours", integrationId: custom(), messageHistoryCount: 5 });
  expect(made.status).toBe(201);
  const id = seatId(made.body);
  expect(at(made.body, "switchboardIntegration")).toEqual({
    id,
    name: "ours",
    integrationId: custom(),
    integrationType: "custom",
    deliverStandbyEvents: true,
    messageHistoryCount: 5,
  });
  const all = await zendesk.sc("GET", seats);
  const workspace = textAt(all.body, "switchboardIntegrations.0.id");
  const patched = await zendesk.sc("PATCH", `${seats}/${id}`, {
    name: "bot",
    deliverStandbyEvents: false,
    nextSwitchboardIntegrationId: workspace,
    messageHistoryCount: null,
  });
  expect(at(patched.body, "switchboardIntegration")).toEqual({
    id,
    name: "bot",
    integrationId: custom(),
    integrationType: "custom",
    deliverStandbyEvents: false,
    nextSwitchboardIntegrationId: workspace,
  });
  expect((await zendesk.sc("DELETE", `${seats}/${id}`)).status).toBe(200);
  const gone = await zendesk.sc("DELETE", `${seats}/${id}`);
  expect([gone.status, code(gone.body)]).toEqual([404, "switchboard_integration_not_found"]);
});

test("the default and another's next cannot be taken away", async () => {
  const all = await zendesk.sc("GET", seats);
  const [workspace, bot] = [0, 1].map((index) => textAt(all.body, `switchboardIntegrations.${index}.id`));
  expect((await zendesk.sc("DELETE", `${seats}/${workspace}`)).status).toBe(400);
  await zendesk.sc("PATCH", `${seats}/${workspace}`, { nextSwitchboardIntegrationId: bot });
  expect((await zendesk.sc("DELETE", `${seats}/${bot}`)).status).toBe(400);
  await zendesk.sc("PATCH", board, { defaultSwitchboardIntegrationId: bot });
  expect((await zendesk.sc("DELETE", `${seats}/${workspace}`)).status).toBe(200);
});

test("a conversation whose seat was taken away is nobody's", async () => {
  const id = seatId((await addSeat({ name: "ours", integrationId: custom() })).body);
  const { conversationId } = await zendesk.open();
  await zendesk.sc("POST", `/conversations/${conversationId}/passControl`, { switchboardIntegration: id });
  await zendesk.sc("DELETE", `${seats}/${id}`);
  const read = await zendesk.sc("GET", `/conversations/${conversationId}`);
  expect(at(read.body, "conversation.activeSwitchboardIntegration")).toBeUndefined();
});

test.each([
  ["no name", { integrationType: "zd:agentWorkspace" }, 400, "bad_request"],
  ["a name with a blank", { name: "a b", integrationType: "x" }, 400, "bad_request"],
  ["neither id nor type", { name: "a" }, 400, "bad_request"],
  ["both id and type", { name: "a", integrationId: unknownId, integrationType: "x" }, 400, "bad_request"],
  ["a name that is taken", { name: "zd-answerBot", integrationType: "x" }, 400, "bad_request"],
  ["a long history", { name: "a", integrationType: "x", messageHistoryCount: 11 }, 400, "bad_request"],
  ["an unknown integration", { name: "a", integrationId: unknownId }, 404, "integration_not_found"],
  [
    "an unknown next",
    { name: "a", integrationType: "x", nextSwitchboardIntegrationId: unknownId },
    404,
    "switchboard_integration_not_found",
  ],
])("%s is refused", async (_name, body, status, wanted) => {
  const refused = await addSeat(body);
  expect([refused.status, code(refused.body)]).toEqual([status, wanted]);
});

test("a switchboard has ten seats at most", async () => {
  for (let index = 2; index < 10; index += 1)
    expect((await addSeat({ name: `seat-${index}`, integrationType: "x" })).status).toBe(201);
  const refused = await addSeat({ name: "one-more", integrationType: "x" });
  expect([refused.status, code(refused.body)]).toEqual([400, "too_many_switchboard_integrations"]);
  expect(listAt((await zendesk.sc("GET", seats)).body, "switchboardIntegrations")).toHaveLength(10);
});

test("when it is off, an integration on standby hears everything", async () => {
  const receiver = await startReceiver();
  const { integrationId, webhookId } = zendesk.emulator.credentials();
  await zendesk.sc("PATCH", `/integrations/${integrationId}/webhooks/${webhookId}`, { target: receiver.url });
  await addSeat({ name: "ours", integrationId: custom(), deliverStandbyEvents: false });
  const { conversationId } = await zendesk.open();
  await zendesk.post(conversationId, { type: "business" }, "unheard");
  await zendesk.sc("PATCH", board, { enabled: false });
  await zendesk.post(conversationId, { type: "business" }, "heard");
  await receiver.until((all) => all.some(({ method }) => method === "POST"));
  const posted = receiver.received.filter(({ method }) => method === "POST");
  expect(posted.map(({ body }) => at(body, "events.0.payload.message.content.text"))).toEqual(["heard"]);
  receiver.close();
});
