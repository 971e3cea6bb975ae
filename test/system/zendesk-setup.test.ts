import { createServer, type RequestListener } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createZendeskHttp } from "../../src/zendesk/http.ts";
import { createSetup } from "../../src/zendesk/setup.ts";
import type { SetupRequest, SetupResult } from "../../src/zendesk/setup-port.ts";
import { type Emulated, startEmulated, textAt, webhookUrl, withOAuth } from "./zendesk-emulated.ts";

let zendesk: Emulated;
beforeEach(async () => {
  zendesk = await startEmulated();
});
afterEach(() => zendesk.stop());

type Account = SetupRequest["account"];

const check = (account: Partial<Account> = {}, request: Partial<SetupRequest> = {}): Promise<SetupResult> =>
  zendesk.setup.check({
    account: { ...zendesk.account, ...account },
    webhookUrl,
    skills: [],
    groupIds: {},
    ...request,
  });

const refusedFor = (...problems: (readonly [field: string, ...reasons: string[]])[]) => ({
  outcome: "refused",
  problems: problems.map(([field, ...reasons]) => ({ field, reasons })),
});

describe("what is accepted", () => {
  test.each(["token", "oauth"] as const)("the right account with %s", async (kind) => {
    const account = kind === "token" ? zendesk.account : withOAuth(zendesk);
    const boards = await zendesk.sunco("GET", "/switchboards");
    const seats = await zendesk.sunco(
      "GET",
      `/switchboards/${textAt(boards, "switchboards.0.id")}/switchboardIntegrations`,
    );
    expect(await check(account)).toEqual({
      outcome: "accepted",
      webhookSecret: zendesk.emulator.credentials().webhookSecret,
      agentWorkspace: textAt(seats, "switchboardIntegrations.0.id"),
      groups: [],
      warnings: [],
    });
  });

  test("our place in the switchboard is found", async () => {
    const boards = await zendesk.sunco("GET", "/switchboards");
    const path = `/switchboards/${textAt(boards, "switchboards.0.id")}/switchboardIntegrations`;
    const seat = await zendesk.sunco("POST", path, {
      name: "livechat",
      integrationId: zendesk.account.integrationId,
      deliverStandbyEvents: false,
    });
    expect(await check()).toMatchObject({
      ownSwitchboardIntegration: textAt(seat, "switchboardIntegration.id"),
    });
  });

  test("without Agent Workspace in the switchboard: addressed by type, with a warning", async () => {
    const boards = await zendesk.sunco("GET", "/switchboards");
    const path = `/switchboards/${textAt(boards, "switchboards.0.id")}/switchboardIntegrations`;
    const seats = await zendesk.sunco("GET", path);
    // The default one cannot be deleted: the bot becomes it first.
    zendesk.emulator.configure({ defaultResponder: "zendeskBot" });
    await zendesk.sunco("DELETE", `${path}/${textAt(seats, "switchboardIntegrations.0.id")}`);
    expect(await check()).toMatchObject({
      agentWorkspace: "zd:agentWorkspace",
      warnings: [{ code: "agent_workspace_missing" }],
    });
  });
});

describe("what is refused names the fields to blame", () => {
  const keyWrong = [
    ["keyId", "key_wrong"],
    ["keySecret", "key_wrong"],
  ] as const;
  const tokenWrong = [
    ["apiToken", "token_wrong", "token_access_off", "token_retired"],
    ["email", "email_wrong"],
  ] as const;

  test("a wrong key secret, a wrong key id", async () => {
    const { key } = zendesk.account;
    expect(await check({ key: { ...key, secret: "wrong" } })).toEqual(refusedFor(...keyWrong));
    expect(await check({ key: { ...key, id: "app_000" } })).toEqual(refusedFor(...keyWrong));
  });

  test("a key id of another kind: its scope first", async () => {
    expect(await check({ key: { id: "int_000", secret: "wrong" } })).toEqual(
      refusedFor(["keyId", "key_not_app_scope", "key_wrong"], ["keySecret", "key_wrong"]),
    );
  });

  test("a wrong app id", async () => {
    expect(await check({ appId: "5f0d1e2a3b4c5d6e7f80ffff" })).toEqual(refusedFor(["appId", "app_unknown"]));
  });

  test("a wrong integration id", async () => {
    expect(await check({ integrationId: "5f0d1e2a3b4c5d6e7f80ffff" })).toEqual(
      refusedFor(["integrationId", "integration_unknown"]),
    );
  });

  test("a wrong token, a wrong e-mail, access switched off: one answer for all three", async () => {
    const email = "admin@example.com";
    expect(await check({ api: { kind: "token", email, token: "wrong" } })).toEqual(refusedFor(...tokenWrong));
    const { api } = zendesk.account;
    const token = api.kind === "token" ? api.token : "";
    expect(await check({ api: { kind: "token", email: "nobody@example.com", token } })).toEqual(
      refusedFor(...tokenWrong),
    );
    zendesk.emulator.configure({ apiTokenAccess: false });
    expect(await check()).toEqual(refusedFor(...tokenWrong));
  });

  test("a token whose e-mail is not an admin's", async () => {
    const { api } = zendesk.account;
    const token = api.kind === "token" ? api.token : "";
    expect(await check({ api: { kind: "token", email: "camille@example.com", token } })).toEqual(
      refusedFor(["email", "not_admin"]),
    );
  });

  test("a wrong OAuth client", async () => {
    const { api } = withOAuth(zendesk);
    expect(await check({ api: { kind: "oauth", clientId: "nobody", clientSecret: "x" } })).toEqual(
      refusedFor(["clientId", "oauth_client_wrong"], ["clientSecret", "oauth_client_wrong"]),
    );
    const clientId = api.kind === "oauth" ? api.clientId : "";
    expect(await check({ api: { kind: "oauth", clientId, clientSecret: "wrong" } })).toEqual(
      refusedFor(["clientId", "oauth_client_wrong"], ["clientSecret", "oauth_client_wrong"]),
    );
  });

  test("both halves at once", async () => {
    expect(
      await check({
        integrationId: "5f0d1e2a3b4c5d6e7f80ffff",
        api: { kind: "oauth", clientId: "nobody", clientSecret: "x" },
      }),
    ).toEqual(
      refusedFor(
        ["integrationId", "integration_unknown"],
        ["clientId", "oauth_client_wrong"],
        ["clientSecret", "oauth_client_wrong"],
      ),
    );
  });

  test("neither key nor token known: the domain alone would explain both", async () => {
    expect(
      await check({
        key: { id: "app_000", secret: "wrong" },
        api: { kind: "token", email: "admin@example.com", token: "wrong" },
      }),
    ).toEqual(refusedFor(["domain", "domain_unknown"], ...keyWrong, ...tokenWrong));
  });

  test("a host that is not Zendesk's", async () => {
    expect(await check({ origin: "https://evil.example" })).toEqual(refusedFor(["domain", "host_refused"]));
  });

  test("nothing is created for a refused account", async () => {
    await check(
      { api: { kind: "token", email: "camille@example.com", token: "wrong" } },
      { skills: [{ id: "s1", name: "Animal" }] },
    );
    expect(zendesk.emulator.ledger()).toEqual([]);
  });
});

describe("a Zendesk that does not answer, or not like Zendesk", () => {
  async function against(
    listener: RequestListener,
    { token = "t", answerMs }: { token?: string; answerMs?: number } = {},
  ): Promise<SetupResult> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const http = createZendeskHttp({
      allow: [origin],
      now: Date.now,
      ...(answerMs === undefined ? {} : { answerMs }),
    });
    const api = { kind: "token", email: "a@b.c", token } as const;
    const result = await createSetup({ http, now: Date.now }).check({
      account: { ...zendesk.account, origin, api },
      webhookUrl,
      skills: [],
      groupIds: {},
    });
    await http.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return result;
  }

  test("nobody listens", async () => {
    const http = createZendeskHttp({ allow: ["http://127.0.0.1:1"], now: Date.now });
    const account = { ...zendesk.account, origin: "http://127.0.0.1:1" };
    const request = { account, webhookUrl, skills: [], groupIds: {} };
    expect(await createSetup({ http, now: Date.now }).check(request)).toEqual({
      outcome: "unreachable",
      host: "127.0.0.1:1",
      detail: "GET /sc/v2/apps/{}: ECONNREFUSED",
    });
    await http.close();
  });

  test.each([429, 500, 503])("%i", async (status) => {
    expect(await against((_request, response) => response.writeHead(status).end())).toMatchObject({
      outcome: "unreachable",
      detail: `GET /sc/v2/apps/{} answered ${status}`,
    });
  });

  test("silence", async () => {
    expect(await against(() => {}, { answerMs: 300 })).toMatchObject({ outcome: "unreachable" });
  });

  test.each([
    ["a page", 200, "<html>", {}],
    ["another page", 404, "<html>Help Center Closed", {}],
    ["a redirect", 302, "", { location: "https://www.zendesk.com/" }],
    ["some other API", 200, '{"hello":1}', {}],
  ])("%s: no Zendesk account under this domain", async (_what, status, body, headers) => {
    expect(await against((_request, response) => response.writeHead(status, headers).end(body))).toEqual(
      refusedFor(["domain", "domain_unknown"]),
    );
  });

  test("an anonymous answer is a refusal of the credentials", async () => {
    const answers: RequestListener = (request, response) => {
      const path = request.url ?? "";
      if (path.startsWith("/api/v2/users/me")) {
        response.end('{"user":{"id":null,"name":"Anonymous user","role":"end-user"}}');
      } else if (path.includes("/integrations/")) {
        response.end('{"integration":{"id":"i","type":"custom"}}');
      } else {
        response.end('{"app":{"id":"a"}}');
      }
    };
    expect(await against(answers)).toMatchObject({
      outcome: "refused",
      problems: [{ field: "apiToken" }, { field: "email" }],
    });
  });

  test.each([
    ["a key of another scope", 403, "int_1", ["keyId", "key_not_app_scope"]],
    ["a key of another app", 403, "app_1", ["appId", "app_unknown"]],
  ] as const)("403 for %s", async (_what, status, id, problem) => {
    const { setup, account, emulator } = zendesk;
    emulator.faults.add({ method: "GET", path: `/sc/v2/apps/${account.appId}$`, action: "status", status });
    const key = { ...account.key, id };
    const request = { account: { ...account, key }, webhookUrl, skills: [], groupIds: {} };
    expect(await setup.check(request)).toEqual(refusedFor(problem));
  });

  test("401 although the key is known elsewhere: the key is of another app", async () => {
    const answers: RequestListener = (request, response) => {
      if (request.url === "/sc/v2/apps") {
        response.writeHead(403).end('{"errors":[{"code":"forbidden"}]}');
      } else if (request.url?.startsWith("/sc/") === true) {
        response.writeHead(401).end('{"errors":[{"code":"unauthorized"}]}');
      } else {
        response.end('{"user":{"id":1,"role":"admin"}}');
      }
    };
    expect(await against(answers)).toEqual(refusedFor(["appId", "app_unknown"]));
  });

  test("an integration of another kind", async () => {
    const answers: RequestListener = (request, response) => {
      const path = request.url ?? "";
      response.end(
        path.includes("/integrations/")
          ? '{"integration":{"id":"i","type":"web"}}'
          : '{"app":{"id":"a"},"user":{"id":1,"role":"admin"}}',
      );
    };
    expect(await against(answers)).toEqual(refusedFor(["integrationId", "integration_not_custom"]));
  });
});

describe("the webhook", () => {
  const webhooks = () => `/integrations/${zendesk.account.integrationId}/webhooks`;
  const patch = async (change: object) => {
    const id = zendesk.emulator.credentials().webhookId;
    await zendesk.sunco("PATCH", `${webhooks()}/${id}`, change);
  };

  test("its secret is read when its target is ours", async () => {
    const { setup, account, emulator } = zendesk;
    expect(await setup.readWebhookSecret(account, `${webhookUrl}/`)).toBe(
      emulator.credentials().webhookSecret,
    );
    await patch({ target: "http://127.0.0.1:1/elsewhere" });
    expect(await setup.readWebhookSecret(account, webhookUrl)).toBeUndefined();
    const wrong = { ...account, key: { ...account.key, secret: "wrong" } };
    await expect(setup.readWebhookSecret(wrong, webhookUrl)).rejects.toMatchObject({
      code: "zendesk_credentials_refused",
    });
  });

  test("elsewhere, without trigger or boxes: warnings", async () => {
    await patch({ includeFullUser: false, includeFullSource: false, triggers: ["conversation:read"] });
    expect(await check()).toMatchObject({
      outcome: "accepted",
      warnings: [
        { code: "trigger_missing", trigger: "conversation:message" },
        { code: "box_missing", box: "includeFullUser" },
        { code: "box_missing", box: "includeFullSource" },
      ],
    });
    await patch({ target: "http://127.0.0.1:1/elsewhere" });
    const result = await check();
    expect(result).toMatchObject({
      outcome: "accepted",
      warnings: [{ code: "webhook_missing", targets: ["http://127.0.0.1:1/elsewhere"] }],
    });
    expect(result).not.toHaveProperty("webhookSecret");
  });
});
