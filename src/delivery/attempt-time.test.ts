/** An attempt that Zendesk does not let come to an end. */
import { expect, onTestFinished, test } from "vitest";
import { createApply } from "../relay/apply.ts";
import { addBot, addConversation, commitNext, handoffOf, messageOf } from "../store/contract/fixture.ts";
import { openFreshStore } from "../store/sqlite/fresh.fixture.ts";
import { deskAccountOf } from "../zendesk/account.fixtures.ts";
import { startZendesk } from "../zendesk/http.fixtures.ts";
import { createZendeskHttp } from "../zendesk/http.ts";
import { createDesk } from "../zendesk/zendesk-desk.ts";
import { createCallTimes } from "./call-times.ts";
import { startLanes } from "./lanes.ts";
import { defaultTiming } from "./retry-policy.ts";

test("an attempt ends with its time: what was being posted is unclear, and looked for before it is posted again", async () => {
  const { store, clock, dispose } = await openFreshStore();
  onTestFinished(dispose);
  const asked: string[] = [];
  const origin = await startZendesk((request, response) => {
    asked.push(request.method ?? "");
    // The first post is taken, and its answer never comes to an end.
    if (asked.length > 1) response.end(JSON.stringify({ messages: [{ id: "posted" }] }));
    else response.write(" ");
  });
  await addBot(store, "bot", "k");
  await addConversation(store, "c", "bot");
  const ids = { id: "h", botId: "bot", conversationId: "c", connectorId: "k", account: "app" };
  const handoff = handoffOf({ ...ids, phase: "live", zendeskUserId: "u", zendeskConversationId: "z" });
  const task = { kind: "message", seq: 1, history: false } as const;
  const messages = [messageOf(1, { handoffId: "h", delivery: "sent" })];
  await commitNext(store, { handoff, messages, deliveries: [{ handoffId: "h", position: 0, task }] }, "c");
  const http = createZendeskHttp({ allow: [origin], now: Date.now });
  const failed: string[] = [];
  const lanes = startLanes({
    store,
    desk: createDesk({ http, now: Date.now }),
    relay: {
      apply: createApply({ store, now: clock.now, newId: () => "id", onCommitted: () => undefined }),
      onDeliveries: () => () => undefined,
    },
    account: async () => ({ ...deskAccountOf("k"), origin }),
    openFile: () => Promise.reject(new Error("not asked for")),
    callTimes: createCallTimes(() => 0),
    uploadTimes: createCallTimes(() => 0),
    now: clock.now,
    monotonic: clock.now,
    random: () => 0.5,
    wait: async () => undefined,
    timing: { ...defaultTiming, attemptMs: 150 },
    onFailure: ({ code }) => failed.push(code),
    onError: () => undefined,
  });
  onTestFinished(async () => {
    await http.close();
    await lanes.stop();
  });
  await expect.poll(() => failed).toEqual(["zendesk_unclear"]);
  await expect.poll(() => store.lanes.nextDue()).toBe(defaultTiming.settleMs);
  clock.advance(defaultTiming.settleMs);
  lanes.wake();
  await expect.poll(() => store.lanes.depth()).toBe(0);
  expect(asked).toEqual(["POST", "GET", "GET", "POST"]);
});
