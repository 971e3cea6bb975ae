/** The log of a whole run, at its most talkative: no secret, no message text. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { png } from "./files.ts";
import { adminPassword, type System, startSystem } from "./system.ts";
import { newTicket, ticketThat, words } from "./workspace.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

test("no secret and no message text in the log", async () => {
  const { emulator, operator } = system;
  const visitor = await system.visitor({ language: "en" });
  const spoken = [
    "my dog Xerxes-Unmistakable limps",
    "xerxes.owner@example.org",
    "the visitor said Periwinkle",
    "the operator said Marmalade",
    "late words Tangerine",
  ];
  const [escalating = "", mail = "", live = "", fromOperator = "", late = ""] = spoken;
  // Failures are the chattiest: a refused message, a broken connection, a 500, a refused webhook, a bad login.
  await visitor.say("my cat is ill, can I talk to someone");
  await visitor.say(mail);
  await visitor.say(escalating);
  const ticket = await newTicket(emulator, []);
  await visitor.isIn("livechat");
  emulator.faults.add({ method: "POST", path: "/sc/v2/", times: 1, action: "acceptThenStatus", status: 502 });
  emulator.faults.add({ method: "POST", path: "/sc/v2/", times: 1, action: "drop" });
  await visitor.say(live);
  await ticketThat(
    emulator,
    ticket.id,
    ({ messages }) => messages.some((message) => words(message) === live),
    "the visitor's words",
  );
  await visitor.sayFile("Clementine.png", new Uint8Array(png), "image/png");
  await operator("reply", { ticketId: ticket.id, text: fromOperator });
  await visitor.sees(fromOperator);
  await expect(visitor.say("x".repeat(5_000))).rejects.toThrow("message_too_long");
  await operator("end-session", { ticketId: ticket.id });
  await visitor.isIn("bot");
  await visitor.say(late);
  const { webhookSecret, keySecret, apiToken } = emulator.credentials();
  await fetch(`${system.url}/webhooks/zendesk/demo`, {
    method: "POST",
    headers: { "x-api-key": "wrong-but-Kumquat" },
    body: late,
  });
  await fetch(`${system.url}/api/console/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "admin", password: "wrong-but-Persimmon" }),
  });

  const log = system.log();
  expect(log).toContain('"task":"message"');
  expect(log.length).toBeGreaterThan(1_000);
  const secrets = [
    webhookSecret,
    keySecret,
    apiToken,
    adminPassword,
    visitor.session.token,
    "wrong-but-Kumquat",
    "wrong-but-Persimmon",
  ];
  for (const hidden of [...spoken, ...secrets, "Clementine"]) {
    expect(hidden).toBeTruthy();
    expect(log).not.toContain(hidden);
    // Encoded forms count as well.
    expect(log).not.toContain(Buffer.from(String(hidden)).toString("base64").replace(/=+$/, ""));
  }
});
