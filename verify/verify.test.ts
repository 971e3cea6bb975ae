import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as realPause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { SettingsChange } from "../emulator/control/schemas.ts";
import { createZendeskEmulator, manualClock, type ZendeskEmulator } from "../emulator/index.ts";
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

/** A whole run on the emulator's own time. */
async function verify(
  settings: Settings,
  {
    operator = true,
    webhook = true,
    stopAt = "",
  }: { operator?: boolean; webhook?: boolean; stopAt?: string } = {},
) {
  const emulator = await startZendesk(settings);
  const { now, advance } = emulator.clock;
  const http = createZendeskHttp({ allow: [emulator.url], now });
  const listener = webhook
    ? await startListener(0, (port) => `http://127.0.0.1:${port}/zendesk`, now)
    : undefined;
  const before = shape(emulator);
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
    return { emulator, outcome, text: lines.join("\n"), hidden, before, after: shape(emulator) };
  } finally {
    await listener?.close();
    await http.close();
  }
}

/** What a run could leave behind. */
function shape(emulator: ZendeskEmulator) {
  const ledger = emulator.ledger();
  return { ledger: ledger.length };
}

const asDelivered: Settings = { supportPlan: "professional", searchLagSeconds: 0, autoJoinNewGroups: false };

test.each<[string, Settings]>([["the account as Zendesk delivers it", asDelivered]])(
  "the settings of %s are found out",
  async (_, settings) => {
    const { outcome, text } = await verify(settings);
    console.log(text, outcome);
    expect(outcome.stopped).toBeUndefined();
  },
);
