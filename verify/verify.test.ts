import { setTimeout as realPause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { SettingsChange } from "../emulator/control/schemas.ts";
import {
  createZendeskEmulator,
  type FaultDraft,
  manualClock,
  type ZendeskEmulator,
} from "../emulator/index.ts";
import { createZendeskHttp } from "../src/zendesk/http.ts";
import { startListener } from "./listener.ts";
import type { Operator } from "./operator.ts";
import { closingHours } from "./questions/automations.ts";
import { questions } from "./questions.ts";
import { run } from "./run.ts";
import type { Account } from "./tenant.ts";

type Settings = Parameters<ZendeskEmulator["configure"]>[0];
const running: ZendeskEmulator[] = [];
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.close();
});

async function startZendesk(settings: Settings): Promise<ZendeskEmulator> {
  const emulator = await createZendeskEmulator({ port: 0, seed: "demo", clock: manualClock() });
  running.push(emulator);
  emulator.configure(settings);
  return emulator;
}

function accountOf({ url, credentials }: ZendeskEmulator): Account {
  const { appId, keyId, keySecret, email, apiToken } = credentials();
  const text = z.string();
  return {
    origin: url,
    appId,
    key: { id: text.parse(keyId), secret: text.parse(keySecret) },
    api: { kind: "token", email: text.parse(email), token: text.parse(apiToken) },
  };
}

/** Does in the emulator's Agent Workspace what the steps ask for. */
function operatorIn({ url, credentials }: ZendeskEmulator): Operator {
  const agentId = credentials().agents[1]?.id;
  const act = async (ticketId: string, action: string, body: object = {}) => {
    const answer = await fetch(`${url}/agent/api/tickets/${ticketId}/${action}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ agentId, ...body }),
    });
    if (!answer.ok) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
  };
  return {
    does: async ({ id, ticketId }) => {
      if (id === "end-session") await act(ticketId, "end-session");
      else {
        await act(ticketId, "typing");
        await act(ticketId, "reply", {
          text: "Hello there",
          htmlText: "<p>Hello <strong>there</strong></p>",
        });
      }
      return "done";
    },
  };
}

async function control({ url }: ZendeskEmulator, path: string, body: object): Promise<void> {
  const answer = await fetch(`${url}/_emulator/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

async function get({ url, credentials }: ZendeskEmulator, path: string): Promise<Response> {
  const { keyId, keySecret, email, apiToken } = credentials();
  const user = path.startsWith("/sc/") ? `${keyId}:${keySecret}` : `${email}/token:${apiToken}`;
  return fetch(url + path, {
    headers: {
      accept: "application/json",
      authorization: `Basic ${Buffer.from(user).toString("base64")}`,
    },
  });
}

const Named = z.object({ id: z.union([z.string(), z.number()]) });

/** Ids of what an account lists. */
async function whatIsThere(emulator: ZendeskEmulator) {
  const listed = async (path: string, key: string) => {
    const json: unknown = await (await get(emulator, path)).json();
    const lists = z.record(z.string(), z.array(Named).catch([])).parse(json);
    return lists[key]?.map(({ id }) => id);
  };
  return {
    tickets: await listed("/api/v2/tickets", "tickets"),
    people: await listed("/api/v2/users", "users"),
    groups: await listed("/api/v2/groups?exclude_deleted=true", "groups"),
    integrations: await listed(`/sc/v2/apps/${emulator.credentials().appId}/integrations`, "integrations"),
  };
}

/** How many test users there were; fails when one still is. */
async function goneUsers(emulator: ZendeskEmulator): Promise<number> {
  const { appId } = emulator.credentials();
  const made = emulator
    .ledger()
    .filter(({ method, path }) => method === "POST" && path.endsWith("/users"))
    .map(({ request }) => z.object({ externalId: z.string() }).parse(request).externalId);
  for (const externalId of made)
    expect((await get(emulator, `/sc/v2/apps/${appId}/users/${externalId}`)).status).toBe(404);
  return made.length;
}

/** A whole run on the emulator's own time. */
async function verify(
  settings: Settings,
  {
    operator = true,
    webhook = true,
    away = false,
    stopAt = "",
    faults = [],
  }: {
    operator?: boolean;
    webhook?: boolean;
    away?: boolean;
    stopAt?: string;
    faults?: readonly FaultDraft[];
  } = {},
) {
  const emulator = await startZendesk(settings);
  if (away)
    for (const { id } of emulator.credentials().agents)
      await control(emulator, "agent/availability", { agent: id, availability: "offline" });
  const { now, advance } = emulator.clock;
  const http = createZendeskHttp({ allow: [emulator.url], now });
  const listener = webhook
    ? await startListener(0, (port) => `http://127.0.0.1:${port}/zendesk`, now)
    : undefined;
  const before = await whatIsThere(emulator);
  for (const fault of faults) emulator.faults.add(fault);
  const interruption = new AbortController();
  const lines: string[] = [];
  const hidden: string[] = [];
  try {
    const outcome = await run({
      account: accountOf(emulator),
      http,
      questions,
      waiting: {
        now,
        sleep: async (ms) => {
          advance(ms);
          // Webhooks travel in real time.
          await realPause(3);
        },
      },
      ...(operator ? { operator: operatorIn(emulator) } : {}),
      ...(listener === undefined ? {} : { listener }),
      probeCalls: 5,
      signal: interruption.signal,
      print: (line) => {
        lines.push(line);
        if (stopAt !== "" && line.includes(stopAt)) interruption.abort();
      },
      confirm: async (announcement) => {
        lines.push(...announcement);
        return true;
      },
      hide: (secret) => hidden.push(secret),
    });
    return { emulator, outcome, text: lines.join("\n"), hidden, before };
  } finally {
    await listener?.close();
    await http.close();
  }
}

const common: Settings = { apiTokenAccess: true, apiTokensRetired: false };

test.each<[string, Settings, Parameters<typeof verify>[1]]>([
  [
    "an account as Zendesk delivers it",
    {
      ...common,
      defaultResponder: "agentWorkspace",
      ticketBornAt: "firstUserMessage",
      multiConversations: true,
      privateAttachments: true,
      groupMetadata: "honoured",
      endSessionActivityMessage: true,
      autoJoinNewGroups: false,
      agentTypingEvents: true,
      agentTextFormat: "htmlText",
      controlAfterEnd: "returned",
      ticketAfterEndedSession: "new",
      controlFailures: "answered",
      closeSolvedAtOnce: false,
      firstReplyMessage: false,
      queueMessage: false,
      satisfactionSurvey: false,
      deletedMessages: "gone",
      messageListLagMs: 0,
      supportPlan: "professional",
      searchLagSeconds: 0,
    },
    {},
  ],
  [
    "an account where everything is the other way",
    {
      ...common,
      defaultResponder: "none",
      ticketBornAt: "passControl",
      multiConversations: false,
      privateAttachments: false,
      groupMetadata: "ignored",
      endSessionActivityMessage: false,
      autoJoinNewGroups: true,
      agentTypingEvents: false,
      agentTextFormat: "markdownText",
      controlAfterEnd: "kept",
      ticketAfterEndedSession: "same",
      controlFailures: "eventOnly",
      closeSolvedAtOnce: true,
      firstReplyMessage: false,
      queueMessage: false,
      satisfactionSurvey: true,
      deletedMessages: "placeholder",
      messageListLagMs: 0,
      supportPlan: "enterprise",
      searchLagSeconds: 60,
    },
    {},
  ],
  [
    "an account that talks by itself, with lists that lag and everybody away",
    {
      ...common,
      defaultResponder: "zendeskBot",
      ticketBornAt: "passControl",
      multiConversations: true,
      privateAttachments: true,
      groupMetadata: "honoured",
      endSessionActivityMessage: true,
      autoJoinNewGroups: false,
      agentTypingEvents: true,
      agentTextFormat: "text",
      controlAfterEnd: "returned",
      ticketAfterEndedSession: "same",
      controlFailures: "answered",
      closeSolvedAtOnce: false,
      offlineMessage: true,
      contactDetailsForm: true,
      firstReplyMessage: true,
      queueMessage: true,
      automaticAgentId: "missing",
      satisfactionSurvey: true,
      deletedMessages: "gone",
      messageListLagMs: 3_000,
      supportPlan: "enterprisePlus",
      searchLagSeconds: 120,
    },
    { away: true },
  ],
  [
    "an account that nobody acts in and whose webhooks do not reach us",
    {
      ...common,
      defaultResponder: "agentWorkspace",
      ticketBornAt: "passControl",
      multiConversations: false,
      privateAttachments: true,
      groupMetadata: "honoured",
      autoJoinNewGroups: false,
      controlAfterEnd: "kept",
      controlFailures: "answered",
      closeSolvedAtOnce: false,
      offlineMessage: false,
      contactDetailsForm: false,
      firstReplyMessage: false,
      queueMessage: true,
      automaticAgentId: "__trigger",
      satisfactionSurvey: false,
      deletedMessages: "placeholder",
      messageListLagMs: 500,
      supportPlan: "unlimited",
      searchLagSeconds: 30,
    },
    { away: true, operator: false, webhook: false },
  ],
])("the switches of %s are found out, and nothing is left behind", async (_, settings, options) => {
  const { emulator, outcome, before, text, hidden } = await verify(settings, options);
  expect(outcome).toEqual({ switches: settings, left: [] });
  // The emulator takes them as they are.
  expect(SettingsChange.parse(outcome.switches)).toEqual(settings);
  expect(await whatIsThere(emulator)).toEqual(before);
  expect(await goneUsers(emulator)).toBeGreaterThan(4);
  const { keySecret, apiToken } = emulator.credentials();
  for (const secret of [keySecret, apiToken, ...hidden]) expect(text).not.toContain(secret);
});

test("an interruption ends the run at once, and takes away what was created", async () => {
  const { emulator, outcome, before, text } = await verify({}, { stopAt: "search-lag" });
  expect(outcome.stopped).toBe("interrupted");
  expect(outcome.left).toEqual([]);
  expect(text).not.toContain("ticket-trail");
  expect(await whatIsThere(emulator)).toEqual(before);
  expect(await goneUsers(emulator)).toBeGreaterThan(1);
});

test("what cannot be taken away is named, and a question that fails leaves the others alone", async () => {
  const { emulator, outcome, text } = await verify(
    {},
    {
      operator: false,
      webhook: false,
      faults: [
        { method: "DELETE", path: "/api/v2/tickets/*", action: "status", status: 403, times: 100 },
        { method: "POST", path: "/sc/v2/apps/*/attachments", action: "drop", times: 1 },
      ],
    },
  );
  expect(outcome.stopped).toBeUndefined();
  expect(text).toMatch(/private-files\)\n {3}It could not be asked: http:\S+ cannot be reached/);
  expect(outcome.switches).toMatchObject({ controlFailures: "answered", ticketBornAt: "firstUserMessage" });
  expect(outcome.switches).not.toHaveProperty("privateAttachments");
  expect(outcome.left).toContainEqual(
    expect.stringMatching(/^ticket \d+ \((?:solved, not deleted|still open)\)$/),
  );
  expect(await goneUsers(emulator)).toBeGreaterThan(3);
});

test("hours until an automation closes solved tickets", () => {
  const closing = {
    conditions: { all: [{ field: "SOLVED", operator: "greater_than", value: "96" }] },
    actions: [{ field: "status", value: "closed" }],
  };
  const tagging = { ...closing, actions: [{ field: "set_tags", value: "old" }] };
  expect(closingHours({ automations: [tagging, closing] })).toBe(96);
  expect(closingHours({ automations: [tagging] })).toBeUndefined();
  expect(closingHours("no list")).toBeUndefined();
});
