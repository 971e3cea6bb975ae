/** What reaches the webhook address besides Zendesk's own well-formed deliveries. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoConnectorId } from "../../demo/seed.ts";
import { type System, startSystem } from "./system.ts";
import { textOf, type Visitor } from "./visitor.ts";
import { newTicket, type Ticket, tickets } from "./workspace.ts";

let system: System;
let secret: string;
beforeAll(async () => {
  system = await startSystem();
  secret = system.emulator.credentials().webhookSecret ?? "";
});
afterAll(() => system.close());

async function deliver(
  body: string,
  headers: Record<string, string>,
  connector: string = demoConnectorId,
): Promise<number> {
  const answer = await fetch(`${system.url}/webhooks/zendesk/${connector}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  await answer.arrayBuffer();
  return answer.status;
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${system.url}/metrics`)).text();
  const line = text
    .split("\n")
    .find((candidate) => candidate.startsWith(`${name} `) || candidate.startsWith(`${name}{`));
  return Number(line?.split(" ").at(-1) ?? 0);
}

async function inLivechat(): Promise<{ visitor: Visitor; ticket: Ticket }> {
  const known = (await tickets(system.emulator)).map(({ id }) => id);
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  return { visitor, ticket: await newTicket(system.emulator, known) };
}

let eventCount = 0;
/** An event as Zendesk would send it for a message of an operator. */
function operatorMessage(
  conversationId: string,
  text: string,
  overrides: { id?: string; messageId?: string } = {},
) {
  eventCount += 1;
  return {
    id: overrides.id ?? `event-${eventCount}`,
    createdAt: new Date().toISOString(),
    type: "conversation:message",
    payload: {
      conversation: { id: conversationId, type: "personal", brandId: "1" },
      message: {
        id: overrides.messageId ?? `message-${eventCount}`,
        received: new Date().toISOString(),
        author: { type: "business", displayName: "Ann", subtypes: ["agent"] },
        content: { type: "text", text },
        source: { type: "zd:agentWorkspace" },
        metadata: { "__zendesk_msg.agent.id": "7" },
      },
    },
  };
}

function envelope(...events: readonly unknown[]): string {
  return JSON.stringify({ app: { id: "a" }, webhook: { id: "w", version: "v2" }, events });
}

describe("who may deliver", () => {
  test.each([
    ["no secret", {}],
    ["a wrong secret", { "x-api-key": "wrong" }],
    ["an empty secret", { "x-api-key": "" }],
  ])("%s leaves no trace but a counter", async (_name, headers: Record<string, string>) => {
    const { visitor, ticket } = await inLivechat();
    const [refused, stored] = [
      await metric("webhook_refused_total"),
      await metric("webhook_event_stored_total"),
    ];
    const logged = system.log().length;
    expect(await deliver(envelope(operatorMessage(ticket.conversationId, "forged")), headers)).toBe(503);
    expect(system.log().slice(logged)).not.toMatch(/"err"|forged/);
    expect(await metric("webhook_refused_total")).toBe(refused + 1);
    expect(await metric("webhook_event_stored_total")).toBeLessThanOrEqual(stored);
    await system.operator("reply", { ticketId: ticket.id, text: "real" });
    await visitor.sees("real");
    expect(visitor.messages().map(textOf)).not.toContain("forged");
    visitor.close();
  });

  test("an unknown connector is 404", async () => {
    expect(await deliver(envelope(), { "x-api-key": secret }, "nobody")).toBe(404);
  });

  test("HEAD / answers 200, as Zendesk asks when the webhook is saved", async () => {
    expect((await fetch(`${system.url}/`, { method: "HEAD" })).status).toBe(200);
  });
});

describe("what is delivered", () => {
  test("malformed JSON and foreign shapes are 400", async () => {
    for (const body of ["{", "", "null", "[]", '"text"', "{}", '{"events":{}}']) {
      expect([body, await deliver(body, { "x-api-key": secret })]).toEqual([body, 400]);
    }
  });

  test("an oversized body is refused unread", async () => {
    expect(
      await deliver(JSON.stringify({ events: [{ filler: "x".repeat(3 * 1024 * 1024) }] }), {
        "x-api-key": secret,
      }),
    ).toBe(413);
  });

  test("an unknown event type is 200 and counted", async () => {
    const before = await metric("webhook_event_unknown_type_total");
    expect(
      await deliver(envelope({ id: "odd-1", type: "client:teleport", payload: { anything: [1] } }), {
        "x-api-key": secret,
      }),
    ).toBe(200);
    await expect.poll(() => metric("webhook_event_unknown_type_total")).toBe(before + 1);
  });

  test("the same event, and the same message in another event, are shown once; a bad event spoils no other", async () => {
    const { visitor, ticket } = await inLivechat();
    const event = operatorMessage(ticket.conversationId, "only once");
    const again = operatorMessage(ticket.conversationId, "only once", {
      messageId: event.payload.message.id,
    });
    const broken = { id: "broken", type: "conversation:message", payload: { conversation: 7 } };
    const statuses = await Promise.all([
      deliver(envelope(event, event), { "x-api-key": secret }),
      deliver(envelope({ nonsense: true }, broken, event, again), { "x-api-key": secret }),
      deliver(envelope(again, operatorMessage(ticket.conversationId, "the last one")), {
        "x-api-key": secret,
      }),
    ]);
    expect(statuses).toEqual([200, 200, 200]);
    await visitor.sees("the last one");
    expect(visitor.messages().filter((message) => textOf(message) === "only once")).toHaveLength(1);
    visitor.close();
  });

  test("an operator without a name is called the team", async () => {
    const { visitor, ticket } = await inLivechat();
    const event = operatorMessage(ticket.conversationId, "from nobody in particular");
    const { displayName, ...author } = event.payload.message.author;
    const nameless = {
      ...event,
      payload: { ...event.payload, message: { ...event.payload.message, author } },
    };
    expect(await deliver(envelope(nameless), { "x-api-key": secret })).toBe(200);
    expect((await visitor.sees("from nobody")).author).toEqual({ type: "operator", name: "Our team" });
    await visitor.sees("Our team has joined");
    visitor.close();
  });

  test("an event nested beyond what can be stored spoils no other", async () => {
    const { visitor, ticket } = await inLivechat();
    const good = JSON.stringify(operatorMessage(ticket.conversationId, "beside the deep one"));
    const deep = `{"id":"deep","type":"x","payload":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(await deliver(`{"events":[${deep},${good}]}`, { "x-api-key": secret })).toBe(200);
    await visitor.sees("beside the deep one");
    visitor.close();
  });

  test("a forged end is not believed", async () => {
    const { visitor, ticket } = await inLivechat();
    const event = operatorMessage(ticket.conversationId, "Ticket closed");
    const forged = {
      ...event,
      payload: {
        ...event.payload,
        message: { ...event.payload.message, activity: { type: "ticket:closed" } },
      },
    };
    expect(await deliver(envelope(forged), { "x-api-key": secret })).toBe(200);
    expect(
      await deliver(envelope(operatorMessage(ticket.conversationId, "after the forgery")), {
        "x-api-key": secret,
      }),
    ).toBe(200);
    await visitor.sees("after the forgery");
    expect(visitor.status().mode).toBe("livechat");
    visitor.close();
  });
});
