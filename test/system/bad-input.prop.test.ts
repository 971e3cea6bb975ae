/**
 * What Zendesk and visitors can send and no document promises: stored or refused with a code, counted, never a crash,
 * and afterwards everybody else is served as before.
 * `SEED=… npx vitest run --project system test/system/bad-input` draws the same input again.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { linkDemo } from "../../demo/link.ts";
import { errorCodes } from "../../src/errors.ts";
import { pollAnswerSchema } from "../../src/protocol/chat.ts";
import { createDistort, toBytes } from "./bad/distort.ts";
import { type DistortingProxy, startDistortingProxy } from "./bad/distorting-proxy.ts";
import { everyEvent } from "./bad/events.ts";
import { rawSockets } from "./bad/sockets.ts";
import { createRandom, seedOf } from "./history/random.ts";
import { adminPassword, type System, startSystem } from "./system.ts";
import { until } from "./until.ts";
import type { Visitor } from "./visitor.ts";
import { newTicket, type Ticket, tickets, ticketThat, words } from "./workspace.ts";
import { metric } from "./zendesk-webhook.ts";

const seed = seedOf(process.env);
const random = createRandom(seed);
/** Smaller than what the server reads of a webhook: not its size alone should decide. */
const distort = createDistort(random.fork(), 1024 * 1024);
const [webhooks, frames, bodies, uploads] = [700, 500, 400, 60];
const handoffs = 24;
/** For a busy machine. */
const patience = { timeout: 180_000 };

let system: System;
let proxy: DistortingProxy;
const crashes: unknown[] = [];
const onCrash = (error: unknown) => void crashes.push(error);

interface Livechat {
  readonly visitor: Visitor;
  readonly ticket: Ticket;
}
let veteran: Livechat;

beforeAll(async () => {
  process.stdout.write(`SEED=${seed}\n`);
  process.on("unhandledRejection", onCrash);
  system = await startSystem(
    { supportPlan: "unlimited" },
    {
      link: false,
      app: {
        answerMs: 1_500,
        chatLimits: {
          sessionsPerMinute: 1_000_000,
          pollsPerMinute: 1_000_000,
          frames: { burst: 1_000_000, perSecond: 1_000_000 },
          pollWaitMs: 20,
        },
      },
    },
  );
  proxy = await startDistortingProxy(system.emulator.url, random.fork(), 50);
  system.app.acceptZendesk(proxy.url);
  const login = { username: "admin", password: adminPassword };
  await linkDemo({ server: system.url, emulator: proxy.url, ...login });
  veteran = await inLivechat();
});
afterAll(async () => {
  process.off("unhandledRejection", onCrash);
  await system.close();
  await proxy.close();
});

async function inLivechat(): Promise<Livechat> {
  const known = (await tickets(system.emulator)).map(({ id }) => id);
  const visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  return { visitor, ticket: await newTicket(system.emulator, known) };
}

let exchanges = 0;
/** A message to the operator and one back. */
async function getsThrough({ visitor, ticket }: Livechat): Promise<void> {
  const said = `exchange ${++exchanges}`;
  await visitor.say(said);
  await ticketThat(
    system.emulator,
    ticket.id,
    ({ messages }) => messages.some((message) => words(message) === said),
    `"${said}" on ticket ${ticket.id}`,
  );
  await system.operator("reply", { ticketId: ticket.id, text: `answer ${exchanges}` });
  await visitor.sees(`answer ${exchanges}`);
}

/** Nothing crashed, nothing that was logged is unknown to the table of errors, and both old and new visitors are served. */
async function everybodyIsServed(): Promise<void> {
  expect(crashes, `SEED=${seed}`).toEqual([]);
  expect(unknownFailures(), `SEED=${seed}`).toEqual([]);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  expect((await fetch(`${system.url}/health/ready`)).status).toBe(200);
  await getsThrough(veteran);
  const newcomer = await inLivechat();
  await getsThrough(newcomer);
  newcomer.visitor.close();
}

const Line = z.object({
  level: z.union([z.number(), z.string()]),
  err: z
    .object({ code: z.string().optional(), message: z.string(), stack: z.string().optional() })
    .optional(),
});

const failuresOfOurOwn = new Set(["internal", "store_failed", "row_unreadable"]);

/** Errors in the log that have no code, or the one of a failure of our own. */
function unknownFailures(): readonly string[] {
  return system
    .log()
    .split("\n")
    .filter((line) => line.includes('"err"'))
    .flatMap((line) => {
      const { err } = Line.parse(JSON.parse(line));
      if (err === undefined || (err.code !== undefined && !failuresOfOurOwn.has(err.code))) return [];
      return [`${err.code ?? "no code"}: ${err.message} ${err.stack ?? ""}`];
    });
}

/** Runs `job` so many times, 16 at a time. */
async function times(count: number, job: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await job(next++);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

const Refusal = z.object({ error: z.object({ code: z.enum(errorCodes), message: z.string() }) });
const tally = new Map<string, number>();
const count = (what: string) => void tally.set(what, (tally.get(what) ?? 0) + 1);

/** The answer's status; a refusal has a code of the table, and is never our own failure. */
async function post(path: string, body: Buffer, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(system.url + path, { method: "POST", headers, body: new Uint8Array(body) });
  const given: unknown = await answer.json();
  expect(answer.status, `SEED=${seed} ${path} ${body.toString().slice(0, 300)}`).toBeLessThan(500);
  if (!answer.ok) count(`${path} refused: ${Refusal.parse(given).error.code}`);
  else count(`${path} taken`);
  return answer.status;
}

/** All that the veteran was ever told, by the other way: a page without a websocket can read it. */
async function polledFromTheBeginning(): Promise<number> {
  const answer = await fetch(`${system.url}/api/chat/poll`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: veteran.visitor.session.token, revision: 0 }),
  });
  expect(answer.status).toBe(200);
  const text = await answer.text();
  pollAnswerSchema.parse(JSON.parse(text));
  return text.length;
}

test("webhooks that nobody promised", patience, async () => {
  const secret = system.emulator.credentials().webhookSecret ?? "";
  const headers = { "content-type": "application/json", "x-api-key": secret };
  const totals = async () => ({
    malformed: await metric(system, "webhook_malformed_total"),
    events:
      (await metric(system, "webhook_event_stored_total")) +
      (await metric(system, "webhook_event_duplicate_total")) +
      (await metric(system, "webhook_event_invalid_total")),
  });
  const before = await totals();
  const subject = { conversationId: veteran.ticket.conversationId, userId: "user-1" };
  let [refused, taken] = [0, 0];
  await times(webhooks, async (index) => {
    const all = everyEvent(subject);
    const events = Array.from({ length: random.pick([1, 1, 1, 3]) }, (_, more) =>
      distort(all[(index + more) % all.length]),
    );
    const whole = { app: { id: "a" }, webhook: { id: "w", version: "v2" }, events };
    const body =
      index % 250 === 249
        ? Buffer.alloc(10 * 1024 * 1024, "x")
        : toBytes(random.chance(0.1) ? distort(whole) : whole, random);
    const status = await post("/webhooks/zendesk/demo", body, headers).catch((error: unknown) => {
      // The server does not read on, and the sender meets a closed connection.
      if (body.length <= 2 * 1024 * 1024) throw error;
      return 413;
    });
    if (status === 400) refused += 1;
    if (status === 200) taken += 1;
  });
  const after = await totals();
  expect(after.malformed - before.malformed).toBe(refused);
  expect(after.events - before.events).toBeGreaterThanOrEqual(taken * 0.9);
  // What belongs to nobody is waited for a quarter of an hour, and then let go.
  system.advance(16 * 60_000);
  await getsThrough(veteran);
  await expect.poll(() => system.app.store.inbox.due(10)).toEqual([]);
  expect(await metric(system, "webhook_event_failed_total")).toBe(0);
  const messages = veteran.visitor.messages().length;
  process.stdout.write(`${messages} messages are shown, ${await polledFromTheBeginning()} characters\n`);
  await everybodyIsServed();
});

test("frames and requests that nobody promised", patience, async () => {
  const { token } = veteran.visitor.session;
  const clientFrames: readonly object[] = [
    { type: "say", clientId: "c", content: { type: "text", text: "hello" } },
    { type: "say", clientId: "c", content: { type: "file", fileId: "f", caption: "look" } },
    { type: "say", clientId: "c", content: { type: "choice", seq: 3, choice: 0 } },
    { type: "hello", token, revision: 0 },
    { type: "leave" },
    { type: "wait" },
    { type: "retry", seq: 2 },
    { type: "ping" },
  ];
  const other = await system.visitor({ language: "fr" });
  const sockets = rawSockets(system.url, other.session.token, errorCodes);
  await times(frames, async (index) => {
    const frame = distort(clientFrames[index % clientFrames.length]);
    count(`frame ${await sockets.send(toBytes(frame, random), random.chance(0.05))}`);
  });
  sockets.close();

  const json = { "content-type": "application/json" };
  const requests: readonly (readonly [string, object])[] = [
    ["/api/chat/sessions", { channelId: "demo", token: "t", language: "fr-FR, en", preview: true }],
    ["/api/chat/poll", { token: other.session.token, revision: 0, frames: clientFrames }],
    ["/api/chat/files/link", { fileId: "f" }],
  ];
  await times(bodies, async (index) => {
    const [path, body] = requests[index % requests.length] ?? ["/", {}];
    const authorization = `Bearer ${other.session.token}`;
    await post(path, toBytes(distort(body), random), { ...json, authorization });
  });
  await times(uploads, async (index) => {
    const name = distort("a.png");
    const disposition = typeof name === "string" ? name.replaceAll(/[\r\n"]/g, "") : String(index);
    const part = `--b\r\ncontent-disposition: form-data; name="file"; filename="${disposition}"\r\ncontent-type: ${random.pick(["image/png", "text/html", "x", "", "\u0000"])}\r\n\r\n`;
    const content = toBytes(distort({ content: "bytes" }), random);
    const end = random.chance(0.8) ? "\r\n--b--\r\n" : random.pick(["", "\r\n--b", "\r\n--x--\r\n"]);
    await post("/api/chat/files", Buffer.concat([Buffer.from(part), content, Buffer.from(end)]), {
      authorization: random.chance(0.9) ? `Bearer ${other.session.token}` : "Bearer nobody",
      "content-type": random.chance(0.9)
        ? "multipart/form-data; boundary=b"
        : random.pick(["multipart/form-data", "text/plain", "image/png"]),
    });
  });
  expect(await other.say("still here?")).toBeGreaterThan(0);
  await everybodyIsServed();
});

test("answers of Zendesk's that nobody promised", patience, async () => {
  // Who is not in control, or which conversation is gone, is believed: the veteran's is left out.
  proxy.distort(0.4, (_method, path) => !path.includes(veteran.ticket.conversationId));
  const visitors = await Promise.all(
    Array.from({ length: handoffs }, async (_, index) => {
      const visitor = await system.visitor({ language: index % 2 === 0 ? "en" : "fr" });
      await visitor.say("I want to talk to a person");
      await visitor.say("are you there?");
      return visitor;
    }),
  );
  await until(
    () => ([...proxy.distorted().values()].reduce((sum, each) => sum + each, 0) >= 400 ? true : undefined),
    "400 distorted answers",
  );
  proxy.distort(0);
  for (const visitor of visitors) {
    await until(() => (visitor.status().mode === "connecting" ? undefined : true), "an end of connecting");
    const { mode } = visitor.status();
    const before = visitor.messages().length;
    await visitor.say("and now?");
    await until(
      () =>
        visitor
          .messages()
          .slice(before)
          .find(
            ({ author, delivery }) =>
              author.type === "bot" || delivery === "delivered" || delivery === "failed",
          ),
      `an answer of the bot, or the message with the operator (${mode})`,
    );
    count(`handoff ended up in ${mode}`);
    visitor.close();
  }
  await expect.poll(() => system.app.store.lanes.nextDue()).toBeUndefined();
  await everybodyIsServed();
  const answers = [...proxy.distorted().values()].reduce((sum, each) => sum + each, 0);
  const tried = webhooks + frames + bodies + uploads + answers;
  const outcomes = [...tally]
    .map(([what, often]) => `  ${what}: ${often}\n`)
    .toSorted((a, b) => a.localeCompare(b));
  process.stdout.write(
    `SEED=${seed}: ${tried} tried, ${answers} of them answers of Zendesk's\n${outcomes.join("")}`,
  );
  expect(tried).toBeGreaterThan(2_000);
});
