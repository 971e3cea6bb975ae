/** An emulated Zendesk account, and desk and setup that call it as the program does. */
import * as z from "zod";
import { createZendeskEmulator, type ZendeskEmulator } from "../../emulator/index.ts";
import type { DeskAccount, OutgoingMessage } from "../../src/zendesk/desk.ts";
import { createZendeskHttp, type HttpOptions } from "../../src/zendesk/http.ts";
import { createSetup } from "../../src/zendesk/setup.ts";
import { createDesk } from "../../src/zendesk/zendesk-desk.ts";

export const webhookUrl = "http://127.0.0.1:1/webhooks/zendesk/demo";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export async function startEmulated(options: Partial<HttpOptions> = {}) {
  const emulator = await createZendeskEmulator({ port: 0, seed: "demo", demoWebhookTarget: webhookUrl });
  const http = createZendeskHttp({ allow: [emulator.url], now: Date.now, ...options });
  const parts = { http, now: Date.now };
  const account = accountOf(emulator);

  /** A call that is not the desk's: what a person would have done in Zendesk. */
  async function call(
    method: Method,
    path: string,
    body?: object,
    user = account.key.id,
    password = account.key.secret,
  ): Promise<unknown> {
    const answer = await fetch(emulator.url + path, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    }
    return answer.status === 204 ? undefined : answer.json();
  }

  return {
    emulator,
    account,
    desk: createDesk(parts),
    setup: createSetup(parts),
    call,
    sunco: (method: Method, path: string, body?: object) =>
      call(method, `/sc/v2/apps/${account.appId}${path}`, body),
    support: (method: Method, path: string, body?: object) => {
      const { email, token } = tokenOf(account);
      return call(method, `/api/v2${path}`, body, `${email}/token`, token);
    },
    operator: (action: string, body: object) => call("POST", `/_emulator/agent/${action}`, body),
    stop: async () => {
      await http.close();
      await emulator.close();
    },
  };
}
export type Emulated = Awaited<ReturnType<typeof startEmulated>>;

function accountOf(emulator: ZendeskEmulator): DeskAccount {
  const known = emulator.credentials();
  const text = z.string();
  return {
    connectorId: "demo",
    origin: emulator.url,
    appId: known.appId,
    integrationId: text.parse(known.integrationId),
    key: { id: text.parse(known.keyId), secret: text.parse(known.keySecret) },
    api: { kind: "token", email: text.parse(known.email), token: text.parse(known.apiToken) },
    agentWorkspace: "zd:agentWorkspace",
  };
}

/** The account with the OAuth client instead of the API token. */
export function withOAuth({ emulator, account }: Pick<Emulated, "emulator" | "account">): DeskAccount {
  const client = z
    .object({ clientId: z.string(), clientSecret: z.string() })
    .parse(emulator.credentials().oauth);
  return { ...account, api: { kind: "oauth", ...client } };
}

export function tokenOf(account: DeskAccount): { readonly email: string; readonly token: string } {
  if (account.api.kind !== "token") {
    throw new Error("the account has no API token");
  }
  return account.api;
}

/** The value at a path such as `users.0.id`; undefined when there is none. */
export function at(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (inner, key) => z.record(z.string(), z.unknown()).safeParse(entries(inner)).data?.[key],
      value,
    );
}

function entries(value: unknown): unknown {
  return Array.isArray(value) ? Object.fromEntries(value.entries()) : value;
}

export function textAt(value: unknown, path: string): string {
  return z.coerce.string().parse(at(value, path));
}

export const sayAs =
  (author: OutgoingMessage["author"]) =>
  (key: string, text: string): OutgoingMessage => ({
    key,
    author,
    content: { type: "text", text },
  });
export const asVisitor = (userId: string) => sayAs({ type: "visitor", userId });
export const asBot = sayAs({ type: "business", name: "Bot" });

/** A user with a conversation, as a handoff opens it. */
export async function opened({ desk, account }: Emulated, handoffId = "handoff1", groupId?: string) {
  const { userId } = await desk.ensureUser(account, { externalId: "visitor1", locale: "en" });
  const group = groupId === undefined ? {} : { groupId };
  const { conversationId } = await desk.openConversation(account, { userId, handoffId, ...group });
  return { userId, conversationId };
}

/** …with history and control passed. */
export async function handedOver(zendesk: Emulated) {
  const { desk, account } = zendesk;
  const startedAt = Date.now();
  const handoff = await opened(zendesk);
  const { conversationId, userId } = handoff;
  await desk.post(account, conversationId, asBot("k0", "Earlier conversation"));
  const first = await desk.post(account, conversationId, asVisitor(userId)("k1", "My cat is ill"));
  await desk.passControl(account, conversationId, { firstMessageId: first.messageId });
  return { ...handoff, startedAt, externalId: "visitor1" };
}
