/**
 * What was given up or is in doubt: tried again by the visitor and by the bot manager, settled by an echo, and undone
 * where it stands twice after the end.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import type { FaultDraft } from "../../emulator/index.ts";
import { deliveriesAnswerSchema, retriedAnswerSchema } from "../../src/protocol/console.ts";
import { adminPassword, type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import type { Visitor } from "./visitor.ts";
import { newTicket, readTicket, tickets, words } from "./workspace.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem(
    {},
    {
      app: {
        answerMs: 300,
        timing: {
          settleMs: 50,
          lookAgainMs: 10,
          firstRetryMs: 20,
          longestRetryMs: 100,
          secondLooksMs: [300_000, 300_000],
        },
      },
    },
  );
});
afterEach(() => system.emulator.faults.clear());
afterAll(() => system.close());

/** A metric's value. */
async function counted({ url }: System, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, "mu").exec(text)?.[1] ?? 0);
}

interface Livechat {
  readonly visitor: Visitor;
  readonly conversationId: string;
  /** What the operator reads of these words. */
  readonly read: (text: string) => Promise<readonly string[]>;
}

async function livechat(): Promise<Livechat> {
  const known = (await tickets(system.emulator)).map(({ id }) => id);
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  const { id, conversationId } = await newTicket(system.emulator, known);
  const read = async (text: string) =>
    (await readTicket(system.emulator, id)).messages.map(words).filter((said) => said === text);
  return { visitor, conversationId, read };
}

const isMarked = (visitor: Visitor, seq: number, delivery: string) =>
  until(
    () => visitor.messages().find((message) => message.seq === seq && message.delivery === delivery),
    `message ${seq} to be ${delivery}`,
  );

/** The marks that a message had, in order. */
const marksOf = (visitor: Visitor, seq: number) =>
  visitor.frames
    .flatMap((frame) => (frame.type === "changes" ? frame.messages : []))
    .filter((message) => message.seq === seq)
    .map(({ delivery }) => delivery);

const posting = (conversationId: string) =>
  ({ method: "POST", path: `/sc/v2/apps/*/conversations/${conversationId}/messages$` }) as const;

test("[CV40] a refused message that the visitor sends again reaches the operator once, behind what was said meanwhile", async () => {
  const { visitor, conversationId, read } = await livechat();
  system.emulator.faults.add({ ...posting(conversationId), action: "status", status: 400 });
  const seq = await visitor.say("refused at first");
  await isMarked(visitor, seq, "failed");
  const after = await visitor.say("said meanwhile");
  await isMarked(visitor, after, "delivered");
  visitor.retry(seq);
  visitor.retry(seq);
  await isMarked(visitor, seq, "delivered");
  visitor.retry(seq);
  const last = await visitor.say("the last words");
  await isMarked(visitor, last, "delivered");
  expect(marksOf(visitor, seq)).toEqual(["sent", "failed", "sent", "delivered"]);
  expect(await read("refused at first")).toHaveLength(1);
  visitor.close();
});

test("[CV40] a message that was given up although Zendesk had it is found under its first position and not posted again", async () => {
  const { visitor, conversationId, read } = await livechat();
  const { emulator } = system;
  const faults: readonly FaultDraft[] = [
    // It is accepted, and whatever could tell us so fails: nobody else writes, and the account answers questions.
    { ...posting(conversationId), action: "acceptThenStatus", status: 502 },
    { ...posting(conversationId), action: "status", status: 502, times: 1_000, after: 1 },
    { ...posting(conversationId), method: "GET", action: "status", status: 502, times: 1_000 },
    { on: "webhook", action: "lose", source: "api:conversations", times: 1_000 },
  ];
  for (const fault of faults) emulator.faults.add(fault);
  const seq = await visitor.say("accepted in silence");
  await isMarked(visitor, seq, "failed");
  emulator.faults.clear();
  const after = await visitor.say("said meanwhile");
  await isMarked(visitor, after, "delivered");
  visitor.retry(seq);
  await isMarked(visitor, seq, "delivered");
  expect(await read("accepted in silence")).toHaveLength(1);
  visitor.close();
});

test("[CV40] of a file whose caption was refused only the caption is posted when it is tried again", async () => {
  const { visitor, conversationId, read } = await livechat();
  system.emulator.faults.add({ ...posting(conversationId), action: "status", status: 400, after: 1 });
  const seq = await visitor.sayFile("cat.png", onePixel, "image/png", "word ".repeat(800));
  await isMarked(visitor, seq, "failed");
  visitor.retry(seq);
  await isMarked(visitor, seq, "delivered");
  expect(await read("cat.png")).toHaveLength(1);
  visitor.close();
});

const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("[CV40] a message whose first attempt Zendesk takes only after the second is known for a double", async () => {
  const { visitor, conversationId, read } = await livechat();
  const { emulator } = system;
  emulator.faults.add({ on: "webhook", action: "lose", source: "api:conversations", times: 1_000 });
  emulator.faults.add({ ...posting(conversationId), action: "heldThenAccepted", delayMs: 60_000 });
  emulator.faults.add({ ...posting(conversationId), action: "status", status: 400 });
  const seq = await visitor.say("in doubt, then refused");
  await isMarked(visitor, seq, "failed");
  visitor.retry(seq);
  await isMarked(visitor, seq, "delivered");
  const deletedBefore = await counted(system, "zendesk_duplicates_deleted_total");
  emulator.clock.advance(61_000);
  await until(
    async () =>
      (await counted(system, "zendesk_duplicates_deleted_total")) > deletedBefore ? true : undefined,
    "the double to be deleted",
  );
  expect(await read("in doubt, then refused")).toHaveLength(1);
  visitor.close();
});

test("[CV40] the bot manager finds what was given up and has it tried again, once", async () => {
  const { visitor, conversationId, read } = await livechat();
  system.emulator.faults.add({ ...posting(conversationId), action: "status", status: 400 });
  const seq = await visitor.say("for the manager");
  await isMarked(visitor, seq, "failed");
  const call = await consoleCall();
  const { deliveries } = deliveriesAnswerSchema.parse(
    await (await call("GET", "bots/demo/deliveries")).json(),
  );
  expect(deliveries[0]).toMatchObject({ kind: "message", seq, code: "zendesk_refused" });
  const path = `bots/demo/deliveries/${deliveries[0]?.handoffId}/${deliveries[0]?.position}/retry`;
  const retry = async () => retriedAnswerSchema.parse(await (await call("POST", path)).json());
  const answers = await Promise.all([retry(), retry()]);
  expect(answers[0]).toEqual(answers[1]);
  await isMarked(visitor, seq, "delivered");
  expect(await retry()).toEqual(answers[0]);
  visitor.leave();
  await visitor.isIn("bot");
  expect((await call("POST", path)).status).toBe(200);
  expect(await read("for the manager")).toHaveLength(1);
  visitor.close();
});

test("[CV49] note and solve that were refused as the visitor left are tried again once credentials are mended; a message is not", async () => {
  const { visitor, conversationId, read } = await livechat();
  const refused = { action: "status", status: 401, times: 1_000 } as const;
  for (const path of ["/sc/v2/*", "/api/v2/*"]) system.emulator.faults.add({ path, ...refused });
  const seq = await visitor.say("never sent");
  await isMarked(visitor, seq, "failed");
  visitor.leave();
  await visitor.isIn("bot");
  await until(async () => ((await system.app.store.lanes.depth()) === 0 ? true : undefined), "empty lanes");
  system.emulator.faults.clear();
  const call = await consoleCall();
  const listed = await (await call("GET", "bots/demo/deliveries")).json();
  const given = deliveriesAnswerSchema.parse(listed).deliveries.slice(0, 3).toReversed();
  expect(given.map(({ kind }) => kind)).toEqual(["message", "note", "solve"]);
  const answers: number[] = [];
  for (const { handoffId, position } of given)
    answers.push((await call("POST", `bots/demo/deliveries/${handoffId}/${position}/retry`)).status);
  expect(answers).toEqual([409, 200, 200]);
  const ticket = (await tickets(system.emulator))[0]?.id ?? "";
  const isSolved = async () => (await readTicket(system.emulator, ticket)).status === "solved";
  await until(async () => ((await isSolved()) ? true : undefined), "the ticket solved");
  expect((await readTicket(system.emulator, ticket)).conversationId).toBe(conversationId);
  expect(await read("The visitor has left the chat and no longer reads it.")).toHaveLength(1);
  expect(await read("never sent")).toEqual([]);
  visitor.close();
});

async function consoleCall() {
  const json = { "content-type": "application/json" };
  const login = await fetch(`${system.url}/api/console/login`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ username: "admin", password: adminPassword, as: "bearer" }),
  });
  const { token } = z.object({ token: z.string() }).parse(await login.json());
  return (method: string, path: string, body?: object) =>
    fetch(`${system.url}/api/console/${path}`, {
      method,
      headers: { ...(body && json), authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
}

test("a message that Zendesk takes only after the end of its livechat is found and deleted", async () => {
  const { visitor, conversationId, read } = await livechat();
  const { emulator } = system;
  emulator.faults.add({ on: "webhook", action: "lose", source: "api:conversations", times: 1_000 });
  emulator.faults.add({ ...posting(conversationId), action: "heldThenAccepted", delayMs: 60_000 });
  const found = await counted(system, "zendesk_duplicates_found_total");
  const deleted = await counted(system, "zendesk_duplicates_deleted_total");
  const seq = await visitor.say("taken late");
  await isMarked(visitor, seq, "delivered");
  visitor.leave();
  await visitor.isIn("bot");
  await until(async () => ((await system.app.store.lanes.depth()) === 0 ? true : undefined), "empty lanes");
  emulator.clock.advance(61_000);
  await until(async () => ((await read("taken late")).length === 2 ? true : undefined), "the double");
  system.advance(301_000);
  // Wakes what sleeps.
  const general = { name: "Iris", escalationType: "ZENDESK" };
  expect((await (await consoleCall())("PUT", "bots/demo/preferences/general", general)).status).toBe(200);
  await until(async () => ((await read("taken late")).length === 1 ? true : undefined), "the double to go");
  expect(await counted(system, "zendesk_duplicates_found_total")).toBe(found + 1);
  expect(await counted(system, "zendesk_duplicates_deleted_total")).toBe(deleted + 1);
  visitor.close();
});

test("what was posted again is looked for twice, also when that answer was lost too", async () => {
  const slow = { shortestMs: 3_600_000, longestMs: 3_600_000, callsPerMinute: 1 };
  const timing = { settleMs: 50, lookAgainMs: 10, firstRetryMs: 20, longestRetryMs: 100 };
  const unwatched = await startSystem({}, { app: { answerMs: 300, timing, watchTiming: slow } });
  onTestFinished(() => unwatched.close());
  const { emulator, app } = unwatched;
  const visitor = await unwatched.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  const messages = "/sc/v2/apps/*/conversations/*/messages$";
  emulator.faults.add({ on: "webhook", action: "lose", source: "api:conversations", times: 1_000 });
  emulator.faults.add({ method: "GET", path: messages, action: "lag", lagMs: 600_000, times: 2 });
  emulator.faults.add({
    method: "POST",
    path: messages,
    action: "acceptThenStatus",
    status: 502,
    times: 2,
  });
  const seq = await visitor.say("twice");
  await isMarked(visitor, seq, "delivered");
  const [ticket] = await tickets(emulator);
  const said = (await readTicket(emulator, ticket?.id ?? "")).messages.map(words);
  expect(said.filter((text) => text === "twice")).toHaveLength(2);
  expect(await app.store.secondLooks.nextDue()).toBeDefined();
});

test("[ST45] a delivery whose row is damaged is given up, and what was said after it arrives", async () => {
  const { visitor, conversationId, read } = await livechat();
  const busy = { action: "status", status: 429, retryAfter: 1 } as const;
  system.emulator.faults.add({ ...posting(conversationId), ...busy });
  const [, seq, last] = [
    await visitor.say("first"),
    await visitor.say("damaged"),
    await visitor.say("whole"),
  ];
  const database = new DatabaseSync(join(system.folder, "store.db"));
  const damage = `UPDATE delivery SET task_json = 'x' WHERE json_valid(task_json) AND task_json ->> 'seq' = ?
    AND handoff_id = (SELECT handoff_id FROM delivery LIMIT 1)`;
  expect(database.prepare(damage).run(seq).changes).toBe(1);
  database.close();
  await isMarked(visitor, last, "delivered");
  expect([...(await read("first")), ...(await read("damaged")), ...(await read("whole"))]).toEqual([
    "first",
    "whole",
  ]);
  const listed = await (await consoleCall())("GET", "bots/demo/deliveries");
  const { deliveries } = deliveriesAnswerSchema.parse(await listed.json());
  expect(deliveries[0]).toMatchObject({ kind: "unreadable", code: "row_unreadable" });
  expect(await counted(system, "store_rows_unreadable_total")).toBe(1);
  visitor.close();
});

test("[ST41] an echo settles what is in doubt, however long the time to settle is", async () => {
  const patient = await startSystem({}, { app: { timing: { settleMs: 3_600_000 } } });
  onTestFinished(() => patient.close());
  const visitor = await patient.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  const path = "/sc/v2/apps/*/conversations/*/messages$";
  const { id } = patient.emulator.faults.add({
    method: "POST",
    path,
    action: "acceptThenStatus",
    status: 502,
  });
  const seq = await visitor.say("heard of by its echo");
  await isMarked(visitor, seq, "delivered");
  expect(patient.emulator.faults.list().find((fault) => fault.id === id)).toMatchObject({ struck: 1 });
});

test("[ST10, ST12] an attempt that outlives its lease is awaited by the next one, which looks; what it brings then counts for nothing", async () => {
  const leased = await startSystem(
    {},
    { app: { answerMs: 20_000, timing: { leaseMs: 400, settleMs: 50, lookAgainMs: 10 } } },
  );
  onTestFinished(() => leased.close());
  const visitor = await leased.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  const posts = { method: "POST", path: "/sc/v2/apps/*/conversations/*/messages$" } as const;
  leased.emulator.faults.add({ ...posts, action: "heldThenAccepted", holdMs: 1_200 });
  const accepted = () =>
    leased.emulator
      .ledger()
      .filter(({ status, request }) => status === 201 && JSON.stringify(request).includes("frozen once"));
  const seq = await visitor.say("frozen once");
  await isMarked(visitor, seq, "delivered");
  expect(accepted()).toHaveLength(1);
  expect(await leased.app.store.lanes.depth()).toBe(0);
  expect(marksOf(visitor, seq)).toEqual(["sent", "delivered"]);
});
