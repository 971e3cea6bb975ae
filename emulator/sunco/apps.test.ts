import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";

let zendesk: Started;
beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(() => zendesk.emulator.reset("demo"));

const code = (body: unknown) => at(body, "errors.0.code");
const account = () => {
  const { accountKeyId, accountKeySecret } = zendesk.emulator.credentials();
  return zendesk.basic(accountKeyId ?? "", accountKeySecret ?? "");
};
const apps = (method: string, body?: unknown, headers = account()) =>
  zendesk.call(method, "/sc/v2/apps", body, headers);

function bearer(header: object, payload: object, secret: string) {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part(header)}.${part(payload)}`;
  return {
    authorization: `Bearer ${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`,
  };
}

describe("JSON web tokens", () => {
  const own = () => {
    const { keyId, keySecret } = zendesk.emulator.credentials();
    return { kid: keyId ?? "", secret: keySecret ?? "" };
  };
  const read = async (headers: Record<string, string>) =>
    (await zendesk.sc("GET", "", undefined, headers)).status;
  const seconds = () => Math.floor(zendesk.emulator.clock.now() / 1000);

  test("signed with a key they do what the key may", async () => {
    const { kid, secret } = own();
    const header = { alg: "HS256", typ: "JWT", kid };
    expect(await read(bearer(header, { scope: "app" }, secret))).toBe(200);
    expect(await read(bearer(header, { scope: "app", exp: seconds() + 60 }, secret))).toBe(200);
    zendesk.emulator.clock.advance(61_000);
    expect(await read(bearer(header, { scope: "app", exp: seconds() - 1 }, secret))).toBe(401);
  });

  test("an integration's key signs for the scope integration", async () => {
    const { integrationId } = zendesk.emulator.credentials();
    const made = await zendesk.sc("POST", `/integrations/${integrationId}/keys`, { displayName: "own" });
    const header = { alg: "HS256", typ: "JWT", kid: textAt(made.body, "key.id") };
    const headers = bearer(header, { scope: "integration" }, textAt(made.body, "key.secret"));
    expect((await zendesk.sc("POST", "/users", { externalId: "w" }, headers)).status).toBe(201);
    expect(await read(headers)).toBe(403);
  });

  test("a wrong signature, another scope, an unknown key or no signature is not known", async () => {
    const { kid, secret } = own();
    const header = { alg: "HS256", typ: "JWT", kid };
    expect(await read(bearer(header, { scope: "app" }, `${secret}x`))).toBe(401);
    expect(await read(bearer(header, { scope: "account" }, secret))).toBe(401);
    expect(await read(bearer({ ...header, kid: "app_nobody" }, { scope: "app" }, secret))).toBe(401);
    expect(await read(bearer({ ...header, alg: "none" }, { scope: "app" }, secret))).toBe(401);
    expect(await read(bearer({ alg: "HS256" }, { scope: "app" }, secret))).toBe(401);
    expect(await read({ authorization: "Bearer a.b.c" })).toBe(401);
    expect(await read({ authorization: "Bearer abc" })).toBe(401);
  });
});

test("an account key lists the app; an app key may not, and an unknown one is not known", async () => {
  const { appId } = zendesk.emulator.credentials();
  const list = await apps("GET");
  expect(listAt(list.body, "apps").map((app) => at(app, "id"))).toEqual([appId]);
  expect(at(list.body, "meta.hasMore")).toBe(false);
  const refused = await apps("GET", undefined, zendesk.conversationsAuth());
  expect([refused.status, code(refused.body)]).toEqual([403, "forbidden"]);
  expect((await apps("GET", undefined, zendesk.basic("app_x", "y"))).status).toBe(401);
  expect((await zendesk.sc("GET", "/switchboards", undefined, account())).status).toBe(200);
});

test("there is one app: another cannot be paid for", async () => {
  const refused = await apps("POST", { displayName: "Second" });
  expect([refused.status, code(refused.body)]).toEqual([402, "payment_required"]);
  expect((await apps("POST", {})).status).toBe(400);
});

test("webhooks are not for account keys", async () => {
  const { integrationId } = zendesk.emulator.credentials();
  const path = `/integrations/${integrationId}/webhooks`;
  expect((await zendesk.sc("GET", path, undefined, account())).status).toBe(403);
});

test("name, settings and metadata of the app change", async () => {
  const patched = await zendesk.sc("PATCH", "", {
    displayName: "Ours",
    settings: { useAnimalNames: true, conversationRetentionSeconds: 3600 },
    metadata: { plan: "gold", seats: 3 },
  });
  expect(patched.status).toBe(200);
  expect(at(patched.body, "app")).toMatchObject({
    displayName: "Ours",
    settings: { useAnimalNames: true, conversationRetentionSeconds: 3600, multiConvoEnabled: true },
    metadata: { plan: "gold", seats: 3 },
  });
  await zendesk.sc("PATCH", "", { metadata: { plan: null } });
  const read = await zendesk.sc("GET", "");
  expect(at(read.body, "app.metadata")).toEqual({ seats: 3 });
  expect(at(read.body, "app.subdomain")).toBe("zendesk-emulator");
});

test("several conversations can be allowed, and never again forbidden", async () => {
  zendesk.emulator.configure({ multiConversations: false });
  await zendesk.open();
  const again = () =>
    zendesk.sc("POST", "/conversations", {
      type: "personal",
      participants: [{ userExternalId: "visitor-1" }],
    });
  expect((await again()).status).toBe(400);
  await zendesk.sc("PATCH", "", { settings: { multiConvoEnabled: true } });
  expect((await again()).status).toBe(201);
  expect((await zendesk.sc("PATCH", "", { settings: { multiConvoEnabled: false } })).status).toBe(400);
});

test("too much metadata, and several mistakes at once: each is told", async () => {
  const big = await zendesk.sc("PATCH", "", { metadata: { a: "x".repeat(4096) } });
  expect(at(big.body, "errors.0")).toEqual({
    code: "bad_request",
    title: "App metadata is limited to 4096 bytes in size.",
  });
  const two = await zendesk.sc("PATCH", "", { displayName: "", settings: { useAnimalNames: "yes" } });
  expect(two.status).toBe(400);
  expect(listAt(two.body, "errors").map((error) => at(error, "code"))).toEqual([
    "bad_request",
    "bad_request",
  ]);
});

test("a token tells its app", async () => {
  const { appId } = zendesk.emulator.credentials();
  const read = (headers: Record<string, string>) =>
    zendesk.call("GET", "/sc/v2/tokenInfo", undefined, headers);
  expect(at((await read(zendesk.conversationsAuth())).body, "app.id")).toBe(appId);
  expect((await read({})).status).toBe(401);
});

test("bodies that are no JSON, and too large ones, are refused in the API's form", async () => {
  const { appId } = zendesk.emulator.credentials();
  const send = async (type: string, body: string) => {
    const answer = await fetch(`${zendesk.emulator.url}/sc/v2/apps/${appId}/users`, {
      method: "POST",
      headers: { ...zendesk.conversationsAuth(), "content-type": type },
      body,
    });
    return [answer.status, code(await answer.json())];
  };
  expect(await send("text/xml", "<a/>")).toEqual([415, "unsupported_media_type"]);
  const large = JSON.stringify({ externalId: "x".repeat(110_000) });
  expect(await send("application/json", large)).toEqual([413, "request_entity_too_large"]);
  expect(await send("application/json", "{")).toEqual([400, "bad_request"]);
});
