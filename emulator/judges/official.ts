/**
 * Zendesk's own client of Sunshine Conversations, `sunshine-conversations-client` 14.1.0: old, deprecated and
 * without types, hence the care. It knows nothing of this emulator, so what it understands was said rightly.
 */
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { at } from "../harness.ts";
import { isFields } from "./schema.ts";

const library: unknown = createRequire(import.meta.url)("sunshine-conversations-client");

function make(name: string, ...given: unknown[]): object {
  const maker = isFields(library) ? library[name] : undefined;
  if (typeof maker !== "function") throw new Error(`the client has no ${name}`);
  const made: unknown = Reflect.construct(maker, given);
  if (typeof made !== "object" || made === null) throw new Error(`${name} is no class`);
  return made;
}

function invoke(target: object, name: string, given: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(target, name);
  if (typeof method !== "function") throw new Error(`the client has no ${name}`);
  return Reflect.apply(method, target, given);
}

export interface Operation {
  /** E.g. `UsersApi.createUser`. */
  readonly name: string;
  /** As the emulator's routes are written, the names of parameters left out: `POST /sc/v2/apps/{}/users`. */
  readonly route: string;
}

/** The route without its parameters' names, which differ between documents. */
export const bare = (route: string): string => route.replaceAll(/\{[^}]*\}/gu, "{}");

/** Every operation that the client has, found by asking each for its path instead of sending it. */
export function operations(): Operation[] {
  if (!isFields(library)) return [];
  return Object.keys(library)
    .filter((name) => name.endsWith("Api"))
    .flatMap((api) => {
      const found: Operation[] = [];
      const probe = make(api, {
        callApi: (path: string, method: string) => {
          found.push({ name: "", route: bare(`${method} /sc${path}`) });
          return Promise.resolve({ data: undefined, response: undefined });
        },
      });
      const names = Object.getOwnPropertyNames(Reflect.getPrototypeOf(probe)).filter((name) =>
        name.endsWith("WithHttpInfo"),
      );
      return names.map((name) => {
        invoke(probe, name, Array<string>(6).fill("x"));
        return { name: `${api}.${name.replace("WithHttpInfo", "")}`, route: found.at(-1)?.route ?? "" };
      });
    });
}

/** A JWT as Zendesk's documents describe it (zendesk.md §1). */
export function jwt(keyId: string, secret: string, scope: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT", kid: keyId })}.${part({ scope })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

type Credentials = { readonly keyId: string; readonly secret: string } | { readonly token: string };

/** The client throws plain objects, with the whole connection in them. */
export class Refused extends Error {
  readonly status: unknown;
  readonly body: unknown;
  constructor(operation: string, status: unknown, body: unknown) {
    super(`${operation}: ${String(status)} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

/** The client against this address, e.g. `http://127.0.0.1:8090/sc`. What is refused is thrown as `Refused`. */
export function officialClient(basePath: string, credentials: Credentials) {
  const driven = new Set<string>();
  const connection = make("ApiClient");
  Reflect.set(connection, "basePath", basePath);
  const ways: unknown = Reflect.get(connection, "authentications");
  if (!isFields(ways) || !isFields(ways.basicAuth) || !isFields(ways.bearerAuth))
    throw new Error("the client authenticates otherwise");
  if ("token" in credentials) ways.bearerAuth.accessToken = credentials.token;
  else Object.assign(ways.basicAuth, { username: credentials.keyId, password: credentials.secret });

  return {
    /** The names of the operations that succeeded. */
    driven,
    /** What the client made of the answer, as plain values. */
    async call(operation: string, ...given: unknown[]): Promise<unknown> {
      const [api = "", method = ""] = operation.split(".");
      let result: unknown;
      try {
        result = await invoke(make(api, connection), method, given);
      } catch (reason) {
        throw isFields(reason) ? new Refused(operation, reason.status, reason.body) : reason;
      }
      driven.add(operation);
      return result === undefined ? undefined : JSON.parse(JSON.stringify(result));
    },
  };
}
export type OfficialClient = ReturnType<typeof officialClient>;

/** How a call is refused: status and code. */
export async function refusal(promise: Promise<unknown>): Promise<unknown[]> {
  const reason: unknown = await promise.catch((error: unknown) => error);
  return reason instanceof Refused ? [reason.status, at(reason.body, "errors.0.code")] : [reason];
}
