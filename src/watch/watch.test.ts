import { expect, onTestFinished, test, vi } from "vitest";
import type { Handoff } from "../conversation/model.ts";
import { CodedError } from "../errors.ts";
import { botId, connectorId, connectorOf, handoffOf } from "../store/contract/fixture.ts";
import { openFreshStore } from "../store/sqlite/fresh.fixture.ts";
import { deskAccountOf } from "../zendesk/account.fixtures.ts";
import { defaultWatchTiming, startWatch } from "./watch.ts";

const minute = 60_000;
const callsPerMinute = 120;
const callMs = 200;
const connector = connectorOf(botId, connectorId, { state: "checked" });
const account = deskAccountOf(connectorId);

/** A silent livechat; without a ticket while none is found. */
const livechat = (id: string, ticketId?: string, ofConnector = connectorId): Handoff =>
  handoffOf({
    id,
    connectorId: ofConnector,
    phase: "live",
    zendeskConversationId: id,
    zendeskUserId: "user",
    openingMessageId: "opening",
    ...(ticketId !== undefined && { ticketId }),
  });

/** The watch over livechats of one account in which nothing happens; when it looked at which, and how often it called. */
async function watchOver(
  begun: readonly Handoff[],
  whileRead: readonly Handoff[] = [],
  /** Conversations that are asked about in vain, for as long as a look may take. */
  hanging: ReadonlySet<string> = new Set(),
) {
  const { store, dispose } = await openFreshStore();
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  let announce: (handoff: Handoff) => void = () => undefined;
  let reads = 0;
  let calls = 0;
  let runs = 0;
  const failures: unknown[] = [];
  const looks = new Map<string, number[]>();
  const overlapping: string[] = [];
  const underWay = new Set<string>();
  const answer = async <Answer>(given: Answer, cost = 1): Promise<Answer> => {
    calls += cost;
    await new Promise((resolve) => setTimeout(resolve, callMs));
    return given;
  };
  const loop = startWatch({
    store: {
      ...store,
      handoffs: {
        ...store.handoffs,
        open: async () => {
          reads += 1;
          await Promise.resolve();
          for (const handoff of whileRead) announce(handoff);
          return begun;
        },
      },
      bots: { ...store.bots, load: async (id) => ({ id, name: id, escalationType: "ZENDESK" }) },
      connectors: {
        ...store.connectors,
        findByBot: async () => {
          runs += 1;
          return connector;
        },
      },
      facts: { get: async () => "seen", set: async () => undefined },
    },
    relay: {
      apply: async () => ({ outcome: "skipped" }),
      announceTyping: () => undefined,
      onHandoff: (listener) => {
        announce = listener;
        return () => undefined;
      },
    },
    newId: () => "unused",
    desk: {
      within: (ms) => ({
        control: async (_account, id) => {
          looks.set(id, [...(looks.get(id) ?? []), Date.now()]);
          if (underWay.has(id)) overlapping.push(id);
          underWay.add(id);
          if (hanging.has(id)) await new Promise((resolve) => setTimeout(resolve, ms));
          underWay.delete(id);
          if (hanging.has(id)) throw new CodedError("zendesk_unclear", "cut off");
          return answer("operators");
        },
        newsAfter: () => answer({ messages: [], redacted: [] }),
        tickets: async (_account, ids) => ids.map((id) => ({ id, status: "open" })),
        findTicket: () => answer(undefined, 4),
        assignGroup: async () => undefined,
      }),
    },
    account: async () => account,
    now: Date.now,
    timing: { ...defaultWatchTiming, longestMs: minute, callsPerMinute },
    onDouble: () => undefined,
    onError: (error) => failures.push(error),
  });
  onTestFinished(async () => {
    const stopped = loop.stop();
    await vi.runAllTimersAsync();
    await stopped;
    vi.useRealTimers();
    await dispose();
    expect(hanging.size === 0 ? failures : overlapping).toEqual([]);
  });
  return {
    announce: (handoff: Handoff) => announce(handoff),
    reads: () => reads,
    longestGap: (id: string) => {
      const times = [...(looks.get(id) ?? []), Date.now()];
      return Math.max(...times.map((time, index) => time - (times[index - 1] ?? time)));
    },
    calls: () => calls,
    runs: () => runs,
    looksAt: (id: string) => looks.get(id)?.length ?? 0,
  };
}

test("a livechat that costs more than others gets its turn among many, and none waits for longer than was promised", async () => {
  const known = Array.from({ length: 100 }, (_, index) => livechat(`known ${index}`, `${index}`));
  const watch = await watchOver(known);
  await vi.advanceTimersByTimeAsync(5 * minute);
  watch.announce(livechat("new"));
  const [calls, runs] = [watch.calls(), watch.runs()];
  await vi.advanceTimersByTimeAsync(20 * minute);

  // A look at one whose ticket is unknown counts as two (docs/decisions/0014).
  const promisedMs = (known.length + 2) * 1_500 + 10_000;
  for (const { id } of [...known, { id: "new" }]) expect(watch.longestGap(id)).toBeLessThan(promisedMs);
  expect(watch.looksAt("new")).toBeGreaterThan((20 * minute) / promisedMs);
  expect(watch.calls() - calls).toBeLessThanOrEqual(21 * callsPerMinute);
  expect(watch.runs() - runs).toBeLessThan(20 * callsPerMinute);
});

test("what becomes of a handoff is told: a message costs no look at all the others, and an end no look at all", async () => {
  const watch = await watchOver([livechat("one", "1"), livechat("other", "2")]);
  await vi.advanceTimersByTimeAsync(minute);
  const runs = watch.runs();
  for (let message = 0; message < 100; message++) watch.announce(livechat("one", "1"));
  await vi.advanceTimersByTimeAsync(1);
  expect([watch.reads(), watch.runs() - runs]).toEqual([1, 0]);
  const looks = watch.looksAt("other");
  watch.announce({ ...livechat("other", "2"), phase: "ended" });
  await vi.advanceTimersByTimeAsync(5 * minute);
  expect(watch.looksAt("other")).toBe(looks);
  expect(watch.looksAt("one")).toBeGreaterThan(looks);
});

test("what ends while the open handoffs are read is not looked at", async () => {
  const watch = await watchOver(
    [livechat("one", "1"), livechat("other", "2")],
    [{ ...livechat("other", "2"), phase: "ended" }],
  );
  await vi.advanceTimersByTimeAsync(minute);
  expect([watch.looksAt("one") > 0, watch.looksAt("other")]).toEqual([true, 0]);
});

test("an account that does not answer holds up nobody else's looks, and is asked again once its time is over", async () => {
  const slow = Array.from({ length: 20 }, (_, index) => livechat(`slow ${index}`, `${index}`, "slow"));
  const watch = await watchOver([...slow, livechat("quick", "1")], [], new Set(slow.map(({ id }) => id)));
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect(watch.longestGap("quick")).toBeLessThan(minute + 5_000);
  expect(watch.looksAt("quick")).toBeGreaterThan(10);
  for (const { id } of slow) expect(watch.looksAt(id)).toBeGreaterThan(1);
});
