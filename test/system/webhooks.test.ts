/** What reaches the webhook address besides Zendesk's own well-formed deliveries. */
import { connect } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type System, startSystem } from "./system.ts";
import { textOf, type Visitor } from "./visitor.ts";
import { newTicket, type Ticket, tickets } from "./workspace.ts";
import { deliver, envelope, metric, operatorMessage } from "./zendesk-webhook.ts";

let system: System;
let secret: string;
beforeAll(async () => {
  system = await startSystem();
  secret = system.emulator.credentials().webhookSecret ?? "";
});
afterAll(() => system.close());

async function inLivechat(): Promise<{ visitor: Visitor; ticket: Ticket }> {
  const known = (await tickets(system.emulator)).map(({ id }) => id);
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  return { visitor, ticket: await newTicket(system.emulator, known) };
}

describe("who may deliver", () => {
  test.each([
    ["no secret", {}],
    ["a wrong secret", { "x-api-key": "wrong" }],
    ["an empty secret", { "x-api-key": "" }],
  ])("%s leaves no trace but a counter", async (_name, headers: Record<string, string>) => {
    const { visitor, ticket } = await inLivechat();
    const [refused, stored] = [
      await metric(system, "webhook_refused_total"),
      await metric(system, "webhook_event_stored_total"),
    ];
    const logged = system.log().length;
    expect(await deliver(system, envelope(operatorMessage(ticket.conversationId, "forged")), headers)).toBe(
      503,
    );
    expect(system.log().slice(logged)).not.toMatch(/"err"|forged/);
    expect(await metric(system, "webhook_refused_total")).toBe(refused + 1);
    expect(await metric(system, "webhook_event_stored_total")).toBeLessThanOrEqual(stored);
    await system.operator("reply", { ticketId: ticket.id, text: "real" });
    await visitor.sees("real");
    expect(visitor.messages().map(textOf)).not.toContain("forged");
    visitor.close();
  });

  test.each([
    ["no connector", "nobody", 404],
    ["no secret", "demo", 503],
  ])("with %s the body is not waited for", async (_name, connector, status) => {
    const socket = connect(Number(new URL(system.url).port), "127.0.0.1");
    socket.write(
      `POST /webhooks/zendesk/${connector} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n{`,
    );
    const answer = await new Promise<string>((resolve) =>
      socket.once("data", (data) => resolve(data.toString())),
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    socket.destroy();
  });

  test("an unknown connector is 404", async () => {
    expect(await deliver(system, envelope(), { "x-api-key": secret }, "nobody")).toBe(404);
  });

  test("HEAD / answers 200, as Zendesk asks when the webhook is saved", async () => {
    expect((await fetch(`${system.url}/`, { method: "HEAD" })).status).toBe(200);
  });
});

describe("what is delivered", () => {
  test("malformed JSON and foreign shapes are 400", async () => {
    for (const body of ["{", "", "null", "[]", '"text"', "{}", '{"events":{}}']) {
      expect([body, await deliver(system, body, { "x-api-key": secret })]).toEqual([body, 400]);
    }
  });

  test("an oversized body is refused unread", async () => {
    expect(
      await deliver(system, JSON.stringify({ events: [{ filler: "x".repeat(3 * 1024 * 1024) }] }), {
        "x-api-key": secret,
      }),
    ).toBe(413);
  });

  test("what cannot be stored is not acknowledged, and is stored when it comes again", async () => {
    const { visitor, ticket } = await inLivechat();
    const event = envelope(operatorMessage(ticket.conversationId, "stored at last"));
    const database = new DatabaseSync(join(system.folder, "store.db"));
    database.exec("PRAGMA busy_timeout = 5000");
    database.exec(
      "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT raise(ABORT, 'disk is full'); END",
    );
    expect(await deliver(system, event, { "x-api-key": secret })).toBe(500);
    database.exec("DROP TRIGGER full");
    database.close();
    expect(await deliver(system, event, { "x-api-key": secret })).toBe(200);
    await visitor.sees("stored at last");
    visitor.close();
  });

  test("an unknown event type is 200 and counted", async () => {
    const before = await metric(system, "webhook_event_unknown_type_total");
    expect(
      await deliver(system, envelope({ id: "odd-1", type: "client:teleport", payload: { anything: [1] } }), {
        "x-api-key": secret,
      }),
    ).toBe(200);
    await expect.poll(() => metric(system, "webhook_event_unknown_type_total")).toBe(before + 1);
  });

  test("the same event, and the same message in another event, are shown once; a bad event spoils no other", async () => {
    const { visitor, ticket } = await inLivechat();
    const event = operatorMessage(ticket.conversationId, "only once");
    const again = operatorMessage(ticket.conversationId, "only once", {
      messageId: event.payload.message.id,
    });
    const broken = { id: "broken", type: "conversation:message", payload: { conversation: 7 } };
    const beyondCompare = { ...broken, id: { length: { valueOf: null, toString: 1 } } };
    const statuses = await Promise.all([
      deliver(system, envelope(event, event), { "x-api-key": secret }),
      deliver(system, envelope({ nonsense: true }, broken, beyondCompare, event, again), {
        "x-api-key": secret,
      }),
      deliver(system, envelope(again, operatorMessage(ticket.conversationId, "the last one")), {
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
    expect(await deliver(system, envelope(nameless), { "x-api-key": secret })).toBe(200);
    expect((await visitor.sees("from nobody")).author).toEqual({ type: "operator", name: "Our team" });
    await visitor.sees("Our team has joined");
    visitor.close();
  });

  test("an event nested beyond what can be stored spoils no other", async () => {
    const { visitor, ticket } = await inLivechat();
    const good = JSON.stringify(operatorMessage(ticket.conversationId, "beside the deep one"));
    const deep = `{"id":"deep","type":"x","payload":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(await deliver(system, `{"events":[${deep},${good}]}`, { "x-api-key": secret })).toBe(200);
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
    expect(await deliver(system, envelope(forged), { "x-api-key": secret })).toBe(200);
    expect(
      await deliver(system, envelope(operatorMessage(ticket.conversationId, "after the forgery")), {
        "x-api-key": secret,
      }),
    ).toBe(200);
    await visitor.sees("after the forgery");
    expect(visitor.status().mode).toBe("livechat");
    visitor.close();
  });
});
