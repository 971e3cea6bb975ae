import { afterEach, beforeEach, expect, test } from "vitest";
import { at, type Started, startEmulator } from "./harness.ts";

let zendesk: Started;
beforeEach(async () => {
  zendesk = await startEmulator();
});
afterEach(() => zendesk.emulator.close());

test("a ticket is born with the first user message once Agent Workspace has control", async () => {
  const { conversationId, userId, externalId } = await zendesk.open();
  await zendesk.post(conversationId, { type: "business", displayName: "Bot" }, "Earlier conversation");
  expect((await zendesk.pass(conversationId)).status).toBe(200);
  expect(await zendesk.ticketsOf(externalId)).toEqual([]);
  await zendesk.post(conversationId, { type: "user", userId }, "My cat is ill");
  const tickets = await zendesk.ticketsOf(externalId);
  expect(tickets).toHaveLength(1);
  expect(at(tickets[0], "status")).toBe("new");
  expect(at(tickets[0], "via.channel")).toBe("sunshine_conversations_api");
});
