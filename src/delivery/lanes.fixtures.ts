/** Lanes at work over a real store, for bots with an account each; Zendesk's answers are the test's. */
import { Agent } from "undici";
import { expect, onTestFinished } from "vitest";
import { createApply } from "../relay/apply.ts";
import { addBot, addConversation, commitNext, handoffOf } from "../store/contract/fixture.ts";
import { openFreshStore } from "../store/sqlite/fresh.fixture.ts";
import { deskAccountOf } from "../zendesk/account.fixtures.ts";
import type { HttpAnswer } from "../zendesk/http.ts";
import { createDesk } from "../zendesk/zendesk-desk.ts";
import { createCallTimes } from "./call-times.ts";
import { startLanes } from "./lanes.ts";
import { defaultTiming } from "./retry-policy.ts";

export const userMade: HttpAnswer = { status: 201, json: { user: { id: "u" } }, retryAfterMs: undefined };

interface Accounts {
  /** By the name of the bot: how many lanes wait for its account, and how many users each of them is to create. */
  readonly waiting: Readonly<Record<string, { readonly lanes: number; readonly each: number }>>;
  /** All connectors lead to one account. */
  readonly shared?: boolean;
  /** What Zendesk answers to a call for the account of this bot. */
  readonly answer: (bot: string) => HttpAnswer | Promise<HttpAnswer>;
}

/** So long that no claim runs out while the clock is moved. */
const leaseMs = 1_000_000_000;

export async function startWaitingLanes({ waiting, shared = false, answer }: Accounts) {
  const { store, clock, dispose } = await openFreshStore();
  for (const [bot, { lanes, each }] of Object.entries(waiting)) {
    await addBot(store, bot, bot);
    await addConversation(store, bot, bot);
    for (let number = 1; number <= lanes; number += 1) {
      const id = `${bot}-${number}`;
      const deliveries = Array.from({ length: each }, (_, position) => ({
        handoffId: id,
        position,
        task: { kind: "user" } as const,
      }));
      const handoff = handoffOf({
        id,
        number,
        botId: bot,
        conversationId: bot,
        connectorId: bot,
        externalId: id,
        ...(shared && { account: deskAccountOf(bot).appId }),
      });
      await commitNext(store, { handoff, deliveries }, bot);
    }
    clock.advance(1);
  }
  const unexpected: unknown[] = [];
  const dispatcher = new Agent();
  const send = async ({ origin }: { readonly origin: string }) => answer(origin);
  const lanes = startLanes({
    store,
    desk: createDesk({
      http: { allow: [], dispatcher, send, close: () => Promise.resolve() },
      now: clock.now,
    }),
    relay: {
      apply: createApply({ store, now: clock.now, newId: () => "id", onCommitted: () => undefined }),
      onDeliveries: () => () => undefined,
    },
    account: (connectorId) => Promise.resolve({ ...deskAccountOf(connectorId), origin: connectorId }),
    openFile: () => Promise.reject(new Error("not asked for")),
    callTimes: createCallTimes(() => 0),
    uploadTimes: createCallTimes(() => 0),
    now: clock.now,
    monotonic: clock.now,
    random: () => 0.5,
    wait: () => Promise.resolve(),
    timing: { ...defaultTiming, leaseMs },
    onFailure: () => undefined,
    onError: (error) => unexpected.push(error),
  });
  onTestFinished(async () => {
    await lanes.stop();
    await dispatcher.close();
    await dispose();
    expect(unexpected).toEqual([]);
  });
  const timePasses = async () => {
    const dueInMs = (await store.lanes.nextDue()) ?? 0;
    // A lease under way is none of the waits.
    if (dueInMs < leaseMs / 2) clock.advance(dueInMs);
    lanes.wake();
  };
  return {
    store,
    clock,
    /** Moves the clock from one lane's turn to the next one's, until it is so. */
    passUntil: async (isSo: () => boolean | Promise<boolean>) => {
      const look = () => timePasses().then(isSo);
      await expect.poll(look, { interval: 1 }).toBe(true);
    },
  };
}
