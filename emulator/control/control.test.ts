import { request } from "undici";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { createFaults } from "../faults/faults.ts";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";
import { routeName } from "../http/paths.ts";
import { createServer } from "../http/server.ts";
import { manualClock } from "../world/state/clock.ts";
import { openStorage } from "../world/state/storage.ts";
import { createWorld } from "../world/world.ts";
import { controlRoutes } from "./routes.ts";

let zendesk: Started;
beforeEach(async () => {
  zendesk = await startEmulator();
});
afterEach(() => zendesk.emulator.close());

const bot = { type: "business", displayName: "Bot" };
const messages = async (conversationId: string) =>
  listAt((await zendesk.sc("GET", `/conversations/${conversationId}/messages`)).body, "messages");
const body = { author: bot, content: { type: "text", text: "x" } };

describe("faults", () => {
  const fault = (more: Record<string, unknown>) =>
    zendesk.control("POST", "/faults", {
      method: "POST",
      path: "/sc/v2/apps/{app}/conversations/{id}/messages",
      ...more,
    });

  test("a status, as often as asked, with or without Retry-After; nothing is done", async () => {
    const { conversationId } = await zendesk.open();
    const send = () => zendesk.sc("POST", `/conversations/${conversationId}/messages`, body);
    expect((await fault({ action: "status", status: 429, retryAfter: 7, times: 2 })).status).toBe(201);
    const first = await send();
    expect([first.status, first.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(at(first.body, "errors.0.code")).toBe("too_many_requests");
    expect((await send()).status).toBe(429);
    expect((await send()).status).toBe(201);
    expect(await messages(conversationId)).toHaveLength(1);
    await fault({ action: "status", status: 503 });
    const second = await send();
    expect([second.status, second.headers.get("retry-after")]).toEqual([503, null]);
    expect(at((await zendesk.control("GET", "/faults")).body, "faults.0.struck")).toBe(2);
  });

  test("accepted, and then the connection closed or a 502: the message is there and in the ledger", async () => {
    const { conversationId } = await zendesk.open();
    const path = `/conversations/${conversationId}/messages`;
    await fault({ action: "acceptAndDrop" });
    await expect(zendesk.sc("POST", path, body)).rejects.toThrow("fetch failed");
    expect(await messages(conversationId)).toHaveLength(1);
    await fault({ action: "acceptThenStatus" });
    expect((await zendesk.sc("POST", path, body)).status).toBe(502);
    expect(await messages(conversationId)).toHaveLength(2);
    const posted = zendesk.emulator.ledger().filter(({ path: at }) => at.endsWith("/messages"));
    expect(posted.map(({ status }) => status)).toEqual([201, 201]);
  });

  test("dropped, hanging or delayed", async () => {
    const { conversationId } = await zendesk.open();
    const path = `/conversations/${conversationId}/messages`;
    await fault({ action: "drop" });
    await expect(zendesk.sc("POST", path, body)).rejects.toThrow("fetch failed");
    await fault({ action: "hang" });
    const given = new AbortController();
    const hanging = request(
      `${zendesk.emulator.url}/sc/v2/apps/${zendesk.emulator.credentials().appId}${path}`,
      {
        method: "POST",
        headers: { ...zendesk.conversationsAuth(), "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: given.signal,
      },
    );
    expect(await messages(conversationId)).toEqual([]);
    given.abort();
    await expect(hanging).rejects.toThrow("abort");
    expect(await messages(conversationId)).toEqual([]);

    await fault({ action: "delay", delayMs: 5000 });
    const delayed = zendesk.sc("POST", path, body);
    await expect
      .poll(async () => at((await zendesk.control("GET", "/faults")).body, "faults.2.struck"))
      .toBe(1);
    expect(await messages(conversationId)).toEqual([]);
    await zendesk.control("POST", "/clock", { advanceMs: 5000 });
    expect((await delayed).status).toBe(201);
  });

  test("are taken away, and never touch the controls", async () => {
    await zendesk.control("POST", "/faults", { path: "/", action: "status", status: 500, times: 99 });
    expect((await zendesk.control("GET", "/settings")).status).toBe(200);
    expect((await zendesk.sc("GET", "")).status).toBe(500);
    await zendesk.control("DELETE", "/faults");
    expect((await zendesk.sc("GET", "")).status).toBe(200);
  });
});

test("the ledger holds accepted writes in order, and nothing refused", async () => {
  const { conversationId } = await zendesk.open();
  await zendesk.sc("POST", `/conversations/${conversationId}/messages`, { author: bot });
  await zendesk.pass(conversationId);
  const entries = listAt((await zendesk.control("GET", "/ledger")).body, "entries");
  const paths = entries.map((entry) => textAt(entry, "path").split("/").at(-1));
  expect(paths).toEqual(["users", "conversations", "passControl"]);
  const later = await zendesk.control("GET", "/ledger?after=2");
  expect(listAt(later.body, "entries")).toHaveLength(1);
});

test("a snapshot is rewound to, whatever happened since", async () => {
  const { conversationId } = await zendesk.open();
  await zendesk.post(conversationId, bot, "before");
  const { body: saved } = await zendesk.control("POST", "/snapshot");
  await zendesk.post(conversationId, bot, "after");
  expect((await zendesk.control("POST", "/restore", { snapshot: at(saved, "snapshot") })).status).toBe(200);
  expect((await messages(conversationId)).map((message) => at(message, "content.text"))).toEqual(["before"]);
  expect((await zendesk.control("POST", "/restore", { snapshot: "unknown" })).status).toBe(404);
});

test("reset: the demo account keeps its credentials, a fresh one has new ones and no integration", async () => {
  const { groups: _, agents: __, ...before } = zendesk.emulator.credentials();
  await zendesk.open();
  await zendesk.control("POST", "/reset", { seed: "demo" });
  expect(zendesk.emulator.credentials()).toMatchObject(before);
  expect((await zendesk.sc("GET", "/users/visitor-1")).status).toBe(404);
  const { body } = await zendesk.control("POST", "/reset", { seed: "empty" });
  expect(at(body, "integrationId")).toBeNull();
  expect(at(body, "appId")).not.toBe(before.appId);
  expect(listAt(body, "agents")).toHaveLength(1);
  // Until somebody allows it, an account lets no API token in.
  expect((await zendesk.api("GET", "/users/me")).status).toBe(401);
  await zendesk.control("PATCH", "/settings", { apiTokenAccess: true });
  expect((await zendesk.api("GET", "/users/me")).status).toBe(200);
});

test("where the demo webhook points is kept through resets", async () => {
  const target = "http://127.0.0.1:9/hook";
  expect((await zendesk.control("PATCH", "/webhooks/demo", { target })).status).toBe(200);
  await zendesk.control("POST", "/reset", { seed: "empty" });
  expect((await zendesk.control("PATCH", "/webhooks/demo", { target })).status).toBe(404);
  await zendesk.control("POST", "/reset", { seed: "demo" });
  expect(at((await zendesk.control("GET", "/webhooks")).body, "webhooks.0.target")).toBe(target);
  expect((await zendesk.control("PATCH", "/webhooks/demo", { target: "ftp://x" })).status).toBe(400);
});

test("settings are read and changed; unknown ones are refused", async () => {
  const changed = await zendesk.control("PATCH", "/settings", {
    defaultResponder: "none",
    privateAttachments: false,
  });
  expect(at(changed.body, "settings")).toMatchObject({ defaultResponder: "none", privateAttachments: false });
  expect((await zendesk.control("PATCH", "/settings", { colour: "blue" })).status).toBe(400);
  expect((await zendesk.control("PATCH", "/settings", { ticketBornAt: "never" })).status).toBe(400);
  expect(at((await zendesk.control("GET", "/settings")).body, "settings.ticketBornAt")).toBe(
    "firstUserMessage",
  );
});

test("the controls describe themselves, each of them", async () => {
  const { body } = await zendesk.control("GET", "/openapi.json");
  expect(at(body, "openapi")).toBe("3.1.0");
  expect(JSON.stringify(body)).toContain("heldThenAccepted");
  const described = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(body).paths;
  const names = Object.entries(described).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(names.toSorted()).toEqual(
    controlRouteNames()
      .filter((name) => !name.endsWith("/openapi.json"))
      .toSorted(),
  );
});

/** As they are registered. */
function controlRouteNames(): string[] {
  const names: string[] = [];
  const storage = openStorage(undefined);
  const world = createWorld(manualClock(), storage, () => "http://127.0.0.1");
  const { server } = createServer({ world, faults: createFaults(), onError: () => {} });
  server.addHook("onRoute", ({ method, url }) => {
    if (method !== "HEAD") names.push(`${String(method)} ${routeName(url)}`);
  });
  controlRoutes(server, {
    world,
    faults: createFaults(),
    reset: () => {},
    snapshot: () => "",
    restore: () => false,
    snapshots: () => [],
    retarget: () => undefined,
    probe: () => {},
    resend: () => undefined,
  });
  storage.close();
  return names;
}

test("fields that nobody knows are refused by name", async () => {
  for (const path of [
    "/reset",
    "/restore",
    "/clock",
    "/agent/reply",
    "/agent/availability",
    "/users/merge",
  ]) {
    const answer = await zendesk.control("POST", path, { colour: "blue" });
    expect([path, answer.status]).toEqual([path, 400]);
    expect(textAt(answer.body, "message")).toContain("colour");
  }
});

test("an operator writes all kinds of messages, with several files, and is there or not", async () => {
  const { conversationId, userId } = await zendesk.open();
  await zendesk.pass(conversationId);
  await zendesk.post(conversationId, { type: "user", userId }, "Hello");
  const file = (name: string) => ({ name, mediaType: "text/plain", base64: "eA==" });
  const answer = await zendesk.control("POST", "/agent/reply", {
    conversationId,
    contents: [{ type: "location", coordinates: { lat: 48.8, long: 2.3 } }],
    file: file("one.txt"),
    files: [file("two.txt"), file("three.txt")],
  });
  expect(answer.status).toBe(200);
  const kinds = (await messages(conversationId)).map((message) => at(message, "content.type"));
  expect(kinds.slice(-4)).toEqual(["location", "file", "file", "file"]);
  const away = await zendesk.control("POST", "/agent/availability", {
    agent: "camille@example.com",
    availability: "away",
  });
  expect(at(away.body, "agent")).toMatchObject({ name: "Camille Laurent", availability: "away" });
});

test("two users become one", async () => {
  const { conversationId } = await zendesk.open({}, "one");
  const other = await zendesk.open({}, "two");
  const merge = (surviving: string, discarded: string) =>
    zendesk.control("POST", "/users/merge", { surviving, discarded });
  const merged = await merge("one", "two");
  expect(merged.status).toBe(200);
  expect((await zendesk.sc("GET", `/users/${other.userId}`)).status).toBe(404);
  expect((await zendesk.sc("GET", `/conversations/${conversationId}`)).status).toBe(200);
  expect((await merge("one", "one")).status).toBe(422);
  expect((await merge("one", "nobody")).status).toBe(404);
});

test("the ledger tells who wrote, is read by pages, and leaves out what is too large", async () => {
  await zendesk.open();
  await zendesk.api("POST", "/groups", { group: { name: "x" } });
  const { keyId, email } = zendesk.emulator.credentials();
  const writers = zendesk.emulator.ledger().map(({ by }) => by);
  expect(writers).toEqual([keyId, keyId, email]);
  const first = await zendesk.control("GET", "/ledger?limit=2");
  expect([listAt(first.body, "entries").length, at(first.body, "more")]).toEqual([2, true]);
  const last = await zendesk.control("GET", "/ledger?latest=1");
  expect(at(last.body, "entries.0.path")).toBe("/api/v2/groups");
  expect((await zendesk.control("GET", "/ledger?limit=0")).status).toBe(400);
});

test("the coverage is read by programs", async () => {
  const { body } = await zendesk.control("GET", "/coverage");
  expect(listAt(body, "coverage").map((part) => at(part, "title"))).toContain("Webhook events");
});

test("files come back with a snapshot", async () => {
  const form = new FormData();
  form.append("source", new Blob(["png"], { type: "image/png" }), "cat.png");
  const { appId } = zendesk.emulator.credentials();
  const uploaded = await fetch(`${zendesk.emulator.url}/sc/v2/apps/${appId}/attachments?access=public`, {
    method: "POST",
    headers: zendesk.conversationsAuth(),
    body: form,
  });
  const url = textAt(await uploaded.json(), "attachment.mediaUrl");
  const read = async () => (await fetch(url, { headers: zendesk.conversationsAuth() })).text();
  const saved = zendesk.emulator.snapshot();
  zendesk.emulator.reset("demo");
  expect(await read()).not.toBe("png");
  zendesk.emulator.restore(saved);
  expect(await read()).toBe("png");
});

test("the latest twenty snapshots are kept", async () => {
  const first = zendesk.emulator.snapshot();
  for (let n = 0; n < 20; n += 1) zendesk.emulator.snapshot();
  expect(listAt((await zendesk.control("GET", "/snapshots")).body, "snapshots")).toHaveLength(20);
  expect(zendesk.emulator.restore(first)).toBe(false);
});

describe("only this machine", () => {
  test("a request for another host's name is refused everywhere", async () => {
    for (const path of ["/agent", "/_emulator/credentials", "/api/v2/users/me"]) {
      const answer = await request(zendesk.emulator.url + path, { headers: { host: "zendesk.example.com" } });
      expect(answer.statusCode).toBe(421);
      await answer.body.dump();
    }
  });

  test("another site's page cannot act", async () => {
    const act = (origin: string) => zendesk.call("POST", "/_emulator/reset", { seed: "empty" }, { origin });
    expect((await act("https://evil.example")).status).toBe(403);
    expect((await act("null")).status).toBe(403);
    expect((await act(zendesk.emulator.url)).status).toBe(200);
  });
});
