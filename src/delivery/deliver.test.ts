/** Lanes at work over a real store, with Zendesk's answers given by the test. */
import { Agent } from "undici";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import type { DeliveryTask, Handoff, Message } from "../conversation/model.ts";
import { CodedError } from "../errors.ts";
import { createApply } from "../relay/apply.ts";
import { addBot, addConversation, commitNext, handoffOf, messageOf } from "../store/contract/fixture.ts";
import { openFreshStore } from "../store/sqlite/fresh.fixture.ts";
import { deskAccountOf } from "../zendesk/account.fixtures.ts";
import type { DeskAccount } from "../zendesk/desk.ts";
import type { HttpAnswer, HttpCall } from "../zendesk/http.ts";
import { createDesk } from "../zendesk/zendesk-desk.ts";
import { createCallTimes } from "./call-times.ts";
import { startLanes } from "./lanes.ts";
import { defaultTiming } from "./retry-policy.ts";

const account = deskAccountOf("k");

interface Case {
  readonly handoff: Partial<Handoff>;
  readonly task: DeliveryTask;
  /** In its lane. */
  readonly position?: number;
  readonly account?: Partial<DeskAccount>;
  /** What stands in the conversation already. */
  readonly messages?: readonly Message[];
  /** What Zendesk answers; 200 with `{}` where it says nothing else. `settled`: so often the time to settle was waited out. */
  readonly answer: (call: HttpCall, settled: number) => Partial<HttpAnswer>;
  /** Told of each failure, beside the test. */
  readonly onFailure?: (failure: CodedError) => void;
  /** A file of ours; none is expected to be asked for. */
  readonly openFile?: () => Promise<Blob>;
  /** The first wait is cut short, as by a stop of the server. */
  readonly cutShort?: boolean;
}

const longLeaseMs = 1_000_000_000;

/** Runs one delivery until its lane is empty; what was asked of Zendesk, how attempts failed, what was given up. */
async function run({
  handoff,
  task,
  account: own = {},
  position = 0,
  messages = [],
  openFile = () => Promise.reject(new Error("no file was asked for")),
  answer,
  onFailure,
  cutShort = false,
}: Case) {
  const { store, clock, dispose } = await openFreshStore();
  await addBot(store, "bot", "k");
  await addConversation(store, "c", "bot");
  const row = handoffOf({ id: "h", botId: "bot", conversationId: "c", connectorId: "k", ...handoff });
  const deliveries = [{ handoffId: "h", position, task }];
  await commitNext(store, { handoff: row, deliveries, messages }, "c");
  const asked: string[] = [];
  const failed: string[] = [];
  const began = clock.now();
  let waits = 0;
  let settled = 0;
  const dispatcher = new Agent();
  const desk = createDesk({
    http: {
      allow: [],
      dispatcher,
      close: () => Promise.resolve(),
      send: (call) => {
        asked.push(`${call.method} ${call.path}`);
        return Promise.resolve({ status: 200, json: {}, retryAfterMs: undefined, ...answer(call, settled) });
      },
    },
    now: clock.now,
  });
  const unexpected: unknown[] = [];
  const apply = createApply({ store, now: clock.now, newId: () => "id", onCommitted: () => undefined });
  const lanes = startLanes({
    store,
    desk,
    relay: { apply, onDeliveries: () => () => undefined },
    account: () => Promise.resolve({ ...account, ...own }),
    openFile,
    callTimes: createCallTimes(() => 0),
    uploadTimes: createCallTimes(() => 0),
    now: clock.now,
    monotonic: clock.now,
    random: () => 0.5,
    wait: (ms) => {
      waits += 1;
      if (cutShort && waits === 1) return Promise.reject(new CodedError("shutting_down", "test"));
      settled += 1;
      clock.advance(ms);
      return Promise.resolve();
    },
    timing: { ...defaultTiming, leaseMs: longLeaseMs },
    onFailure: (failure) => {
      failed.push(failure.code);
      onFailure?.(failure);
    },
    onError: (error) => unexpected.push(error),
  });
  onTestFinished(async () => {
    await lanes.stop();
    await dispatcher.close();
    await dispose();
  });
  await expect
    .poll(async () => {
      const dueInMs = (await store.lanes.nextDue()) ?? 0;
      // A lease under way is none of the waits.
      if (dueInMs < longLeaseMs / 2) clock.advance(dueInMs);
      lanes.wake();
      return store.lanes.depth();
    })
    .toBe(0);
  expect(unexpected).toEqual([]);
  const [parked] = await store.parked.ofHandoff("h");
  const said = await store.conversations.messages("c", { fromSeq: 1, toSeq: 9, limit: 9 });
  return { asked, failed, parked, said, lastedMs: clock.now() - began };
}

test("what is left of a handoff to another account asks nothing of this one: a ticket of that number is somebody else's", async () => {
  const { asked, failed } = await run({
    handoff: {
      phase: "ended",
      account: "another",
      ticketId: "77",
      zendeskUserId: "u",
      zendeskConversationId: "z",
    },
    task: { kind: "solve" },
    answer: ({ method }) => (method === "GET" ? { json: { tickets: [{ id: 77, status: "open" }] } } : {}),
  });
  expect(asked).toEqual([]);
  expect(failed).toEqual(["zendesk_refused"]);
});

test("a conversation that was created before its step failed is waited for, and not created again", async () => {
  let passed = 0;
  const { asked } = await run({
    handoff: { account: "app", zendeskUserId: "u" },
    task: { kind: "conversation", history: [] },
    account: { ownSwitchboardIntegration: "own" },
    answer: ({ method, path }, settled) => {
      if (method === "POST" && path.endsWith("/conversations"))
        return { status: 201, json: { conversation: { id: "z" } } };
      if (path.endsWith("/passControl")) return (passed += 1) === 1 ? { status: 429 } : {};
      const shown = settled > 0 ? [{ id: "z", metadata: { zlcHandoff: "h" } }] : [];
      return { json: { conversations: shown } };
    },
  });
  expect(asked.filter((call) => /POST .*\/conversations$/u.test(call))).toHaveLength(1);
});

test("a conversation whose creation is in doubt is looked for twice before it is created again", async () => {
  const { asked, failed } = await run({
    handoff: { account: "app", zendeskUserId: "u" },
    task: { kind: "conversation", history: [] },
    answer: ({ method, path }, settled) => {
      if (method === "POST" && path.endsWith("/conversations")) return { status: 502 };
      return { json: { conversations: settled > 1 ? [{ id: "z", metadata: { zlcHandoff: "h" } }] : [] } };
    },
  });
  expect(failed).toEqual(["zendesk_unclear"]);
  expect(asked.filter((call) => /POST .*\/conversations$/u.test(call))).toHaveLength(1);
});

test("control that passed is in doubt when what comes after it is refused for good", async () => {
  let offered = 0;
  let passed = 0;
  const { failed, parked } = await run({
    handoff: { account: "app", zendeskUserId: "u", zendeskConversationId: "z" },
    task: { kind: "control" },
    account: { ownSwitchboardIntegration: "own" },
    answer: ({ path }) => {
      if (path.endsWith("/offerControl")) return (offered += 1) === 1 ? { status: 429 } : {};
      if (path.endsWith("/passControl")) return (passed += 1) === 1 ? {} : { status: 400 };
      return {};
    },
  });
  expect(failed).toEqual(["zendesk_busy", "zendesk_refused"]);
  expect(parked?.unclearSince).toBeDefined();
});

test("a clean-up whose wait was cut short waits again before it looks for what is left", async () => {
  const { asked, failed } = await run({
    handoff: { phase: "ended", account: "app", zendeskUserId: "u" },
    task: { kind: "cleanup", ownUser: false },
    cutShort: true,
    answer: (_call, settled) =>
      settled === 0 ? { status: 500 } : { status: 404, json: { errors: [{ code: "user_not_found" }] } },
  });
  expect(failed).toEqual(["shutting_down"]);
  expect(asked.length).toBeGreaterThan(0);
});

test("an hour without the Support API is waited out", async () => {
  const { lastedMs, parked } = await run({
    handoff: {
      phase: "ended",
      account: "app",
      zendeskUserId: "u",
      zendeskConversationId: "z",
      ticketId: "77",
    },
    task: { kind: "solve" },
    answer: () => ({ status: 503 }),
  });
  expect(parked?.code).toBe("zendesk_unclear");
  expect(lastedMs).toBeGreaterThan(3_600_000);
});

const named = {
  handoff: { phase: "live", account: "app", zendeskUserId: "u", zendeskConversationId: "z" },
  task: { kind: "message", seq: 2, history: false },
  messages: [
    messageOf(1, { handoffId: "h", zendeskMessageId: "taken", delivery: "delivered" }),
    messageOf(2, { handoffId: "h", delivery: "sent" }),
  ],
} as const;
const ours = {
  id: "own",
  received: "2026-01-01T00:00:00Z",
  author: { type: "user" },
  content: { type: "text" },
};

test("a message that Zendesk names by another's id is looked for, and not posted again where it stands", async () => {
  let key: unknown;
  const { asked, failed, said } = await run({
    ...named,
    answer: ({ method, json }) => {
      if (method === "GET") return { json: { messages: [{ ...ours, metadata: { zlcKey: key } }] } };
      key = z.object({ metadata: z.object({ zlcKey: z.string() }) }).parse(json).metadata.zlcKey;
      return { status: 201, json: { messages: [{ ...ours, id: "taken" }] } };
    },
  });
  expect(failed).toEqual(["zendesk_answer_unreadable"]);
  expect(asked.filter((call) => call.startsWith("POST"))).toHaveLength(1);
  expect(said[1]).toMatchObject({ delivery: "delivered", zendeskMessageId: "own" });
});

test("one that is named so ever again is given up, so that the lane goes on", async () => {
  const { failed, parked } = await run({
    ...named,
    answer: ({ method }) =>
      method === "GET"
        ? { json: { messages: [] } }
        : { status: 201, json: { messages: [{ ...ours, id: "taken" }] } },
  });
  expect(new Set(failed)).toEqual(new Set(["zendesk_answer_unreadable"]));
  expect(parked).toMatchObject({ code: "zendesk_answer_unreadable", unclearSince: expect.any(Number) });
});

test("what cannot even be logged is tried again like any other, and given up in the end", async () => {
  const { failed, parked } = await run({
    ...named,
    answer: ({ method }) =>
      method === "GET"
        ? { json: { messages: [] } }
        : { status: 201, json: { messages: [{ ...ours, id: "taken" }] } },
    onFailure: () => {
      throw new RangeError("Invalid string length");
    },
  });
  expect(failed.length).toBeGreaterThan(2);
  expect(parked).toMatchObject({ code: "zendesk_answer_unreadable" });
});

test("a file of the history that does not come is named in words: its lane goes on", async () => {
  const content = { type: "file", fileId: "f", name: "plan.pdf", mediaType: "a/b", image: false } as const;
  const texts: unknown[] = [];
  const { failed, parked } = await run({
    ...named,
    task: { kind: "message", seq: 1, history: true },
    position: 4,
    messages: [messageOf(1, { content })],
    openFile: () => new Promise(() => undefined),
    answer: ({ method, json }) => {
      if (method === "GET") return { json: { messages: [] } };
      texts.push(z.object({ content: z.object({ text: z.string() }) }).parse(json).content.text);
      return { status: 201, json: { messages: [ours] } };
    },
  });
  expect(texts).toEqual([expect.stringContaining("plan.pdf")]);
  expect([failed, parked]).toEqual([[], undefined]);
});
