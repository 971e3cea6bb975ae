/** How a livechat ends, one way after the other: each is told once to who did not do it, and the bot is back. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sunco } from "./sunco.ts";
import { adminPassword, type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import { textOf, type Visitor } from "./visitor.ts";
import { newTicket, readTicket, type Ticket, tickets, ticketThat, words } from "./workspace.ts";

let system: System;
/** Whatever he says wakes the server's timers after its clock was moved. */
let other: Visitor;
beforeAll(async () => {
  system = await startSystem();
  other = await system.visitor({ language: "en" });
});
afterAll(() => system.close());

const minutes = (count: number) => count * 60_000;

async function pass(ms: number): Promise<void> {
  system.advance(ms);
  await other.say("tick");
}

async function escalate(visitor: Visitor): Promise<Ticket> {
  const known = (await tickets(system.emulator)).map(({ id }) => id);
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  return newTicket(system.emulator, known);
}

async function inLivechat(): Promise<{ visitor: Visitor; ticket: Ticket }> {
  const visitor = await system.visitor({ language: "en" });
  return { visitor, ticket: await escalate(visitor) };
}

/** A user's first conversation is his default and cannot be deleted: the second can. */
async function deleteSecondConversation(visitor: Visitor): Promise<void> {
  visitor.leave();
  await visitor.isIn("bot");
  const { conversationId } = await escalate(visitor);
  await sunco(system, "DELETE", `/conversations/${conversationId}`);
}

/** Subscribes our webhook to more than the one trigger it needs. */
async function subscribe(triggers: readonly string[]): Promise<void> {
  const { integrationId, webhookId } = system.emulator.credentials();
  await sunco(system, "PATCH", `/integrations/${integrationId}/webhooks/${webhookId}`, { triggers });
}

function noticesOf(visitor: Visitor, about: RegExp): readonly string[] {
  return visitor
    .messages()
    .flatMap(({ content }) =>
      content.type === "notice" && about.test(content.notice) ? [content.notice] : [],
    );
}

/** Waits until the bot answers again, and gives the notices of the ends. */
async function endOf(visitor: Visitor): Promise<readonly string[]> {
  await visitor.isIn("bot");
  const before = visitor.messages().length;
  await visitor.say("what are your opening hours?");
  await until(
    () =>
      visitor
        .messages()
        .slice(before)
        .find((message) => textOf(message).includes("Monday")),
    "the bot's answer",
  );
  return noticesOf(visitor, /^ended/);
}

async function isAsked(visitor: Visitor, question: string | undefined): Promise<void> {
  await until(
    () => (visitor.status().question === question ? true : undefined),
    `the question ${String(question)}`,
  );
}

async function reads(ticket: Ticket, text: string): Promise<Ticket> {
  return ticketThat(
    system.emulator,
    ticket.id,
    ({ messages }) => messages.some((message) => words(message).includes(text)),
    `"${text}" on the ticket`,
  );
}

async function hasStatus(ticket: Ticket, status: Ticket["status"]): Promise<Ticket> {
  return ticketThat(system.emulator, ticket.id, (seen) => seen.status === status, `the status ${status}`);
}

/** As a script of the bot manager's. */
async function manage(path: string, body: object): Promise<void> {
  const login = await console("POST", "login", { username: "admin", password: adminPassword, as: "bearer" });
  const answer: unknown = await login.json();
  const token = typeof answer === "object" && answer !== null && "token" in answer ? answer.token : "";
  const saved = await console("PUT", `bots/demo/${path}`, body, `Bearer ${String(token)}`);
  if (!saved.ok) throw new Error(`${path}: ${saved.status} ${await saved.text()}`);
}

function console(method: string, path: string, body: object, authorization = ""): Promise<Response> {
  return fetch(`${system.url}/api/console/${path}`, {
    method,
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify(body),
  });
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
    system.emulator.configure({ endSessionActivityMessage: true });
  });

  test("the ticket is closed", async () => {
    const { visitor, ticket } = await inLivechat();
    await system.operator("close", { ticketId: ticket.id });
    expect(await endOf(visitor)).toEqual(["ended_by_operator"]);
  });

  test("the conversation is deleted", async () => {
    const { visitor } = await inLivechat();
    await deleteSecondConversation(visitor);
    expect(await endOf(visitor)).toEqual(["ended_by_visitor", "ended_unreachable"]);
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
    await subscribe(["conversation:message"]);
  });

  test("conversation:remove is an end", async () => {
    await subscribe(["conversation:message", "conversation:remove"]);
    const { visitor } = await inLivechat();
    await deleteSecondConversation(visitor);
    expect(await endOf(visitor)).toEqual(["ended_by_visitor", "ended_unreachable"]);
    await subscribe(["conversation:message"]);
  });
});

describe("by itself", () => {
  test("[CV32, CV36] nobody came: the visitor waits, is asked again, and leaves; the ticket is solved", async () => {
    const { visitor, ticket } = await inLivechat();
    await pass(minutes(10));
    await isAsked(visitor, "nobody_came");
    visitor.wait();
    await isAsked(visitor, undefined);
    await pass(minutes(10));
    await isAsked(visitor, "nobody_came");
    visitor.leave();
    expect(await endOf(visitor)).toEqual(["ended_by_visitor"]);
    expect(noticesOf(visitor, /nobody/)).toHaveLength(2);
    await reads(ticket, "has left the chat");
    await hasStatus(ticket, "solved");
  });

  test("[CV33, CV34] a visitor's first, second and third livechat: silent, solved twice, ended by the operator", async () => {
    const { visitor, ticket: first } = await inLivechat();
    await system.operator("reply", { ticketId: first.id, text: "Let me have a look." });
    await visitor.sees("Let me have a look.");
    await pass(minutes(25));
    await visitor.sees("Are you still there?");
    await pass(minutes(5));
    expect(await endOf(visitor)).toEqual(["ended_silent"]);
    expect((await reads(first, "has not written for a while")).status).not.toBe("solved");

    const second = await escalate(visitor);
    await system.operator("reply", { ticketId: second.id, text: "Solved, I think." });
    await system.operator("solve", { ticketId: second.id });
    await isAsked(visitor, "solved");
    await visitor.say("Not yet.");
    await reads(second, "Not yet.");
    expect((await hasStatus(second, "open")).status).toBe("open");
    expect(visitor.status()).not.toHaveProperty("question");
    // The watch has to see it open before it may be solved another time.
    await until(async () => {
      const { state } = (await system.app.store.conversations.load(visitor.session.conversationId)) ?? {};
      return state?.mode === "livechat" && state.handoff.seenSolved === undefined ? true : undefined;
    }, "the ticket seen open");
    await system.operator("solve", { ticketId: second.id });
    await isAsked(visitor, "solved");
    await pass(minutes(10));
    expect(await endOf(visitor)).toEqual(["ended_silent", "ended_solved"]);
    expect((await readTicket(system.emulator, second.id)).status).toBe("solved");

    const third = await escalate(visitor);
    await system.operator("end-session", { ticketId: third.id });
    expect(await endOf(visitor)).toEqual(["ended_silent", "ended_solved", "ended_by_operator"]);
    expect(noticesOf(visitor, /^solved$/)).toHaveLength(2);
  });

  test("[CV35] Zendesk takes nothing: the visitor is told, and after half an hour the bot is back", async () => {
    const { visitor, ticket } = await inLivechat();
    const path = "/sc/v2/apps/*/conversations/*/messages$";
    const fault = { method: "POST", path, action: "status", status: 429, times: 100_000 } as const;
    system.emulator.faults.add(fault);
    const seq = await visitor.say("Does this arrive?");
    await pass(minutes(1));
    await isAsked(visitor, "unreachable");
    await pass(minutes(30));
    expect(await endOf(visitor)).toEqual(["ended_unreachable"]);
    expect(visitor.messages().find((message) => message.seq === seq)).toMatchObject({ delivery: "failed" });
    system.emulator.faults.clear();
    const told = await reads(ticket, "is back with the assistant");
    expect(told.messages.map(words)).not.toContain("Does this arrive?");
  });

  test("[CV35] Zendesk takes it after all: nothing is asked any more, and nothing is lost", async () => {
    const { visitor, ticket } = await inLivechat();
    const path = "/sc/v2/apps/*/conversations/*/messages$";
    const fault = { method: "POST", path, action: "status", status: 429, times: 100_000 } as const;
    system.emulator.faults.add(fault);
    await visitor.say("Late, but there");
    await pass(minutes(1));
    await isAsked(visitor, "unreachable");
    system.emulator.faults.clear();
    await reads(ticket, "Late, but there");
    await isAsked(visitor, undefined);
    expect(visitor.status().mode).toBe("livechat");
    visitor.leave();
  });
});

describe("by the bot manager", () => {
  test("[CV38] the connector is switched off: both sides are told, and it can be switched on again", async () => {
    const { visitor, ticket } = await inLivechat();
    await manage("preferences/general", { name: "Pip", escalationType: "NONE" });
    expect(await endOf(visitor)).toEqual(["ended_disabled"]);
    await reads(ticket, "was switched off");
    await manage("preferences/general", { name: "Pip", escalationType: "ZENDESK" });
    await escalate(visitor);
    visitor.leave();
  });

  test("[CV38] the connector belongs to another account: livechats of the one before end, told by nobody", async () => {
    const { visitor } = await inLivechat();
    const { connectors } = system.app.store;
    const connector = await connectors.findByBot("demo");
    if (connector === undefined) throw new Error("the sample bot has no connector");
    await connectors.save({ ...connector, appId: "another" });
    expect(await endOf(visitor)).toEqual(["ended_disabled"]);
    await connectors.save(connector);
    await escalate(visitor);
    visitor.leave();
  });

  test("[CV36] tickets of visitors who leave stay with the operators, when he wants it so", async () => {
    await manage("livechat/ends", { solveOnLeave: false, solvedEndsAfterMinutes: 10 });
    const { visitor, ticket } = await inLivechat();
    visitor.leave();
    await reads(ticket, "has left the chat");
    await manage("livechat/ends", { solveOnLeave: true, solvedEndsAfterMinutes: 10 });
    const next = await inLivechat();
    next.visitor.leave();
    await hasStatus(next.ticket, "solved");
    expect((await readTicket(system.emulator, ticket.id)).status).not.toBe("solved");
  });
});

test("[CV36] a ticket that Zendesk does not let us solve stays open; the visitor has left all the same", async () => {
  const { visitor, ticket } = await inLivechat();
  // Nobody has taken it, and the account assigns it to nobody.
  system.emulator.configure({ assignOnSolve: false });
  visitor.leave();
  expect(await endOf(visitor)).toEqual(["ended_by_visitor"]);
  await expect.poll(() => system.log()).toContain("Zendesk did not do all that was asked");
  expect((await readTicket(system.emulator, ticket.id)).status).not.toBe("solved");
  system.emulator.configure({ assignOnSolve: true });
});

test("a ticket that has had its updates for now keeps nobody's messages waiting", async () => {
  const { visitor, ticket } = await inLivechat();
  const next = await inLivechat();
  const full = { action: "status", status: 429, retryAfter: 600, times: 1_000 } as const;
  const { id } = system.emulator.faults.add({ method: "PUT", path: "/api/v2/tickets/*", ...full });
  visitor.leave();
  await reads(ticket, "has left the chat");
  await until(
    () =>
      system.emulator.faults.list().some((fault) => fault.id === id && fault.struck > 0) ? true : undefined,
    "the refused update",
  );
  await next.visitor.say("is anybody there?");
  await reads(next.ticket, "is anybody there?");
  expect((await readTicket(system.emulator, ticket.id)).status).not.toBe("solved");
  system.emulator.faults.clear();
  next.visitor.leave();
});

test("[CV13, CV37] an operator's words after the end are shown, marked late, and he is told once that nobody is there", async () => {
  const { visitor, ticket } = await inLivechat();
  visitor.leave();
  await visitor.isIn("bot");
  await reads(ticket, "has left the chat");
  for (const text of ["Just one more thing", "And another"]) {
    await system.operator("reply", { ticketId: ticket.id, text });
    expect(await visitor.sees(text)).toMatchObject({ late: true });
  }
  const told = await reads(ticket, "The chat was already over when your message arrived.");
  expect(visitor.status().mode).toBe("bot");
  for (const text of ["Just one more thing", "And another"])
    expect(visitor.messages().filter((message) => textOf(message) === text)).toHaveLength(1);
  expect(
    told.messages.filter((message) => words(message).startsWith("The chat was already over")),
  ).toHaveLength(1);
});

test("where a user has one conversation only, each livechat ends and begins anew all the same", async () => {
  system.emulator.configure({ multiConversations: false });
  const { visitor, ticket } = await inLivechat();
  visitor.leave();
  await hasStatus(ticket, "solved");
  const second = await escalate(visitor);
  await system.operator("close", { ticketId: second.id });
  await visitor.isIn("bot");
  const third = await escalate(visitor);
  await system.operator("reply", { ticketId: third.id, text: "Third time lucky" });
  await visitor.sees("Third time lucky");
  visitor.leave();
  expect(await endOf(visitor)).toEqual(["ended_by_visitor", "ended_by_operator", "ended_by_visitor"]);
  await hasStatus(third, "solved");
  expect(new Set([ticket.id, second.id, third.id]).size).toBe(3);
  system.emulator.configure({ multiConversations: true });
});
