import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Started, startEmulator } from "../harness.ts";
import type { Exchange } from "../http/observe.ts";
import { allowed } from "./differences.ts";
import { driveConversations, listen } from "./drive-conversations.ts";
import { driveSupport } from "./drive-support.ts";
import { createJudge, judge } from "./judge.ts";
import { hasOpenApi, judgeByOpenApi, leftOut } from "./openapi.ts";
import { described } from "./own.ts";

let zendesk: Started;
const seen: Exchange[] = [];
const verdict = createJudge();

beforeAll(async () => {
  zendesk = await startEmulator({
    onExchange(exchange) {
      seen.push(exchange);
      verdict.see(exchange);
    },
  });
  await listen(zendesk);
  await driveSupport(zendesk);
  await driveConversations(zendesk);
});
afterAll(() => zendesk.emulator.close());

/** Said where it is seen. */
const note = hasOpenApi ? "" : ` – ${leftOut}`;
if (!hasOpenApi) process.stdout.write(`The judge of answers was ${leftOut}.\n`);

test(`every answer is what the OpenAPI documents and our own schemas say${note}`, () => {
  expect(verdict.verdict().wrong).toEqual([]);
});

test("none is a failure of the emulator's own", () => {
  expect(seen.filter(({ status }) => status >= 500)).toEqual([]);
});

/** Always refused, as the coverage says. */
const refused = ["POST /sc/v2/apps", "GET /sc/v2/apps/{appId}/users/{userIdOrExternalId}/devices/{deviceId}"];

test("every route of both APIs was asked, and answered with success once", () => {
  const good = new Set(
    seen.filter(({ status }) => status < 400).map(({ method, route }) => `${method} ${String(route)}`),
  );
  expect(zendesk.emulator.routes.filter((route) => !good.has(route))).toEqual(refused);
});

test("each of our own schemas had something to judge", () => {
  const asked = new Set(seen.map(({ method, route }) => `${method} ${String(route)}`));
  expect(described.filter((operation) => !asked.has(operation))).toEqual([]);
});

test(`every difference that is listed still occurs${note}`, () => {
  const { differs } = verdict.verdict();
  const gone = allowed.filter(
    ({ on, says }) =>
      hasOpenApi && !differs.some((finding) => on.test(finding.on) && says.test(finding.says)),
  );
  expect(gone).toEqual([]);
});

describe(`the judge sees what is wrong${note}`, () => {
  const exchange = (method: string, url: string, status: number, body: unknown): Exchange => ({
    method,
    url,
    route: url,
    status,
    body,
    contentType: "application/json",
  });
  const user = { id: "5f0d1e2a3b4c5d6e7f809101", authenticated: false };
  const path = "/sc/v2/apps/a/users";
  const judged = [
    ["a status that is not documented", exchange("POST", path, 202, { user })],
    ["a type", exchange("POST", path, 201, { user: { ...user, id: 5 } })],
    ["a key that nobody names", exchange("POST", path, 201, { user: { ...user, extra: 1 } })],
    ["no body", exchange("POST", path, 201, undefined)],
    ["an answer that nobody describes", exchange("GET", "/sc/v2/nothing", 200, {})],
    [
      "a content of an unknown type",
      exchange("POST", "/sc/v2/apps/a/conversations/c/messages", 201, {
        messages: [{ id: user.id, content: { type: "odd" } }],
      }),
    ],
    ["a status of a ticket", exchange("GET", "/api/v2/tickets/1", 200, { ticket: { status: "odd" } })],
    ["a date", exchange("GET", "/api/v2/groups/1", 200, { group: { name: "a", created_at: "today" } })],
  ] as const;
  test.each(hasOpenApi ? judged : [])("%s", (_what, planted) => {
    expect(judge(planted)).not.toEqual([]);
  });
  test("and nothing in what is right", () => {
    expect(hasOpenApi ? judgeByOpenApi(exchange("POST", path, 201, { user })) : []).toEqual([]);
  });
  test.each([
    [
      "of Sunshine Conversations with a wrong code",
      exchange("GET", path, 404, { errors: [{ code: "gone", title: "x" }] }),
    ],
    [
      "with several entries",
      exchange("GET", path, 401, {
        errors: ["x", "y"].map((words) => ({ code: "unauthorized", title: words })),
      }),
    ],
    ["of Support without words", exchange("GET", "/api/v2/tickets/1", 404, { error: "RecordNotFound" })],
    ["of OAuth as Support says it", exchange("POST", "/oauth/tokens", 400, { error: "x", description: "y" })],
  ])("a refusal %s", (_what, planted) => {
    expect(judge(planted)).not.toEqual([]);
  });
});
