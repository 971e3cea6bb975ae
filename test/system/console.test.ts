/** The console's Update against a whole emulated account, over the API as the page uses it. */
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createZendeskEmulator, type ZendeskEmulator } from "../../emulator/index.ts";
import { codeOf, knowledgeRow, startConsole, type TestConsole } from "../../src/console/console.fixtures.ts";
import type { ConnectorForm, ConnectorView } from "../../src/protocol/console.ts";
import { connectorViewSchema, updateAnswerSchema } from "../../src/protocol/console.ts";
import { deskAccount, webhookSecrets } from "../../src/zendesk/account.ts";

const publicUrl = "http://127.0.0.1:1";
/** Nobody listens here. */
const dead = "http://127.0.0.1:9";
const path = "bots/demo/livechat/connector";

let emulator: ZendeskEmulator;
let app: TestConsole;
let form: ConnectorForm & { api: { kind: "token" } };

beforeEach(async () => {
  const demoWebhookTarget = `${publicUrl}/webhooks/zendesk/demo`;
  emulator = await createZendeskEmulator({ port: 0, seed: "demo", demoWebhookTarget });
  onTestFinished(() => emulator.close());
  app = await startConsole({ zendesk: [emulator.url, dead], publicUrl });
  await app.call("PUT", "bots/demo/preferences/general", { name: "Iris", escalationType: "ZENDESK" });
  await app.store.bots.saveKnowledge(knowledgeRow("demo", "animal"));
  const known = emulator.credentials();
  form = {
    domain: emulator.url,
    appId: known.appId,
    integrationId: known.integrationId ?? "",
    keyId: known.keyId ?? "",
    keySecret: known.keySecret ?? "",
    api: { kind: "token", email: known.email ?? "", apiToken: known.apiToken ?? "" },
    senderId: "mail",
  };
});

async function update(change: Partial<ConnectorForm> = {}, bot = "demo") {
  const response = await app.call("PUT", `bots/${bot}/livechat/connector`, { ...form, ...change });
  return { status: response.statusCode, answer: updateAnswerSchema.parse(response.json()) };
}

async function tryAgain(groupChoices?: Record<string, string>) {
  const response = await app.call(
    "POST",
    `${path}/check`,
    groupChoices === undefined ? {} : { groupChoices },
  );
  return { status: response.statusCode, answer: updateAnswerSchema.parse(response.json()) };
}

async function saved(change: Partial<ConnectorForm> = {}) {
  const { answer } = await update(change);
  if (answer.outcome !== "saved") throw new Error(`not saved: ${JSON.stringify(answer)}`);
  return answer;
}

const view = async (): Promise<ConnectorView> =>
  connectorViewSchema.parse((await app.call("GET", path)).json());
const warningCodes = ({ warnings }: ConnectorView) => warnings.map(({ code }) => code);

/** What a person would do in the Admin Center. */
async function inZendesk(method: string, target: string, body: object): Promise<void> {
  const conversations = target.startsWith("/sc/");
  const known = emulator.credentials();
  const user = conversations ? `${known.keyId}:${known.keySecret}` : `${known.email}/token:${known.apiToken}`;
  const answer = await fetch(emulator.url + target, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(user).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
}

async function changeWebhook(body: object): Promise<void> {
  const { appId, integrationId, webhookId } = emulator.credentials();
  const webhook = `/sc/v2/apps/${appId}/integrations/${integrationId}/webhooks/${webhookId}`;
  await inZendesk("PATCH", webhook, body);
}

const groupsNamed = (name: string) => emulator.credentials().groups.filter((group) => group.name === name);

describe("accepted", () => {
  test("saved with the webhook's secret, the skills' groups created, and ready for the desk", async () => {
    await app.store.bots.addSkill({ id: "animal", botId: "demo", name: "Animal" });
    const { connector, createdGroups } = await saved();
    expect(createdGroups).toEqual(["Animal"]);
    const [group] = groupsNamed("Animal");
    expect(connector).toMatchObject({
      state: "checked",
      checkedAt: app.time.now,
      domain: emulator.url,
      keySecretStored: true,
      api: { kind: "token", apiTokenStored: true },
      warnings: [],
      groups: [{ skillId: "animal", skill: "Animal", groupId: group?.id }],
      variables: ["mail"],
    });
    const stored = await app.store.connectors.load("demo");
    expect(stored && deskAccount(stored, app.box)).toMatchObject({
      origin: emulator.url,
      key: { id: form.keyId, secret: form.keySecret },
      api: { kind: "token", token: form.api.apiToken },
    });
    expect(stored && webhookSecrets(stored, app.box, app.time.now)).toEqual([
      emulator.credentials().webhookSecret,
    ]);
  });

  test("two Updates at the same moment create a group once", async () => {
    await app.store.bots.addSkill({ id: "animal", botId: "demo", name: "Animal" });
    const both = await Promise.all([update(), update()]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(groupsNamed("Animal")).toHaveLength(1);
  });

  test("a group of the same name is used, not doubled; a second Update creates nothing", async () => {
    await app.store.bots.addSkill({ id: "animal", botId: "demo", name: "Animal" });
    await inZendesk("POST", "/api/v2/groups", { group: { name: "Animal" } });
    expect((await saved()).createdGroups).toEqual([]);
    expect((await saved()).createdGroups).toEqual([]);
    expect(groupsNamed("Animal")).toHaveLength(1);
  });

  test("two Updates at the same time create a missing group once", async () => {
    await app.store.bots.addSkill({ id: "animal", botId: "demo", name: "Animal" });
    await Promise.all([update(), update()]);
    expect(groupsNamed("Animal")).toHaveLength(1);
  });

  test("a domain pasted with its path is saved as its origin", async () => {
    const { connector } = await saved({ domain: `${emulator.url}/agent/dashboard` });
    expect(connector.domain).toBe(emulator.url);
  });

  test("an OAuth client instead of a token", async () => {
    const client = emulator.credentials().oauth;
    const { connector } = await saved({
      api: { kind: "oauth", ...client, clientId: client?.clientId ?? "" },
    });
    expect(connector.api).toEqual({
      kind: "oauth",
      clientId: client?.clientId,
      clientSecretStored: true,
    });
  });

  test("secrets left empty are kept; another integration asks for them again", async () => {
    await saved();
    const { keySecret: _secret, ...rest } = form;
    const kept = { ...rest, api: { kind: "token", email: form.api.email } };
    const again = await app.call("PUT", path, kept);
    expect(again.statusCode).toBe(200);
    const other = await app.call("PUT", path, { ...kept, integrationId: "65a7c1d2e3f4a5b6c7d8e9f0" });
    expect(updateAnswerSchema.parse(other.json())).toEqual({
      outcome: "refused",
      problems: [
        { field: "keySecret", reasons: ["required"] },
        { field: "apiToken", reasons: ["required"] },
      ],
    });
  });

  test("the webhook's previous secret counts for 20 minutes more", async () => {
    await saved();
    const before = emulator.credentials().webhookSecret;
    emulator.reset("demo");
    const stored = await app.store.connectors.load("demo");
    if (stored?.webhookSecret === undefined) throw new Error("no secret was read");
    const place = { bot: "demo", field: "webhookSecret" };
    await app.store.connectors.save({
      ...stored,
      webhookSecret: { ...stored.webhookSecret, current: app.box.seal("older", place) },
    });
    await saved();
    const renewed = await app.store.connectors.load("demo");
    const accepted = (at: number) => renewed && webhookSecrets(renewed, app.box, at);
    expect(accepted(app.time.now + 19 * 60_000)).toEqual([before, "older"]);
    expect(accepted(app.time.now + 20 * 60_000)).toEqual([before]);
  });

  test("no answer ever holds a secret", async () => {
    const client = emulator.credentials().oauth;
    const answers = [
      await app.call("PUT", path, form),
      await app.call("GET", path),
      await app.call("POST", `${path}/check`, {}),
      await app.call("PUT", path, { ...form, keyId: "app_other" }),
      await app.call("PUT", path, { ...form, domain: dead }),
      await app.call("PUT", path, { ...form, domain: dead, saveUnchecked: true }),
      await app.call("PUT", path, { ...form, api: { kind: "oauth", ...client } }),
      await app.call("GET", path),
    ];
    const secrets = [
      form.keySecret,
      form.api.apiToken,
      client?.clientSecret,
      emulator.credentials().webhookSecret,
    ];
    for (const { body } of answers) {
      for (const secret of secrets) expect(body).not.toContain(secret);
    }
  });
});

describe("refused: nothing is saved and the right fields are named", () => {
  const token = (change: object) => ({ api: { ...form.api, ...change } });
  const cases: readonly (readonly [string, () => Partial<ConnectorForm>, readonly string[]])[] = [
    ["another host", () => ({ domain: "evil.example.org" }), ["domain host_refused"]],
    ["a mistyped app id", () => ({ appId: "5f0d1e2a3b4c5d6e7f80ffff" }), ["appId app_unknown"]],
    [
      "a mistyped integration id",
      () => ({ integrationId: "5f0d1e2a3b4c5d6e7f80ffff" }),
      ["integrationId integration_unknown"],
    ],
    ["a wrong key secret", () => ({ keySecret: "wrong" }), ["keyId key_wrong", "keySecret key_wrong"]],
    [
      "a wrong API token",
      () => token({ apiToken: "wrong" }),
      ["apiToken token_wrong,token_access_off,token_retired", "email email_wrong"],
    ],
    ["an operator's e-mail", () => token({ email: "sam@example.com" }), ["email not_admin"]],
    [
      "a wrong OAuth client",
      () => ({ api: { kind: "oauth", clientId: "x", clientSecret: "y" } }),
      ["clientId oauth_client_wrong", "clientSecret oauth_client_wrong"],
    ],
    ["an unknown variable", () => ({ senderId: "mial" }), ["senderId variable_unknown"]],
    ["an empty secret", () => ({ keySecret: "" }), ["keySecret required"]],
  ];
  test.each(cases)("%s", async (_name, change, expected) => {
    await app.store.bots.addSkill({ id: "animal", botId: "demo", name: "Animal" });
    const before = await app.store.connectors.load("demo");
    const { status, answer } = await update(change());
    expect(status).toBe(422);
    if (answer.outcome !== "refused") throw new Error(answer.outcome);
    expect(answer.problems.map(({ field, reasons }) => `${field} ${reasons.join()}`)).toEqual(expected);
    expect(await app.store.connectors.load("demo")).toEqual(before);
    expect(groupsNamed("Animal")).toEqual([]);
  });

  test("API token access switched off: token and e-mail are named, the answer is the same as for a wrong one", async () => {
    emulator.configure({ apiTokenAccess: false });
    const { answer } = await update();
    expect(answer).toMatchObject({
      outcome: "refused",
      problems: [{ field: "apiToken" }, { field: "email" }],
    });
  });

  test("an integration that another bot uses, before Zendesk is asked to create anything", async () => {
    await saved();
    await app.call("PUT", "bots/second/preferences/general", { name: "Otto", escalationType: "ZENDESK" });
    await app.store.bots.addSkill({ id: "tax", botId: "second", name: "Tax" });
    const { status, answer } = await update({ senderId: "" }, "second");
    expect(status).toBe(422);
    expect(answer).toEqual({
      outcome: "refused",
      problems: [{ field: "integrationId", reasons: ["integration_taken"] }],
    });
    expect(groupsNamed("Tax")).toEqual([]);
  });

  test("a form that is no form, and a bot that was never set to ZENDESK", async () => {
    expect(codeOf(await app.call("PUT", path, { domain: "acme.zendesk.com" }))).toBe("request_invalid");
    expect(codeOf(await app.call("PUT", "bots/second/livechat/connector", form))).toBe("not_found");
  });
});

describe("out of reach", () => {
  test("nothing is saved until it is asked for; then it is saved unchecked, and a later check completes it", async () => {
    const before = await app.store.connectors.load("demo");
    const { status, answer } = await update({ domain: dead });
    expect(status).toBe(503);
    expect(answer).toMatchObject({ outcome: "unreachable", host: "127.0.0.1:9" });
    expect(await app.store.connectors.load("demo")).toEqual(before);

    const unchecked = await saved({ domain: dead, saveUnchecked: true });
    expect(unchecked.connector).toMatchObject({ state: "unchecked", domain: dead, keySecretStored: true });
    expect((await tryAgain()).status).toBe(503);
    expect((await saved()).connector.state).toBe("checked");
  });

  test("what was learnt about the same integration is kept, about another one forgotten", async () => {
    await app.store.bots.addSkill({ id: "animal", botId: "demo", name: "Animal" });
    const { connector } = await saved();
    emulator.faults.add({ path: "/", action: "status", status: 503, times: 20 });
    const kept = await saved({ senderId: "", saveUnchecked: true });
    expect(kept.connector.groups).toEqual(connector.groups);
    expect((await app.store.connectors.load("demo"))?.webhookSecret).toBeDefined();
    const moved = await saved({ domain: dead, saveUnchecked: true });
    expect(moved.connector.groups).toEqual([{ skillId: "animal", skill: "Animal" }]);
    expect((await app.store.connectors.load("demo"))?.webhookSecret).toBeUndefined();
  });

  test("save unchecked does not save what Zendesk refuses", async () => {
    expect((await update({ keySecret: "wrong", saveUnchecked: true })).status).toBe(422);
  });
});

describe("warnings: saved, shown, and tried again", () => {
  test("webhook elsewhere; boxes and trigger missing; mended", async () => {
    await changeWebhook({ target: `${dead}/hook` });
    const { connector } = await saved();
    expect(connector.warnings).toEqual([{ code: "webhook_missing", targets: [`${dead}/hook`] }]);
    await changeWebhook({
      target: connector.webhookUrl,
      triggers: ["conversation:read"],
      includeFullUser: false,
      includeFullSource: false,
    });
    await tryAgain();
    expect(warningCodes(await view())).toEqual(["trigger_missing", "box_missing", "box_missing"]);
    await changeWebhook({
      triggers: ["conversation:message"],
      includeFullUser: true,
      includeFullSource: true,
    });
    await tryAgain();
    expect(warningCodes(await view())).toEqual([]);
  });

  test("an empty group, until somebody is in it", async () => {
    emulator.configure({ autoJoinNewGroups: false });
    await app.store.bots.addSkill({ id: "animal", botId: "demo", name: "Animal" });
    const { connector } = await saved();
    expect(connector.warnings).toEqual([{ code: "group_empty", skillId: "animal", skill: "Animal" }]);
    const [group] = groupsNamed("Animal");
    const [agent] = emulator.credentials().agents;
    await inZendesk("POST", "/api/v2/group_memberships", {
      group_membership: { user_id: Number(agent?.id), group_id: Number(group?.id) },
    });
    await tryAgain();
    expect(await view()).toMatchObject({ warnings: [], groups: [{ members: 1 }] });
  });

  test("several groups of one name: the chosen one is kept by later Updates", async () => {
    await inZendesk("POST", "/api/v2/groups", { group: { name: "Animal" } });
    await inZendesk("POST", "/api/v2/groups", { group: { name: "Animal" } });
    await app.store.bots.addSkill({ id: "animal", botId: "demo", name: "Animal" });
    const [warning] = (await saved()).connector.warnings;
    const ids = groupsNamed("Animal").map(({ id }) => id);
    if (warning?.code !== "group_ambiguous") throw new Error("nothing was asked");
    expect(warning.choices.map(({ groupId }) => groupId).sort()).toEqual([...ids].sort());
    const chosen = ids[1] ?? "";
    await tryAgain({ animal: chosen });
    expect(await view()).toMatchObject({ warnings: [], groups: [{ groupId: chosen }] });
    expect((await saved()).connector).toMatchObject({ warnings: [], groups: [{ groupId: chosen }] });
  });

  test("a group that cannot be created does not stop the others", async () => {
    await app.store.bots.addSkill({ id: "animal", botId: "demo", name: "Animal" });
    await app.store.bots.addSkill({ id: "billing", botId: "demo", name: "Billing" });
    emulator.faults.add({ method: "POST", path: "/api/v2/groups", action: "status", status: 403 });
    const { connector, createdGroups } = await saved();
    expect(connector.warnings).toMatchObject([{ code: "group_not_created", skill: "Animal" }]);
    expect(createdGroups).toEqual(["Billing"]);
    expect((await tryAgain()).answer).toMatchObject({ outcome: "saved", createdGroups: ["Animal"] });
    expect(warningCodes(await view())).toEqual([]);
  });

  test("a warning goes with its skill", async () => {
    emulator.configure({ autoJoinNewGroups: false });
    await app.store.bots.addSkill({ id: "animal", botId: "demo", name: "Animal" });
    await saved();
    await app.call("DELETE", "bots/demo/livechat/skills/animal");
    expect(await view()).toMatchObject({ warnings: [], groups: [] });
  });

  test("credentials that Zendesk has revoked since are refused at the next try, and the form stays", async () => {
    await saved();
    const before = await view();
    emulator.configure({ apiTokensRetired: true });
    expect(await tryAgain()).toMatchObject({ status: 422, answer: { outcome: "refused" } });
    expect(await view()).toEqual(before);
  });

  test("an empty form has nothing to try again", async () => {
    expect((await tryAgain()).answer).toMatchObject({
      outcome: "refused",
      problems: [{ field: "keySecret" }, { field: "apiToken" }],
    });
  });
});
