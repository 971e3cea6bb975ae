/** The webhook's shared secret: read through the API, rotated, and never believed out of date. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { linkDemo } from "../../demo/link.ts";
import { sunco } from "./sunco.ts";
import { adminPassword, type System, startSystem } from "./system.ts";
import { deliver, envelope } from "./zendesk-webhook.ts";

let system: System;
beforeEach(async () => {
  system = await startSystem({}, { link: false });
});
afterEach(() => system.close());

const minute = 60_000;
const delivery = envelope();

async function link(): Promise<string> {
  await linkDemo({
    server: system.url,
    emulator: system.emulator.url,
    username: "admin",
    password: adminPassword,
  });
  return system.emulator.credentials().webhookSecret ?? "";
}

/** Replaces the webhook at Zendesk: the new one has a new secret. */
async function rotate(): Promise<string> {
  const { integrationId, webhookId } = system.emulator.credentials();
  const target = `${system.url}/webhooks/zendesk/demo`;
  await sunco(system, "DELETE", `/integrations/${integrationId}/webhooks/${webhookId}`);
  const created = await sunco(system, "POST", `/integrations/${integrationId}/webhooks`, {
    target,
    triggers: ["conversation:message"],
    includeFullUser: true,
    includeFullSource: true,
  });
  return z.object({ webhook: z.object({ secret: z.string() }) }).parse(created).webhook.secret;
}

test("before the first Update every delivery is asked to come again", async () => {
  expect(await deliver(system, delivery, { "x-api-key": "anything" })).toBe(503);
});

test("a secret that changed at Zendesk is read anew, at most once a minute; the one before stays good for 20 minutes", async () => {
  const first = await link();
  expect(await deliver(system, delivery, { "x-api-key": first })).toBe(200);
  const second = await rotate();
  expect(second).not.toBe(first);

  // Read a moment ago at Update: we may be the ones who are out of date.
  expect(await deliver(system, delivery, { "x-api-key": second })).toBe(503);
  system.advance(minute);
  expect(await deliver(system, delivery, { "x-api-key": second })).toBe(200);
  expect(await deliver(system, delivery, { "x-api-key": first })).toBe(200);
  system.advance(20 * minute);
  expect(await deliver(system, delivery, { "x-api-key": first })).toBe(401);
  expect(await deliver(system, delivery, { "x-api-key": second })).toBe(200);
});

test("a wrong secret is refused for good only against one read this moment", async () => {
  await link();
  system.advance(minute);
  expect(await deliver(system, delivery, { "x-api-key": "wrong" })).toBe(401);
  expect(await deliver(system, delivery, { "x-api-key": "wrong" })).toBe(503);
});

test("while the secret cannot be read, nothing is refused for good", async () => {
  await link();
  system.advance(minute);
  system.emulator.faults.add({
    method: "GET",
    path: "/sc/v2/apps/*/integrations/*/webhooks",
    times: 1,
    action: "status",
    status: 500,
  });
  expect(await deliver(system, delivery, { "x-api-key": "wrong" })).toBe(503);
});
