import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventCoverage } from "../coverage/events.ts";
import { type Started, startEmulator } from "../harness.ts";
import { triggers } from "../world/messaging/events.ts";
import { driveConversations, listen } from "./drive-conversations.ts";
import { driveSupport } from "./drive-support.ts";
import { eventsOf, judgeDelivery } from "./events.ts";
import { compare, examples, examplesLeftOut, hasExamples } from "./examples.ts";
import { hasOpenApi, judgeEventByOpenApi, leftOut } from "./openapi.ts";

let zendesk: Started;
let bodies: unknown[] = [];

beforeAll(async () => {
  zendesk = await startEmulator();
  await listen(zendesk);
  await driveSupport(zendesk);
  await driveConversations(zendesk);
  bodies = zendesk.emulator.deliveries().map(({ body }) => body);
});
afterAll(() => zendesk.emulator.close());

const events = () => bodies.flatMap(eventsOf);
const unique = (words: string[]) => [...new Set(words)].sort();

test("every delivery is what our own schemas say", () => {
  expect(unique(bodies.flatMap(judgeDelivery))).toEqual([]);
});

test("every event that is covered was sent, and no other", () => {
  const covered = eventCoverage.filter(({ status }) => status !== "not started").map(({ what }) => what);
  expect(unique(events().map(({ type }) => type))).toEqual(unique([...covered]));
  expect(unique([...triggers])).toEqual(unique([...covered]));
});

const documentNote = hasOpenApi ? "" : ` – ${leftOut}`;

/** Where our events mean to differ from the schemas of the OpenAPI document. */
const meant: readonly { readonly says: RegExp; readonly why: string }[] = [
  {
    says: /^[\w:]+: \/payload\/conversation\/brandId is not documented$/u,
    why: "Real conversations have it (zendesk.md §3.1).",
  },
  {
    says: /^conversation:message: \/payload\/message\/author\/(?:avatarUrl|displayName|subtypes) is not documented$/u,
    why: "The schema of an event's author lacks what its example and the API's messages have (zendesk.md §3.1).",
  },
];

test(`every event is what the OpenAPI document says${documentNote}`, () => {
  const judged = hasOpenApi
    ? bodies
        .flatMap((body) => eventsOf(body))
        .flatMap((event) => judgeEventByOpenApi(event) ?? [{ on: event.type, says: "nobody describes it" }])
    : [];
  const said = unique(judged.map(({ on, says }) => `${on}: ${says}`));
  expect(said.filter((words) => !meant.some(({ says }) => says.test(words)))).toEqual([]);
  expect(meant.filter(({ says }) => hasOpenApi && !said.some((words) => says.test(words)))).toEqual([]);
});

if (!hasExamples) process.stdout.write(`The judge of webhooks was ${examplesLeftOut}.\n`);
const examplesNote = hasExamples ? "" : ` – ${examplesLeftOut}`;

/** What an event may have or lack beside its example. */
const free: readonly { readonly says: RegExp; readonly why: string }[] = [
  {
    says: /: adds /u,
    why: "An example shows one case; what may stand there is judged by the schemas above.",
  },
  {
    says: /lacks .*\/source\/(?:integrationId|originalMessageId|originalMessageTimestamp)$/u,
    why: "What a program sends comes through no channel.",
  },
  {
    says: /lacks .*\/author\/(?:avatarUrl|displayName|userId|user)$/u,
    why: "Names and pictures are optional, and a business is no user.",
  },
  {
    says: /^client:\w+: lacks \/client\/(?:displayName|info|lastSeen|raw)$/u,
    why: "What a carrier would tell of a phone; there is none behind the emulator.",
  },
  { says: /lacks \/message\/content\/text$/u, why: "Other contents than text." },
  { says: /lacks \/conversation\/metadata\/lang$/u, why: "Metadata is what somebody gave." },
  { says: /^conversation:create: lacks \/user$/u, why: "A group is not one user's." },
];

test(`every event looks like its example${examplesNote}`, () => {
  const known = examples();
  const said = unique(
    events().flatMap(({ type, payload }) => {
      const example = known.get(type);
      return example === undefined ? [] : compare(example, payload).map((words) => `${type}: ${words}`);
    }),
  );
  expect(said.filter((words) => !free.some(({ says }) => says.test(words)))).toEqual([]);
  expect(free.filter(({ says }) => hasExamples && !said.some((words) => says.test(words)))).toEqual([]);
});

describe("the judges of events see what is wrong", () => {
  const id = "5f0d1e2a3b4c5d6e7f809101";
  const right = {
    app: { id },
    webhook: { id, version: "v2" },
    events: [
      {
        id,
        createdAt: "2026-01-01T00:00:00.000Z",
        type: "conversation:remove",
        payload: { conversation: { id, type: "personal" } },
      },
    ],
  };
  test("and nothing in what is right", () => {
    expect(judgeDelivery(right)).toEqual([]);
  });
  test.each([
    ["another version", { ...right, webhook: { id, version: "v1" } }],
    ["no event", { ...right, events: [] }],
    ["an unknown type", { ...right, events: [{ ...right.events[0], type: "odd" }] }],
    [
      "an unknown key",
      {
        ...right,
        events: [{ ...right.events[0], payload: { conversation: { id, type: "personal", odd: 1 } } }],
      },
    ],
    ["a missing part", { ...right, events: [{ ...right.events[0], payload: {} }] }],
  ])("%s", (_what, body) => {
    expect(judgeDelivery(body)).not.toEqual([]);
  });
  test("a field more, less, or of another type than the example", () => {
    const example = { user: { id: "x", list: [{ a: 1 }] }, gone: true };
    expect(compare(example, { user: { id: 5, list: [{ a: 1, b: 2 }] } })).toEqual([
      "lacks /gone",
      "/user/id is of type number",
      "adds /user/list/*/b",
    ]);
  });
});
