import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";

const REDIRECT = "https://connector.example/back";
let zendesk: Started;
beforeEach(async () => {
  zendesk = await startEmulator();
});
afterEach(() => zendesk.emulator.close());

const client = () => {
  const { oauth } = zendesk.emulator.credentials();
  return { client_id: oauth?.clientId ?? "", client_secret: oauth?.clientSecret ?? "" };
};
const exchange = (body: Record<string, unknown>) => zendesk.call("POST", "/oauth/tokens", body);
const own = (change: Record<string, unknown> = {}) =>
  exchange({ grant_type: "client_credentials", ...client(), scope: "read write", ...change });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const token = async (change: Record<string, unknown>) =>
  bearer(textAt((await own(change)).body, "access_token"));

test("a token lives as long as asked for, between 300 and 172,800 seconds", async () => {
  expect(at((await own()).body, "expires_in")).toBe(1800);
  for (const [seconds, status] of [
    [299, 400],
    [300, 200],
    [172_800, 200],
    [172_801, 400],
    ["soon", 400],
  ] as const)
    expect([seconds, (await own({ expires_in: seconds })).status]).toEqual([seconds, status]);
  const short = await token({ expires_in: 300 });
  zendesk.emulator.clock.advance(299_000);
  expect((await zendesk.api("GET", "/groups", undefined, short)).status).toBe(200);
  zendesk.emulator.clock.advance(1000);
  const late = await zendesk.api("GET", "/groups", undefined, short);
  expect([late.status, at(late.body, "error_description")]).toEqual([
    401,
    "The access token provided is expired, revoked, malformed or invalid for other reasons.",
  ]);
});

test.each([
  ["read", [200, 403, 200, 403]],
  ["tickets:read", [403, 403, 200, 403]],
  ["groups:write read", [200, 201, 200, 403]],
  ["tickets:read tickets:write", [403, 403, 200, 404]],
  ["nonsense", [403, 403, 403, 403]],
])("scope %s", async (scope, statuses) => {
  const headers = await token({ scope });
  const calls = [
    await zendesk.api("GET", "/groups", undefined, headers),
    await zendesk.api("POST", "/groups", { group: { name: "Bird" } }, headers),
    await zendesk.api("GET", "/tickets", undefined, headers),
    await zendesk.api("PUT", "/tickets/1", { ticket: {} }, headers),
  ];
  expect(calls.map(({ status }) => status)).toEqual(statuses);
});

test("what a missing scope is answered", async () => {
  const refused = await zendesk.api("GET", "/groups", undefined, await token({ scope: "tickets:read" }));
  expect(refused.body).toEqual({
    error: "Forbidden",
    description: "You are missing the following required scopes: groups:read, read",
  });
});

test("tokens are listed without their secret, shown and revoked", async () => {
  const headers = await token({});
  const current = await zendesk.api("GET", "/oauth/tokens/current", undefined, headers);
  expect(textAt(current.body, "token.token")).toHaveLength(10);
  expect(listAt((await zendesk.api("GET", "/oauth/tokens", undefined, headers)).body, "tokens")).toHaveLength(
    1,
  );
  const id = String(at(current.body, "token.id"));
  expect((await zendesk.api("DELETE", `/oauth/tokens/${id}`)).status).toBe(204);
  expect((await zendesk.api("GET", "/groups", undefined, headers)).status).toBe(401);
  expect((await zendesk.api("DELETE", "/oauth/tokens/current")).status).toBe(404);
});

test("nobody is asked for a client that is unknown or wants its answer elsewhere", async () => {
  const ask = (query: Record<string, string>) =>
    zendesk.call("GET", `/oauth/authorizations/new?${new URLSearchParams(query).toString()}`);
  expect((await ask({ client_id: "x", redirect_uri: REDIRECT, response_type: "code" })).status).toBe(400);
  const elsewhere = {
    client_id: client().client_id,
    redirect_uri: "https://evil.example",
    response_type: "code",
  };
  expect((await ask(elsewhere)).status).toBe(400);
});

test.each(["authorization_code", "refresh_token", "password", ""])("%s without its proof", async (grant) => {
  const refused = await exchange({ grant_type: grant, ...client() });
  expect([refused.status, typeof at(refused.body, "error")]).toEqual([400, "string"]);
  expect((await exchange({ grant_type: grant, ...client(), client_id: "x" })).status).toBe(401);
});

/** A client with an address to come back to, and the page on which somebody lets it act for them. */
async function withPage() {
  const [admin] = zendesk.emulator.credentials().agents;
  const made = await zendesk.call(
    "POST",
    "/admin/api/oauth-clients",
    { name: "Page & <co>", identifier: "page", description: "", redirectUris: [REDIRECT] },
    { "x-agent-id": admin?.id ?? "" },
  );
  const secret = textAt(made.body, "secret");
  const query = {
    response_type: "code",
    client_id: "page",
    redirect_uri: REDIRECT,
    scope: "read",
    state: "s 1",
  };
  const decide = async (change: Record<string, string> = {}) => {
    const response = await fetch(`${zendesk.emulator.url}/oauth/authorizations`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ ...query, user_id: admin?.id ?? "", decision: "allow", ...change }),
      headers: change["origin"] === undefined ? {} : { origin: change["origin"] },
    });
    const location = response.headers.get("location") ?? REDIRECT;
    return { status: response.status, back: new URL(location).searchParams };
  };
  const spend = (code: string | null, change: Record<string, string> = {}) =>
    exchange({
      grant_type: "authorization_code",
      client_id: "page",
      client_secret: secret,
      code,
      redirect_uri: REDIRECT,
      ...change,
    });
  return { query, decide, spend, secret };
}

test("by code: somebody allows it on a page, the code works once and for two minutes", async () => {
  const { query, decide, spend } = await withPage();
  const page = await fetch(
    `${zendesk.emulator.url}/oauth/authorizations/new?${new URLSearchParams(query).toString()}`,
  );
  const html = await page.text();
  expect(html).toContain("Page &amp; &lt;co&gt;");
  expect(html).toContain("Alex Admin");
  const { back } = await decide();
  expect(back.get("state")).toBe("s 1");
  expect((await spend(back.get("code"), { client_secret: "wrong" })).status).toBe(401);
  const given = await spend(back.get("code"));
  expect(at(given.body, "scope")).toBe("read");
  const headers = bearer(textAt(given.body, "access_token"));
  expect((await zendesk.api("GET", "/groups", undefined, headers)).status).toBe(200);
  expect(at((await spend(back.get("code"))).body, "error")).toBe("invalid_grant");
  const late = await decide();
  zendesk.emulator.clock.advance(120_000);
  expect((await spend(late.back.get("code"))).status).toBe(400);
  expect((await decide({ decision: "deny" })).back.get("error")).toBe("access_denied");
  expect((await decide({ origin: "https://evil.example" })).status).toBe(403);
});

test("by code with PKCE, without a secret", async () => {
  const { decide, spend, secret } = await withPage();
  const verifier = "a-verifier-of-forty-three-characters-or-more";
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const code = async () => (await decide({ code_challenge: challenge })).back.get("code");
  const bare = async (change: Record<string, string>) =>
    exchange({
      grant_type: "authorization_code",
      client_id: "page",
      code: await code(),
      redirect_uri: REDIRECT,
      ...change,
    });
  expect((await bare({ code_verifier: verifier })).status).toBe(200);
  expect((await bare({ code_verifier: "another" })).status).toBe(400);
  expect((await bare({})).status).toBe(400);
  expect((await spend(await code(), { client_secret: secret })).status).toBe(400);
});

test("refreshing gives both tokens anew and ends the old ones", async () => {
  const { decide, spend, secret } = await withPage();
  const first = (await spend((await decide()).back.get("code"))).body;
  const refresh = (value: string) =>
    exchange({ grant_type: "refresh_token", client_id: "page", client_secret: secret, refresh_token: value });
  zendesk.emulator.clock.advance(3_600_000);
  const second = await refresh(textAt(first, "refresh_token"));
  expect(second.status).toBe(200);
  const works = async (body: unknown) =>
    (await zendesk.api("GET", "/groups", undefined, bearer(textAt(body, "access_token")))).status;
  expect([await works(first), await works(second.body)]).toEqual([401, 200]);
  expect((await refresh(textAt(first, "refresh_token"))).status).toBe(400);
  zendesk.emulator.clock.advance(30 * 86_400_000);
  expect((await refresh(textAt(second.body, "refresh_token"))).status).toBe(400);
});
