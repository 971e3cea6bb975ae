import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { createApply } from "../relay/apply.ts";
import { addBot, addConversation, commitNext, handoffOf } from "../store/contract/fixture.ts";
import { openFreshStore } from "../store/sqlite/fresh.fixture.ts";
import type { HttpAnswer } from "../zendesk/http.ts";
import { createDesk } from "../zendesk/zendesk-desk.ts";
import { createCallTimes } from "./call-times.ts";
import { startLanes } from "./lanes.ts";
import { defaultTiming } from "./retry-policy.ts";

/** Two bots with an account each; the lanes of one wait to create so many users. */
async function twoAccounts(lanes: Readonly<Record<"slow" | "quick", number>>) {
  const { store, clock, dispose } = await openFreshStore();
  for (const [bot, many] of Object.entries(lanes)) {
    await addBot(store, bot, `of ${bot}`);
    await addConversation(store, bot, bot);
    for (let number = 1; number <= many; number += 1) {
      const id = `${bot}-${number}`;
      const handoff = handoffOf({
        id,
        number,
        botId: bot,
        conversationId: bot,
        connectorId: `of ${bot}`,
        externalId: id,
      });
      await commitNext(
        store,
        { handoff, deliveries: [{ handoffId: id, position: 0, task: { kind: "user" } }] },
        bot,
      );
    }
    clock.advance(1);
  }
  return { store, clock, dispose };
}

test("an account that hangs leaves room for the others", async () => {
  const { store, clock, dispose } = await twoAccounts({ slow: 100, quick: 1 });
  const hanging = Promise.withResolvers<HttpAnswer>();
  const answer: HttpAnswer = { status: 201, json: { user: { id: "u" } }, retryAfterMs: undefined };
  const calls: string[] = [];
  const dispatcher = new Agent();
  const desk = createDesk({
    http: {
      allow: [],
      dispatcher,
      send: ({ origin }) => {
        calls.push(origin);
        return origin.includes("slow") ? hanging.promise : Promise.resolve(answer);
      },
      close: () => Promise.resolve(),
    },
    now: clock.now,
  });
  const lanes = startLanes({
    store,
    desk,
    relay: {
      apply: createApply({ store, now: clock.now, newId: () => "id", onCommitted: () => undefined }),
      onDeliveries: () => () => undefined,
    },
    account: async (connectorId) => ({
      connectorId,
      origin: connectorId,
      appId: "app",
      integrationId: "integration",
      key: { id: "key", secret: "secret" },
      api: { kind: "token", email: "a@example.com", token: "token" },
      agentWorkspace: "zd:agentWorkspace",
    }),
    openFile: () => Promise.reject(new Error("not asked for")),
    callTimes: createCallTimes(() => 0),
    uploadTimes: createCallTimes(() => 0),
    now: clock.now,
    monotonic: clock.now,
    random: () => 0.5,
    wait: async (ms) => {
      await sleep(ms);
    },
    timing: defaultTiming,
    onFailure: () => undefined,
    onError: () => undefined,
  });
  onTestFinished(async () => {
    hanging.resolve(answer);
    await lanes.stop();
    await dispatcher.close();
    await dispose();
  });
  await expect.poll(() => store.lanes.depth("quick-1")).toBe(0);
  expect(calls.filter((origin) => origin === "of slow").length).toBeGreaterThan(8);
});
