import { afterEach, describe, expect, test } from "vitest";
import { at, listAt, startEmulator, startReceiver, textAt } from "../harness.ts";

type Started = Awaited<ReturnType<typeof startEmulator>>;
const open: Started["emulator"][] = [];
afterEach(() => Promise.all(open.splice(0).map((emulator) => emulator.close())));

/** A fresh account, and calls of Admin Center in the name of its administrator. */
async function start(seed: "empty" | "demo" = "empty") {
  const zendesk = await startEmulator({ seed });
  open.push(zendesk.emulator);
  const people = zendesk.emulator.credentials().agents;
  const admin = people.find(({ role }) => role === "admin")?.id ?? "";
  const agent = people.find(({ role }) => role === "agent")?.id ?? "";
  const call = (method: string, path: string, body?: unknown, actor = admin) =>
    zendesk.call(method, `/admin/api${path}`, body, { "x-agent-id": actor });
  return { ...zendesk, adminCall: call, admin, agent };
}

const hook = {
  name: "Livechat",
  target: "https://bms.example.com/hook",
  triggers: ["conversation:message"],
  includeFullUser: true,
  includeFullSource: true,
};

describe("integrations", () => {
  test("one is made, its secret told once, and its key works with its own scope", async () => {
    const { adminCall, call, basic, emulator } = await start();
    const receiver = await startReceiver();
    const made = await adminCall("POST", "/integrations", { ...hook, target: receiver.url });
    expect(made.status).toBe(201);
    const id = textAt(made.body, "id");
    const secret = textAt(made.body, "secret");
    await receiver.until((all) => all.some(({ method, path }) => method === "HEAD" && path === "/"));

    const key = await adminCall("POST", `/integrations/${id}/keys`, { name: "Connector" });
    expect(textAt(key.body, "key.id")).toMatch(/^int_/u);
    const auth = basic(textAt(key.body, "key.id"), textAt(key.body, "secret"));
    const webhooks = await call(
      "GET",
      `/sc/v2/apps/${emulator.credentials().appId}/integrations/me/webhooks`,
      undefined,
      auth,
    );
    expect(textAt(webhooks.body, "webhooks.0.secret")).toBe(secret);

    await expect
      .poll(async () =>
        at((await adminCall("GET", `/integrations/${id}`)).body, "integration.webhook.probe.status"),
      )
      .toBe(200);
    const told = JSON.stringify([
      (await adminCall("GET", "/integrations")).body,
      (await adminCall("GET", `/integrations/${id}`)).body,
    ]);
    expect(told).toContain("Connector");
    expect(told).not.toContain(secret);
    expect(told).not.toContain(textAt(key.body, "secret"));
    receiver.close();
  });

  test.each([
    [{ target: "http://bms.example.com/hook" }, "target", "target_not_https"],
    [{ target: "bms" }, "target", "target_invalid"],
    [{ target: " " }, "target", "target_missing"],
    [{ name: "" }, "name", "name_missing"],
    [{ triggers: [] }, "triggers", "triggers_missing"],
  ])("a draft with %j is refused by its field", async (wrong, field, error) => {
    const { adminCall } = await start();
    const answer = await adminCall("POST", "/integrations", { ...hook, ...wrong });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ field, error });
    expect(listAt((await adminCall("GET", "/integrations")).body, "integrations")).toEqual([]);
  });

  test("changed and deleted, with everything that belongs to it", async () => {
    const { adminCall, emulator } = await start();
    const id = textAt((await adminCall("POST", "/integrations", hook)).body, "id");
    await adminCall("POST", `/integrations/${id}/keys`, { name: "Connector" });
    const changed = await adminCall("PATCH", `/integrations/${id}`, {
      ...hook,
      name: "Other",
      includeFullUser: false,
    });
    expect(changed.body).toMatchObject({
      integration: { name: "Other", webhook: { includeFullUser: false, target: hook.target } },
    });
    expect((await adminCall("DELETE", `/integrations/${id}`)).status).toBe(200);
    expect((await adminCall("GET", `/integrations/${id}`)).status).toBe(404);
    expect(emulator.credentials().webhookId).toBeNull();
  });
});

describe("credentials", () => {
  test("a key, a token and an OAuth client work, and no list tells their secrets", async () => {
    const { adminCall, sc, api, call, basic } = await start();
    const key = await adminCall("POST", "/keys", { name: "BMS" });
    const keyAuth = basic(textAt(key.body, "key.id"), textAt(key.body, "secret"));
    expect((await sc("GET", "", undefined, keyAuth)).status).toBe(200);

    const token = await adminCall("POST", "/api-tokens", { description: "BMS" });
    expect(token.body).toMatchObject({ token: { creator: { email: "admin@example.com" } } });
    const tokenAuth = basic("admin@example.com/token", textAt(token.body, "value"));
    expect((await api("GET", "/groups", undefined, tokenAuth)).status).toBe(401);
    await adminCall("PATCH", "/settings", { apiTokenAccess: true });
    expect((await api("GET", "/groups", undefined, tokenAuth)).status).toBe(200);

    const draft = { name: "BMS", identifier: "bms", description: "", redirectUris: [] };
    const client = await adminCall("POST", "/oauth-clients", draft);
    const granted = await call("POST", "/oauth/tokens", {
      grant_type: "client_credentials",
      client_id: "bms",
      client_secret: textAt(client.body, "secret"),
      scope: "read",
    });
    const bearer = { authorization: `Bearer ${textAt(granted.body, "access_token")}` };
    expect((await api("GET", "/groups", undefined, bearer)).status).toBe(200);
    expect((await adminCall("POST", "/oauth-clients", draft)).body).toMatchObject({
      field: "identifier",
      error: "identifier_taken",
    });

    const lists = ["/keys", "/api-tokens", "/oauth-clients"];
    const told = JSON.stringify(
      await Promise.all(lists.map(async (path) => (await adminCall("GET", path)).body)),
    );
    expect(told).toContain("BMS");
    for (const secret of [at(key.body, "secret"), at(token.body, "value"), at(client.body, "secret")])
      expect(told).not.toContain(secret);

    await adminCall("DELETE", `/keys/${textAt(key.body, "key.id")}`);
    expect((await sc("GET", "", undefined, keyAuth)).status).toBe(401);
    await adminCall("DELETE", `/api-tokens/${textAt(token.body, "token.id")}`);
    expect((await api("GET", "/groups", undefined, tokenAuth)).status).toBe(401);
    await adminCall("DELETE", "/oauth-clients/bms");
    expect((await api("GET", "/groups", undefined, bearer)).status).toBe(401);
  });

  test("an app has ten keys at most", async () => {
    const { adminCall } = await start();
    const before = listAt((await adminCall("GET", "/keys")).body, "keys").length;
    for (let made = before; made < 10; made += 1)
      expect((await adminCall("POST", "/keys", { name: `Key ${made}` })).status).toBe(201);
    const refused = await adminCall("POST", "/keys", { name: "One more" });
    expect(refused.body).toMatchObject({ error: "too_many_keys" });
  });
});

describe("people", () => {
  test("a team member is added and put into a new group", async () => {
    const { adminCall, api, emulator } = await start();
    emulator.configure({ apiTokenAccess: true });
    const draft = { name: "Camille", email: "camille@example.com", role: "agent" };
    const member = await adminCall("POST", "/team-members", draft);
    expect(member.status).toBe(201);
    const memberId = textAt(member.body, "member.id");
    expect((await adminCall("POST", "/team-members", draft)).body).toMatchObject({ error: "email_taken" });
    const away = await adminCall("PATCH", `/team-members/${memberId}`, { availability: "away" });
    expect(away.body).toMatchObject({ member: { availability: "away" } });

    const group = await adminCall("POST", "/groups", { name: "Animal", description: "" });
    expect(listAt(group.body, "group.members")).toEqual([]);
    const path = `/groups/${textAt(group.body, "group.id")}`;
    const joined = await adminCall("PUT", `${path}/members/${memberId}`);
    expect(joined.body).toMatchObject({ group: { members: [{ email: "camille@example.com" }] } });
    expect(listAt((await api("GET", `${path}/memberships`)).body, "group_memberships").length).toBe(1);
    const left = await adminCall("DELETE", `${path}/members/${memberId}`);
    expect(listAt(left.body, "group.members")).toEqual([]);
    await adminCall("DELETE", path);
    expect((await adminCall("GET", path)).status).toBe(404);
    expect((await api("GET", path)).body).toMatchObject({ group: { deleted: true } });
  });
});

test("switches act at once, and an unknown one is refused", async () => {
  const { adminCall, api } = await start("demo");
  expect((await api("GET", "/groups")).status).toBe(200);
  await adminCall("PATCH", "/settings", { apiTokenAccess: false });
  expect((await api("GET", "/groups")).status).toBe(401);
  expect((await adminCall("PATCH", "/settings", { nonsense: true })).status).toBe(400);
});

test("agents and strangers are refused everything", async () => {
  const { adminCall, agent, emulator } = await start("demo");
  for (const actor of [agent, "", "12"]) {
    const answers = await Promise.all([
      adminCall("GET", "/account", undefined, actor),
      adminCall("POST", "/keys", { name: "Mine" }, actor),
      adminCall("PATCH", "/settings", { apiTokenAccess: false }, actor),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(403);
      expect(body).toMatchObject({ error: "not_admin" });
    }
  }
  expect(emulator.credentials().keyId).not.toBeNull();
});
