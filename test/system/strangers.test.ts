/** Webhook events of conversations that we do not know (yet): all conversations of the account come to us. */
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { demoConnectorId } from "../../demo/seed.ts";
import { emptyConnector } from "../../src/console/general.ts";
import { openSecrets } from "../../src/secrets/keys.ts";
import type { Connector } from "../../src/store/port.ts";
import { withWebhookSecret } from "../../src/zendesk/account.ts";
import { type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import { textOf, type Visitor } from "./visitor.ts";
import { deliver, envelope, metric, operatorMessage } from "./zendesk-webhook.ts";

const conversations = "/sc/v2/apps/*/conversations$";

let system: System;
let headers: Record<string, string>;
beforeAll(async () => {
  system = await startSystem();
  headers = { "x-api-key": system.emulator.credentials().webhookSecret ?? "" };
});
afterAll(() => system.close());

/** Handoffs that waited for their conversation have given up. */
async function nobodyWaits(): Promise<void> {
  system.advance(2 * 60_000);
  // Timers that a settable clock made due run when a new one is set.
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  visitor.close();
  await expect.poll(() => system.app.store.handoffs.awaitsConversation(demoConnectorId)).toBe(false);
}

/** Zendesk does not answer yet where the conversation is created. */
async function handoffWithoutConversation() {
  const { id } = system.emulator.faults.add({ method: "POST", path: conversations, action: "hang" });
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await until(
    () =>
      system.emulator.faults.list().some((fault) => fault.id === id && fault.struck > 0) ? true : undefined,
    "our attempt to create the conversation",
  );
  return { visitor, handoff: (await system.app.store.handoffs.open()).at(-1) };
}

test("an event ahead of our own commit is matched by the handoff's id in its metadata", async () => {
  const { visitor, handoff } = await handoffWithoutConversation();
  const early = operatorMessage("not-known-yet", "from a conversation not known yet", {
    metadata: { zlcHandoff: handoff?.id ?? "" },
  });
  expect(await deliver(system, envelope(early), headers)).toBe(200);
  await visitor.sees("not known yet");
  // With an operator there, nothing else ends the attempt to connect.
  visitor.leave();
  await visitor.isIn("bot");
  visitor.close();
});

test("an event of a conversation whose creation is in doubt is kept, and brought in once it is known", async () => {
  system.emulator.faults.add({ method: "POST", path: conversations, action: "acceptAndDrop" });
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  const created = z.object({ conversation: z.object({ id: z.string() }) });
  const { conversation } = await until(() => {
    const accepted = system.emulator.ledger().findLast((entry) => entry.fault?.action === "acceptAndDrop");
    return accepted && created.parse(accepted.response);
  }, "the conversation");
  const early = envelope(operatorMessage(conversation.id, "quicker than the answer"));
  expect(await deliver(system, early, headers)).toBe(200);
  expect(await system.app.store.handoffs.findByZendeskConversation(demoConnectorId, conversation.id)).toBe(
    undefined,
  );
  await visitor.sees("quicker than the answer");
  await visitor.isIn("livechat");
  visitor.close();
});

test("an event that names a handoff of another connector is not believed", async () => {
  const { visitor, handoff } = await handoffWithoutConversation();
  const { store } = system.app;
  await store.bots.save({ id: "other", name: "Other", escalationType: "ZENDESK" });
  const { box } = await openSecrets({ dataDir: system.folder, secretKey: undefined, facts: store.facts });
  const other: Connector = {
    ...emptyConnector("other"),
    id: "other",
    state: "unchecked",
    integrationId: "other",
  };
  await store.connectors.save(withWebhookSecret(other, "its own secret", box, Date.now()));

  const theirs = { "x-api-key": "its own secret" };
  const foreign = await metric(system, "webhook_event_foreign_total");
  const forged = operatorMessage("of-the-other", "from the other account", {
    metadata: { zlcHandoff: handoff?.id ?? "" },
  });
  expect(await deliver(system, envelope(forged), theirs, "other")).toBe(200);
  system.advance(16 * 60_000);
  await deliver(system, envelope({ id: "wake-other", type: "client:add", payload: {} }), theirs, "other");
  await expect.poll(() => metric(system, "webhook_event_foreign_total")).toBe(foreign + 1);
  expect(visitor.messages().map(textOf)).not.toContain("from the other account");
  visitor.close();
});

test("an event that names a handoff whose conversation is another one is not believed", async () => {
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  const handoff = (await system.app.store.handoffs.open()).at(-1);
  const foreign = await metric(system, "webhook_event_foreign_total");
  const copied = operatorMessage("a-copy", "from a copy", { metadata: { zlcHandoff: handoff?.id ?? "" } });
  expect(await deliver(system, envelope(copied), headers)).toBe(200);
  system.advance(16 * 60_000);
  await deliver(system, envelope({ id: "wake-copy", type: "client:add", payload: {} }), headers);
  await expect.poll(() => metric(system, "webhook_event_foreign_total")).toBe(foreign + 1);
  expect(visitor.messages().map(textOf)).not.toContain("from a copy");
  visitor.close();
});

test("an event of a stranger is foreign at once, and shown to nobody", async () => {
  await nobodyWaits();
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  const foreign = await metric(system, "webhook_event_foreign_total");
  const event = envelope(operatorMessage("a-stranger", "for somebody else"));
  expect(await deliver(system, event, headers)).toBe(200);
  await expect.poll(() => metric(system, "webhook_event_foreign_total")).toBe(foreign + 1);
  expect(visitor.messages().map(textOf)).not.toContain("for somebody else");
  visitor.close();
});

test("an event that may be of a handoff which waits for its conversation is kept, but no longer than 15 minutes", async () => {
  await nobodyWaits();
  const foreign = await metric(system, "webhook_event_foreign_total");
  const wake = () =>
    deliver(system, envelope({ id: `wake-${Math.random()}`, type: "client:add", payload: {} }), headers);
  system.emulator.faults.add({
    method: "POST",
    path: conversations,
    action: "status",
    status: 503,
    times: 1_000,
  });
  const visitors: Visitor[] = [];
  /** Each gives up after a minute: before one does, the next one waits. */
  const keepWaiting = async (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      const visitor = await system.visitor({ language: "en" });
      visitors.push(visitor);
      await visitor.say("I want to talk to a person");
      await visitor.isIn("connecting");
      system.advance(58_000);
      await wake();
    }
    expect(await system.app.store.handoffs.awaitsConversation(demoConnectorId)).toBe(true);
  };
  await keepWaiting(1);
  expect(await deliver(system, envelope(operatorMessage("unknown", "for whom")), headers)).toBe(200);
  await keepWaiting(15);
  await expect.poll(async () => (await system.app.store.inbox.due(10)).length).toBe(0);
  expect(await metric(system, "webhook_event_foreign_total")).toBe(foreign);
  await keepWaiting(1);
  await expect.poll(() => metric(system, "webhook_event_foreign_total")).toBe(foreign + 1);
  for (const visitor of visitors) visitor.close();
});
