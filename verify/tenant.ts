/**
 * Calls of the account that is asked. Every call is counted against a limit, a refusal for haste is waited out
 * once, and what Zendesk says about limits in its headers is kept.
 */
import { type FormData, request } from "undici";
import type { DeskAccount } from "../src/zendesk/desk.ts";
import { errorCodes, retryAfterMs, type ZendeskHttp } from "../src/zendesk/http.ts";
import { fillPath, queryOf } from "../src/zendesk/sunco.ts";
import { tokenCall } from "../src/zendesk/support-access.ts";
import { textAt } from "./read.ts";
import type { Waiting } from "./waiting.ts";

export type Account = Pick<DeskAccount, "origin" | "appId" | "key" | "api">;
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Answer {
  readonly status: number;
  /** Undefined when there is none, or it is not JSON. */
  readonly json: unknown;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly ids?: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: object;
  readonly form?: FormData;
}

export interface Tenant {
  readonly account: Account;
  /** Below `/sc/v2/apps/{appId}`; every `{}` of the path takes the next id. */
  readonly messaging: (method: Method, path: string, asked?: Asked) => Promise<Answer>;
  /** The same, a refusal for haste as it came. */
  readonly messagingOnce: (method: Method, path: string, asked?: Asked) => Promise<Answer>;
  /** Below `/api/v2`. */
  readonly support: (method: Method, path: string, asked?: Asked) => Promise<Answer>;
  /** Opens a file's address without following where it leads; with the key's credentials or without any. */
  readonly open: (url: string, withCredentials: boolean) => Promise<Answer>;
  /** Status, headers and codes of each 429 that came. */
  readonly hurried: () => readonly Answer[];
  readonly calls: () => number;
}

/** What stops the whole run, in words for whoever runs it. */
export class Stopped extends Error {}

interface TenantOptions {
  readonly account: Account;
  readonly http: ZendeskHttp;
  readonly waiting: Waiting;
  /** Calls that may be made in all. */
  readonly mostCalls: number;
  /** Asked before each call; fails when none is to be made any more. */
  readonly before?: () => void;
}

const answerMs = 30_000;
const longestPauseMs = 60_000;

export function createTenant({ account, http, waiting, mostCalls, before }: TenantOptions): Tenant {
  const { origin, key, api } = account;
  const keyAuthorization = basic(key.id, key.secret);
  const hurried: Answer[] = [];
  let calls = 0;
  let bearer: string | undefined;

  async function send(method: Method, url: string, asked: Asked, authorization?: string): Promise<Answer> {
    before?.();
    calls += 1;
    if (calls > mostCalls) throw new Stopped(`stopped after ${mostCalls} calls, the most that are made`);
    const { json, form } = asked;
    const answer = await request(url, {
      dispatcher: http.dispatcher,
      method,
      headers: {
        accept: "application/json",
        "user-agent": "zendesk-livechat-connector verify",
        ...(authorization === undefined ? {} : { authorization }),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
      },
      body: json === undefined ? (form ?? null) : JSON.stringify(json),
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
    }).catch((error: unknown) => {
      throw new Stopped(
        `${origin} cannot be reached: ${error instanceof Error ? error.message : "no answer"}`,
      );
    });
    const headers = Object.fromEntries(
      Object.entries(answer.headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)] as const],
      ),
    );
    return { status: answer.statusCode, json: parse(await answer.body.text()), headers };
  }

  /** A call that came too fast is made once more, when Zendesk says. */
  async function patient(method: Method, url: string, asked: Asked, authorization: string): Promise<Answer> {
    const answer = await send(method, url, asked, authorization);
    if (answer.status !== 429) return answer;
    hurried.push(answer);
    const wanted = retryAfterMs(answer.headers["retry-after"], waiting.now()) ?? 5_000;
    await waiting.sleep(Math.min(wanted, longestPauseMs));
    return send(method, url, asked, authorization);
  }

  async function supportAuthorization(): Promise<string> {
    if (api.kind === "token") return basic(`${api.email}/token`, api.token);
    if (bearer === undefined) {
      const { path, json } = tokenCall(origin, api);
      const answer = await send("POST", origin + path, json === undefined ? {} : { json });
      const token = textAt(answer.json, "access_token");
      if (token === undefined)
        throw new Stopped(`the OAuth client was refused (${answer.status} ${codesOf(answer)})`);
      bearer = `Bearer ${token}`;
    }
    return bearer;
  }

  const below = (base: string, path: string, { ids = [], query = {} }: Asked) =>
    `${origin}${base}${fillPath(path, ids)}${queryOf(query)}`;
  const app = `/sc/v2/apps/${encodeURIComponent(account.appId)}`;

  return {
    account,
    messaging: (method, path, asked = {}) =>
      patient(method, below(app, path, asked), asked, keyAuthorization),
    messagingOnce: (method, path, asked = {}) =>
      send(method, below(app, path, asked), asked, keyAuthorization),
    support: async (method, path, asked = {}) =>
      patient(method, below("/api/v2", path, asked), asked, await supportAuthorization()),
    open: (url, withCredentials) => {
      // The address is Zendesk's word: credentials go to the account's own host only.
      const known = URL.canParse(url) && new URL(url).origin === origin;
      return send("GET", url, {}, withCredentials && known ? keyAuthorization : undefined);
    },
    hurried: () => hurried,
    calls: () => calls,
  };
}

export const isFine = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** The error codes of an answer, for people. */
export const codesOf = ({ json }: Answer): string => errorCodes(json).join(", ") || "no code";

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    // A page instead of JSON: the status says what there is to know.
    return undefined;
  }
}
