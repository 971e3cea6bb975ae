import { expect, test } from "vitest";
import { z } from "zod";
import { codeOf, knowledgeRow, password, startConsole } from "./console.fixtures.ts";

const general = "bots/demo/preferences/general";
const zendesk = { name: "Iris", escalationType: "ZENDESK" };

async function asPage(app: Awaited<ReturnType<typeof startConsole>>) {
  const answer = await app.login({ username: "admin", password });
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(answer.json());
  const [cookie] = answer.cookies;
  return { csrfToken, cookie, cookies: { console_session: cookie?.value ?? "" } };
}

test("a page gets a strict, httpOnly cookie and a CSRF token; both are needed for a change", async () => {
  const app = await startConsole();
  const { cookie, cookies, csrfToken } = await asPage(app);
  expect(cookie).toMatchObject({
    httpOnly: true,
    sameSite: "Strict",
    secure: true,
    path: "/api/console",
  });
  const url = `/api/console/${general}`;
  expect((await app.inject({ method: "GET", url, cookies })).statusCode).toBe(200);
  const change = { method: "PUT", url, cookies, payload: zendesk } as const;
  expect(codeOf(await app.inject(change))).toBe("csrf_refused");
  expect(codeOf(await app.inject({ ...change, headers: { "x-csrf-token": "guess" } }))).toBe("csrf_refused");
  expect((await app.store.bots.load("demo"))?.escalationType).toBe("NONE");
  expect((await app.inject({ ...change, headers: { "x-csrf-token": csrfToken } })).statusCode).toBe(200);
});

test("a cookie's token does not work as a bearer token, nor a bearer token as a cookie", async () => {
  const app = await startConsole();
  const { cookies } = await asPage(app);
  const url = "/api/console/me";
  const asBearer = { authorization: `Bearer ${cookies.console_session}` };
  expect(codeOf(await app.inject({ url, headers: asBearer }))).toBe("login_required");
  expect(codeOf(await app.inject({ url, cookies: { console_session: app.token } }))).toBe("login_required");
});

test("logging out ends the session at the server", async () => {
  const app = await startConsole();
  const { cookies, csrfToken } = await asPage(app);
  const out = { method: "POST", url: "/api/console/logout", cookies } as const;
  expect((await app.inject({ ...out, headers: { "x-csrf-token": csrfToken } })).statusCode).toBe(204);
  expect(codeOf(await app.inject({ url: "/api/console/me", cookies }))).toBe("login_required");
});

test("guessing the password is slowed down, also for the right one, per address", async () => {
  const app = await startConsole();
  const wrong = { username: "admin", password: "wrong" };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    expect(codeOf(await app.login(wrong, "192.0.2.9"))).toBe("login_refused");
  }
  const blocked = await app.login({ username: "admin", password }, "192.0.2.9");
  expect(codeOf(blocked)).toBe("too_many_requests");
  expect(blocked.headers["retry-after"]).toBe("1");
  expect((await app.login({ username: "admin", password }, "192.0.2.10")).statusCode).toBe(200);
  app.time.monotonic += 1_000;
  expect((await app.login({ username: "admin", password }, "192.0.2.9")).statusCode).toBe(200);
});

test("attempts sent at once count before any of them is answered", async () => {
  const app = await startConsole();
  const wrong = { username: "admin", password: "wrong" };
  const answers = await Promise.all(Array.from({ length: 12 }, () => app.login(wrong, "192.0.2.9")));
  expect(answers.map(codeOf).filter((code) => code === "login_refused")).toHaveLength(5);
});

test("without a session nothing below the API answers, and what does not exist is said so", async () => {
  const app = await startConsole();
  for (const path of ["me", general, "bots/demo/livechat/connector", "bots/demo/livechat/skills"]) {
    expect(codeOf(await app.inject({ url: `/api/console/${path}` }))).toBe("login_required");
  }
  expect(codeOf(await app.call("GET", "bots/unknown/preferences/general"))).toBe("not_found");
  expect(codeOf(await app.call("GET", "nothing"))).toBe("not_found");
});

test("saving ZENDESK brings the webhook URL into being, and it never changes", async () => {
  const app = await startConsole();
  const connector = "bots/second/livechat/connector";
  expect(codeOf(await app.call("GET", connector))).toBe("not_found");
  const path = "bots/second/preferences/general";
  await Promise.all([
    app.call("PUT", path, { ...zendesk, name: "Otto" }),
    app.call("PUT", path, { ...zendesk, name: "Otto" }),
  ]);
  const view = z.looseObject({ webhookUrl: z.string(), state: z.string() });
  const first = view.parse((await app.call("GET", connector)).json());
  expect(first.webhookUrl).toMatch(/^https:\/\/chat\.example\.org\/webhooks\/zendesk\/[0-9a-f]{32}$/u);
  expect(first).toMatchObject({ state: "empty", domain: "", keySecretStored: false });
  await app.call("PUT", path, { name: "Otto", escalationType: "NONE" });
  await app.call("PUT", path, { ...zendesk, name: "Otto" });
  expect((await app.call("GET", connector)).json()).toEqual(first);
});

test("the sample bot's connector is called demo", async () => {
  const app = await startConsole();
  expect((await app.call("PUT", general, zendesk)).json()).toEqual(zendesk);
  const view = (await app.call("GET", "bots/demo/livechat/connector")).json();
  expect(view).toMatchObject({ webhookUrl: "https://chat.example.org/webhooks/zendesk/demo" });
});

test("an empty name or an unknown escalation type is refused", async () => {
  const app = await startConsole();
  for (const body of [
    { ...zendesk, name: " " },
    { name: "Iris", escalationType: "PIGEON" },
  ]) {
    expect(codeOf(await app.call("PUT", general, body))).toBe("request_invalid");
  }
});

test("skills are created once per trimmed name, list who uses them, and are deleted", async () => {
  const app = await startConsole();
  const path = "bots/demo/livechat/skills";
  const created = await app.call("POST", path, { name: "  Animal " });
  expect(created.statusCode).toBe(201);
  const { id } = z.object({ id: z.string() }).parse(created.json());
  expect(codeOf(await app.call("POST", path, { name: "Animal" }))).toBe("name_taken");
  expect(codeOf(await app.call("POST", path, { name: "  " }))).toBe("request_invalid");
  await app.store.bots.saveKnowledge(knowledgeRow("demo", id));
  expect((await app.call("GET", path)).json()).toEqual({
    skills: [{ id, name: "Animal", usedBy: ["My pet is ill"] }],
  });
  expect((await app.call("DELETE", `${path}/${id}`)).statusCode).toBe(204);
  expect(codeOf(await app.call("DELETE", `${path}/${id}`))).toBe("not_found");
  expect((await app.call("GET", path)).json()).toEqual({ skills: [] });
});

test("channels come with the address of their preview page", async () => {
  const app = await startConsole();
  await app.store.bots.saveChannel({
    id: "a b",
    botId: "demo",
    title: "Help",
    accent: "#1f73b7",
    origins: [],
  });
  expect((await app.call("GET", "bots/demo/channels")).json()).toEqual({
    channels: [{ id: "a b", title: "Help", previewUrl: "https://chat.example.org/preview/a%20b" }],
  });
});

test("the API describes every operation, with its body and answers", async () => {
  const app = await startConsole();
  const described = z
    .object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.looseObject({}))) })
    .parse((await app.inject({ url: "/api/console/openapi.json" })).json());
  expect(Object.keys(described.paths).sort()).toEqual([
    "/api/console/bots/{botId}/channels",
    "/api/console/bots/{botId}/deliveries",
    "/api/console/bots/{botId}/deliveries/{handoffId}/{position}/retry",
    "/api/console/bots/{botId}/livechat/connector",
    "/api/console/bots/{botId}/livechat/connector/check",
    "/api/console/bots/{botId}/livechat/ends",
    "/api/console/bots/{botId}/livechat/skills",
    "/api/console/bots/{botId}/livechat/skills/{skillId}",
    "/api/console/bots/{botId}/preferences/general",
    "/api/console/login",
    "/api/console/logout",
    "/api/console/me",
    "/api/console/openapi.json",
  ]);
  const put = described.paths["/api/console/bots/{botId}/livechat/connector"]?.put;
  expect(put).toHaveProperty("requestBody");
  expect(put).toHaveProperty("responses.422.content");
});

test.each([
  ["a line break", "two\nlines"],
  ["a NUL", "a\0b"],
  ["half a surrogate pair", "a\ud800b"],
  ["a turned reading direction", "a\u202eb"],
])("a name with %s is refused", async (_what, name) => {
  const app = await startConsole();
  expect(codeOf(await app.call("PUT", general, { name, escalationType: "NONE" }))).toBe("request_invalid");
  expect(codeOf(await app.call("POST", "bots/demo/livechat/skills", { name }))).toBe("request_invalid");
});

test("an id with half a surrogate pair is refused by name, and nothing fails", async () => {
  const app = await startConsole();
  await app.call("PUT", general, zendesk);
  const form = {
    domain: "acme.zendesk.com",
    appId: "\ud800",
    integrationId: "i",
    keyId: "k",
    keySecret: "s",
    api: { kind: "token", email: "a@b.c", apiToken: "t" },
    senderId: "",
  };
  const answer = await app.call("PUT", "bots/demo/livechat/connector", form);
  expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining("appId")]);
});

test("how livechats end is as usual until it is changed, within limits; the rest of the connector stays", async () => {
  const app = await startConsole();
  const path = "bots/demo/livechat/ends";
  expect(codeOf(await app.call("GET", path))).toBe("not_found");
  await app.call("PUT", general, zendesk);
  expect((await app.call("GET", path)).json()).toEqual({ solveOnLeave: true, solvedEndsAfterMinutes: 10 });
  const before = await app.store.connectors.findByBot("demo");
  const wanted = { solveOnLeave: false, solvedEndsAfterMinutes: 0 };
  expect((await app.call("PUT", path, wanted)).json()).toEqual(wanted);
  expect((await app.call("GET", path)).json()).toEqual(wanted);
  expect(await app.store.connectors.findByBot("demo")).toEqual({
    ...before,
    ends: { solveOnLeave: false, solvedEndsAfterMs: 0 },
  });
  for (const minutes of [-1, 1.5, 10_081, "10"]) {
    const refused = await app.call("PUT", path, { ...wanted, solvedEndsAfterMinutes: minutes });
    expect(codeOf(refused)).toBe("request_invalid");
  }
});

test("a change of what the bot escalates to is told at once", async () => {
  const app = await startConsole();
  await app.call("PUT", general, zendesk);
  await app.call("PUT", general, { ...zendesk, escalationType: "NONE" });
  expect(app.time.changes).toBe(2);
});
