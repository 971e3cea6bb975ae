/** How a livechat ends, signal by signal: the visitor is told once, and the bot is back. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sunco } from "./sunco.ts";
import { type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import { textOf, type Visitor } from "./visitor.ts";
import { newTicket, type Ticket, ticketThat, words } from "./workspace.ts";

let system: System;
beforeEach(async () => {
  system = await startSystem();
});
afterEach(() => system.close());

async function inLivechat(): Promise<{ visitor: Visitor; ticket: Ticket }> {
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  return { visitor, ticket: await newTicket(system.emulator, []) };
}

/** A user's first conversation is his default and cannot be deleted: the second can. */
async function deleteSecondConversation(visitor: Visitor, first: Ticket): Promise<void> {
  visitor.leave();
  await visitor.isIn("bot");
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  const { conversationId } = await newTicket(system.emulator, [first.id]);
  await sunco(system, "DELETE", `/conversations/${conversationId}`);
}

/** Subscribes our webhook to more than the one trigger it needs. */
async function subscribe(triggers: readonly string[]): Promise<void> {
  const { integrationId, webhookId } = system.emulator.credentials();
  await sunco(system, "PATCH", `/integrations/${integrationId}/webhooks/${webhookId}`, { triggers });
}

/** Waits until the bot answers again, and gives the notices of the end. */
async function endOf(visitor: Visitor): Promise<readonly string[]> {
  await visitor.isIn("bot");
  await visitor.say("what are your opening hours?");
  await visitor.sees("Monday");
  return visitor
    .messages()
    .flatMap(({ content }) =>
      content.type === "notice" && content.notice.startsWith("ended") ? [content.notice] : [],
    );
}

describe("with only messages subscribed, as the console asks for", () => {
  test("the operator ends the session", async () => {
    const { visitor, ticket } = await inLivechat();
    await system.operator("end-session", { ticketId: ticket.id });
    expect(await endOf(visitor)).toEqual(["ended_by_operator"]);
  });

  test("the operator ends the session and no message tells", async () => {
    system.emulator.configure({ endSessionActivityMessage: false });
    const { visitor, ticket } = await inLivechat();
    // Only an account in which operators were once recognised is believed to have lost them.
    await until(() => system.app.store.facts.get("operators recognised at demo"), "a look at the account");
    await system.operator("end-session", { ticketId: ticket.id });
    expect(await endOf(visitor)).toEqual(["ended_by_operator"]);
  });

  test("the ticket is closed", async () => {
    const { visitor, ticket } = await inLivechat();
    await system.operator("close", { ticketId: ticket.id });
    expect(await endOf(visitor)).toEqual(["ended_by_operator"]);
  });

  test("the conversation is deleted", async () => {
    const { visitor, ticket } = await inLivechat();
    await deleteSecondConversation(visitor, ticket);
    expect(await endOf(visitor)).toEqual(["ended_by_visitor", "ended_unreachable"]);
  });

  test("a solved ticket is no end: the visitor's message opens it again", async () => {
    const { visitor, ticket } = await inLivechat();
    await system.operator("reply", { ticketId: ticket.id, text: "Solved, I think." });
    await system.operator("solve", { ticketId: ticket.id });
    await visitor.sees("Solved, I think.");
    await visitor.say("Not yet.");
    const reopened = await ticketThat(
      system.emulator,
      ticket.id,
      ({ messages }) => messages.some((message) => words(message) === "Not yet."),
      "the visitor's words",
    );
    expect(reopened.status).toBe("open");
    expect(visitor.status().mode).toBe("livechat");
  });
});

describe("with the switchboard's events subscribed", () => {
  test.each([
    ["end-session", "switchboard:releaseControl"],
    ["close", "switchboard:passControl"],
  ] as const)("%s, told by %s and by a message, ends once", async (action, _trigger) => {
    await subscribe(["conversation:message", "switchboard:passControl", "switchboard:releaseControl"]);
    const { visitor, ticket } = await inLivechat();
    await system.operator(action, { ticketId: ticket.id });
    expect(await endOf(visitor)).toEqual(["ended_by_operator"]);
  });

  test("conversation:remove is an end", async () => {
    await subscribe(["conversation:message", "conversation:remove"]);
    const { visitor, ticket } = await inLivechat();
    await deleteSecondConversation(visitor, ticket);
    expect(await endOf(visitor)).toEqual(["ended_by_visitor", "ended_unreachable"]);
  });
});

test("an operator's words after the end are shown, marked late, and the visitor who left is announced to him", async () => {
  const { visitor, ticket } = await inLivechat();
  visitor.leave();
  await visitor.isIn("bot");
  await ticketThat(
    system.emulator,
    ticket.id,
    ({ messages }) => messages.some((message) => words(message).includes("has left the chat")),
    "the note",
  );
  await system.operator("reply", { ticketId: ticket.id, text: "Just one more thing" });
  const late = await visitor.sees("Just one more thing");
  expect(late.late).toBe(true);
  expect(visitor.status().mode).toBe("bot");
  expect(
    visitor
      .messages()
      .map(textOf)
      .filter((text) => text === "Just one more thing"),
  ).toHaveLength(1);
});
