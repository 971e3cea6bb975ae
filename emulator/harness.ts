/** For the emulator's own tests: a caller with the account's credentials, and a receiver of its webhooks. */
import { createServer } from "node:http";
import * as z from "zod";
import { createZendeskEmulator, type EmulatorOptions, manualClock, type ZendeskEmulator } from "./index.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined when the body is empty. */
  readonly body: unknown;
}

const Loose: z.ZodType<Loose> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Loose), z.record(z.string(), Loose)]),
);
type Loose = string | number | boolean | null | Loose[] | { [key: string]: Loose };

/** The value at a path like `errors.0.code`. */
export function at(value: unknown, path: string): unknown {
  let current: Loose | undefined = value === undefined ? undefined : Loose.parse(value);
  for (const key of path.split(".")) {
    if (typeof current !== "object" || current === null) return undefined;
    current = Array.isArray(current) ? current[Number(key)] : current[key];
  }
  return current;
}

/** The text at a path; fails when there is none. */
export const textAt = (value: unknown, path: string): string => z.string().parse(at(value, path));
export const listAt = (value: unknown, path: string): unknown[] =>
  z.array(z.unknown()).parse(at(value, path));

/** An emulator of the demo account on a free port, at a time that stands still; its own failures throw. */
export async function startEmulator(options: Partial<EmulatorOptions> = {}) {
  const emulator = await createZendeskEmulator({
    port: 0,
    seed: "demo",
    clock: manualClock(),
    onError: (error) => {
      throw error;
    },
    ...options,
  });
  return { emulator, ...callers(emulator) };
}
export type Started = Awaited<ReturnType<typeof startEmulator>>;

function callers(emulator: ZendeskEmulator) {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(emulator.url + path, {
      method,
      redirect: "manual",
      headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json") === true && text !== "";
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : undefined };
  };
  const keys = () => emulator.credentials();
  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
  });
  const conversationsAuth = () => basic(keys().keyId ?? "", keys().keySecret ?? "");
  const supportAuth = () => basic(`${keys().email}/token`, keys().apiToken ?? "");

  /** Sunshine Conversations, below the app. */
  const sc = (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = conversationsAuth(),
  ) => call(method, `/sc/v2/apps/${keys().appId}${path}`, body, headers);
  /** Support, below `/api/v2`. */
  const api = (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = supportAuth(),
  ) => call(method, `/api/v2${path}`, body, headers);
  /** The emulator's own controls. */
  const control = (method: string, path: string, body?: unknown) => call(method, `/_emulator${path}`, body);

  /** A user with a conversation. */
  const open = async (metadata: Record<string, string> = {}, externalId = "visitor-1") => {
    const user = await sc("POST", "/users", { externalId });
    const userId = textAt(user.body, "user.id");
    const made = await sc("POST", "/conversations", {
      type: "personal",
      participants: [{ userId }],
      metadata,
    });
    return { userId, externalId, conversationId: textAt(made.body, "conversation.id") };
  };
  const post = async (conversationId: string, author: Record<string, unknown>, text: string) => {
    const answer = await sc("POST", `/conversations/${conversationId}/messages`, {
      author,
      content: { type: "text", text },
    });
    return textAt(answer.body, "messages.0.id");
  };
  const pass = (conversationId: string, metadata: Record<string, string> = {}) =>
    sc("POST", `/conversations/${conversationId}/passControl`, {
      switchboardIntegration: "zd:agentWorkspace",
      metadata,
    });
  /** The tickets of the user with this external id. */
  const ticketsOf = async (externalId: string): Promise<unknown[]> => {
    const found = await api("GET", `/users/search.json?external_id=${externalId}`);
    const id = at(found.body, "users.0.id");
    if (typeof id !== "number") return [];
    return listAt((await api("GET", `/users/${id}/tickets/requested`)).body, "tickets");
  };
  return { call, sc, api, control, open, post, pass, ticketsOf, conversationsAuth, supportAuth, basic };
}

/** A request that the receiver took. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly body: unknown;
}

/** Takes webhooks and answers with `answers` in turn, then 200; `hold` leaves a request without an answer. */
export async function startReceiver(answers: (number | "hold")[] = []) {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const key = request.headers["x-api-key"];
      received.push({
        method: request.method ?? "",
        path: request.url ?? "",
        key: typeof key === "string" ? key : undefined,
        body: text === "" ? undefined : JSON.parse(text),
      });
      const answer = request.method === "POST" ? (answers.shift() ?? 200) : 200;
      if (answer !== "hold") response.writeHead(answer).end();
      for (const wake of waiting) wake();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  /** Resolves when what was received satisfies the condition. */
  const until = async (condition: (all: readonly Received[]) => boolean): Promise<void> => {
    while (!condition(received))
      await new Promise<void>((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
      });
  };
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${address.port}/hook`, received, until, close };
}
