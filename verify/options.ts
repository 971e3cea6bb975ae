/** What the command line and the environment say; what is missing is asked for at the keyboard. */
import { parseArgs } from "node:util";
import * as z from "zod";
import { isZendeskAccount, normalizeDomain } from "../src/zendesk/address-guard.ts";
import type { Account } from "./tenant.ts";
import { Stopped } from "./tenant.ts";

export const help = `Asks a Zendesk account what no document says, and writes the answers as settings of the emulator.

  npm run verify:zendesk -- [options]

  --domain <name>            e.g. acme.zendesk.com                         (ZENDESK_DOMAIN)
  --origin <url>             another origin than https://<name>.zendesk.com, e.g. the emulator's
  --yes                      do not ask before creating test data
  --only, --without <ids>    questions to ask, or to leave out, separated by commas
  --list                     the questions with their ids, and nothing else
  --no-operator              leave out what somebody has to do in Agent Workspace
  --webhook-url <url>        a public address that leads to --listen, through a tunnel for example
  --listen <port>            where this program listens for webhooks on this machine   (8091)
  --probe-rate-limit <n>     make up to n calls in a row to meet the rate limit, at most 1000
  --out <file>               where the settings go                         (zendesk-settings.json)

Credentials come from ZENDESK_APP_ID, ZENDESK_KEY_ID, ZENDESK_KEY_SECRET, and either ZENDESK_EMAIL with
ZENDESK_API_TOKEN or ZENDESK_CLIENT_ID with ZENDESK_CLIENT_SECRET. What is missing is asked for. They are
neither shown nor written anywhere.
`;

const Options = z.object({
  domain: z.string().optional(),
  origin: z.string().optional(),
  yes: z.boolean().default(false),
  only: z.string().optional(),
  without: z.string().optional(),
  list: z.boolean().default(false),
  help: z.boolean().default(false),
  "no-operator": z.boolean().default(false),
  "webhook-url": z.url({ protocol: /^https?$/, error: "--webhook-url is not an address" }).optional(),
  listen: z.coerce.number("--listen is not a port").int().min(0).max(65_535).default(8091),
  "probe-rate-limit": z.coerce
    .number("--probe-rate-limit is not a number")
    .int()
    .min(0)
    .max(1000, "--probe-rate-limit is at most 1000")
    .default(0),
  out: z.string().min(1).default("zendesk-settings.json"),
});
export type Options = z.infer<typeof Options>;

/** Fails with `Stopped` in one line. */
export function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        domain: { type: "string" },
        origin: { type: "string" },
        yes: { type: "boolean" },
        only: { type: "string" },
        without: { type: "string" },
        list: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        "no-operator": { type: "boolean" },
        "webhook-url": { type: "string" },
        listen: { type: "string" },
        "probe-rate-limit": { type: "string" },
        out: { type: "string" },
      },
    });
    return Options.parse(values);
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? error.issues[0]?.message
        : error instanceof Error
          ? error.message
          : undefined;
    // Some of the parser's reasons go on with advice.
    throw new Stopped(`${reason?.split("\n")[0] ?? "unknown option"} (--help tells what there is)`);
  }
}

/** The account's origin; anything but a Zendesk account must be named with `--origin`. */
export function originOf(options: Pick<Options, "origin">, domain: string): string {
  if (options.origin !== undefined) {
    if (!URL.canParse(options.origin)) throw new Stopped(`--origin is not an address: ${options.origin}`);
    return new URL(options.origin).origin;
  }
  const named = normalizeDomain(domain, []);
  if (!named.ok || !isZendeskAccount(named.origin))
    throw new Stopped(`${domain} is not <name>.zendesk.com; another origin must be given with --origin`);
  return named.origin;
}

/** Asks for one value; `secret` without echo. Undefined when nobody is at the keyboard. */
export type Ask = ((question: string, secret: boolean) => Promise<string>) | undefined;

type Environment = Readonly<Record<string, string | undefined>>;

/** From the environment, else asked for. */
export async function readAccount(options: Options, env: Environment, ask: Ask): Promise<Account> {
  const value = async (name: string, question: string, secret = false): Promise<string> => {
    const given = env[name]?.trim() || (await ask?.(`${question}: `, secret));
    if (given === undefined || given === "") throw new Stopped(`${name} is missing`);
    return given;
  };
  const domain =
    options.origin === undefined
      ? (options.domain ?? (await value("ZENDESK_DOMAIN", "Domain, e.g. acme.zendesk.com")))
      : "";
  const origin = originOf(options, domain);
  const appId = await value("ZENDESK_APP_ID", "App id");
  const key = {
    id: await value("ZENDESK_KEY_ID", "Key id of the Conversations API (app_…)"),
    secret: await value("ZENDESK_KEY_SECRET", "Its secret", true),
  };
  const withToken = env["ZENDESK_EMAIL"] !== undefined || env["ZENDESK_API_TOKEN"] !== undefined;
  const client = withToken
    ? ""
    : (env["ZENDESK_CLIENT_ID"] ??
      (await ask?.("OAuth client's identifier (leave empty for an API token): ", false)) ??
      "");
  const api: Account["api"] =
    client === ""
      ? {
          kind: "token",
          email: await value("ZENDESK_EMAIL", "E-mail address of the API token's account"),
          token: await value("ZENDESK_API_TOKEN", "API token", true),
        }
      : {
          kind: "oauth",
          clientId: client,
          clientSecret: await value("ZENDESK_CLIENT_SECRET", "The client's secret", true),
        };
  return { origin, appId, key, api };
}
