/** node-zendesk 6.0.1, a client of the Support API that many use: which operations it has, and how to connect it. */
import { ZendeskClient, type ZendeskClientOptions } from "node-zendesk";

/** The client's parts that concern what the emulator has of Support. */
export const areas = [
  "users",
  "useridentities",
  "groups",
  "groupmemberships",
  "tickets",
  "ticketaudits",
  "search",
  "attachments",
  "oauthtokens",
] as const;

export const connect = (url: string, options: ZendeskClientOptions): ZendeskClient =>
  new ZendeskClient({ subdomain: "emulator", endpointUri: `${url}/api/v2`, ...options });

export interface SupportOperation {
  /** E.g. `users.me`. */
  readonly name: string;
  readonly method: string;
  /** E.g. `/api/v2/users/me`, with made-up ids. */
  readonly path: string;
}

/** Arguments that the one or the other method takes; the first that leads to a request is kept. */
const guesses: readonly (readonly unknown[])[] = [
  [71, 72, 73],
  [[71, 72], {}],
  ["word", "ticket"],
  [{}],
  [71, ["tag"]],
];

/** Every operation of those areas with the request it makes, found without sending any. */
export async function supportOperations(): Promise<SupportOperation[]> {
  const found: SupportOperation[] = [];
  const sent: Omit<SupportOperation, "name">[] = [];
  const client = connect("http://127.0.0.1:9", {
    username: "nobody",
    token: "none",
    transportConfig: {
      transportFn: (address: string, { method }: { method: string }) => {
        sent.push({ method, path: new URL(address).pathname.replace(/\.json$/u, "") });
        throw new Error("nothing is sent");
      },
    },
  });
  for (const area of areas) {
    const names = Object.getOwnPropertyNames(Reflect.getPrototypeOf(client[area])).filter(
      // A file's path is read before anything is sent.
      (name) => !["constructor", "upload"].includes(name),
    );
    for (const name of names)
      for (const given of guesses) {
        sent.length = 0;
        const method: unknown = Reflect.get(client[area], name);
        if (typeof method !== "function") break;
        await Promise.resolve()
          .then((): unknown => Reflect.apply(method, client[area], structuredClone(given)))
          // What it asked for counts; that a guessed argument displeased it does not.
          .catch(() => undefined);
        const [request] = sent;
        if (request === undefined) continue;
        found.push({ name: `${area}.${name}`, ...request });
        break;
      }
  }
  return found;
}
