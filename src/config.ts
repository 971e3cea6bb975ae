/**
 * The configuration: the only place that reads the environment. Every variable stands once, in `schema`, with
 * its meaning; `docs/configuration.md` and `.env.example` are generated from here.
 */
import { z } from "zod";
import { CodedError } from "./errors.ts";
import { maxFileBytes } from "./protocol/chat.ts";
import { safeParse } from "./protocol/safe-parse.ts";

export interface Config {
  readonly host: string;
  /** 0: the system chooses. */
  readonly port: number;
  /** Origin under which browsers and Zendesk reach the server; undefined: `http://HOST:PORT` once it listens. */
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  readonly secretKey: string | undefined;
  readonly adminPassword: string | undefined;
  readonly emulator: boolean;
  readonly emulatorPort: number;
  readonly zendeskOrigins: readonly string[];
  /** Largest file that visitors can send, in bytes. */
  readonly maxFileBytes: number;
  /** Undefined: whoever starts the program chooses. */
  readonly logLevel: LogLevel | undefined;
}

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** What the generated papers say about one variable. */
const papers = z.registry<{ meaning: string; unset: string; example?: string; secret?: boolean }>();

const port = () =>
  z
    .string()
    .regex(/^\d{1,5}$/, "must be a whole number from 0 to 65535")
    .transform(Number)
    .refine((value) => value <= 65_535, "must be a whole number from 0 to 65535")
    .optional();

/** A variable of the design that this version cannot honour: better refused than silently ignored. */
const later = () => z.undefined({ error: "is not supported yet: remove it" }).optional();

const origin = z
  .url({ protocol: /^https?$/, error: "must be an address such as https://chat.example.org" })
  .refine(isOrigin, "must be an origin only: scheme, host and port, without path")
  .transform((value) => new URL(value).origin);

const schema = z.object({
  HOST: z.string().optional().register(papers, {
    meaning: "Address to listen on. `0.0.0.0` listens on all of them; the emulator is off by default then.",
    unset: "`127.0.0.1`",
    example: "0.0.0.0",
  }),
  PORT: port().register(papers, {
    meaning: "Port to listen on. `0` takes any free one; `DATA_DIR/ready.json` then says which.",
    unset: "`8080`",
    example: "8080",
  }),
  PUBLIC_URL: origin.optional().register(papers, {
    meaning:
      "Origin under which browsers and Zendesk reach this server, e.g. behind a proxy or a tunnel. The webhook URL to provide to Zendesk is built from it.",
    unset: "`http://HOST:PORT`",
    example: "https://chat.example.org",
  }),
  DATA_DIR: z.string().optional().register(papers, {
    meaning: "Folder of the database, the attachments and the generated secrets. One server per folder.",
    unset: "`data`",
    example: "/var/lib/livechat",
  }),
  DATABASE_URL: later().register(papers, {
    meaning: "PostgreSQL instead of the built-in SQLite. **Not supported yet**: the server refuses to start.",
    unset: "SQLite in `DATA_DIR`",
  }),
  SECRET_KEY: z
    .string()
    .min(32, "must have at least 32 characters, for example the output of: openssl rand -base64 32")
    .optional()
    .register(papers, {
      meaning:
        "Key under which stored credentials are encrypted and links are signed: at least 32 characters. Losing it means entering all Zendesk credentials again.",
      unset: "generated into `DATA_DIR/secret.key`",
      secret: true,
    }),
  ADMIN_PASSWORD: z
    .string()
    .min(8, "must have at least 8 characters")
    .max(200, "must have at most 200 characters")
    .optional()
    .register(papers, {
      meaning: "Password of the console's `admin` login: at least 8 characters.",
      unset: "generated into `DATA_DIR/admin-password`",
      secret: true,
    }),
  EMULATOR: z.enum(["on", "off"], "must be on or off").optional().register(papers, {
    meaning: "Whether the bundled Zendesk emulator runs and the sample bot is linked to it: `on` or `off`.",
    unset: "`on`; `off` when `HOST` or `PUBLIC_URL` is not loopback",
    example: "off",
  }),
  EMULATOR_PORT: port().register(papers, {
    meaning: "Port of the emulator, on loopback only. `0` takes any free one.",
    unset: "`8090`",
    example: "8090",
  }),
  ZENDESK_ORIGINS: z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter((part) => part !== ""))
    .pipe(z.array(origin))
    .optional()
    .register(papers, {
      meaning:
        "Further origins accepted as Zendesk besides `https://<label>.zendesk.com`, separated by commas: a host-mapped account or another emulator.",
      unset: "none",
      example: "https://support.example.org",
    }),
  MAX_FILE_MB: z
    .string()
    .regex(/^\d{1,2}$/, "must be a whole number from 1 to 50")
    .transform(Number)
    .refine((value) => value >= 1 && value <= 50, "must be a whole number from 1 to 50")
    .optional()
    .register(papers, {
      meaning:
        "Largest file that visitors can send, in megabytes, from `1` to `50`: Zendesk takes no larger ones.",
      unset: "`20`",
      example: "10",
    }),
  FILES_ORIGIN: later().register(papers, {
    meaning: "Separate origin for attachments. **Not supported yet**: the server refuses to start.",
    unset: "attachments come from the server's own origin, sandboxed",
  }),
  SMTP_URL: later().register(papers, {
    meaning: "Mail server. **Not supported yet**: the server refuses to start.",
    unset: "no mail is sent",
  }),
  LOG_LEVEL: z
    .enum(logLevels, `must be one of ${logLevels.join(", ")}`)
    .optional()
    .register(papers, {
      meaning: `How much is logged to standard error, as JSON lines: ${logLevels.map((level) => `\`${level}\``).join(", ")}. Message text and secrets never are.`,
      unset: "`info`; `warn` under `npm start`",
      example: "info",
    }),
});

/** Reads and checks the whole environment; `config_invalid` names every wrong variable and its remedy at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = safeParse(schema, given);
  const problems = [
    ...(parsed.success ? [] : parsed.problems.map((issue) => `${String(issue.path[0])} ${issue.message}`)),
    ...Object.keys(given)
      .filter((name) => name.startsWith("S3_"))
      .map((name) => `${name} is not supported yet: remove it`),
  ];
  if (!parsed.success || problems.length > 0) {
    throw new CodedError("config_invalid", `The configuration is not usable: ${problems.join("; ")}.`);
  }
  const { data } = parsed;
  const host = data.HOST ?? "127.0.0.1";
  const local =
    isLoopback(host) && (data.PUBLIC_URL === undefined || isLoopback(new URL(data.PUBLIC_URL).hostname));
  return {
    host,
    port: data.PORT ?? 8080,
    publicUrl: data.PUBLIC_URL,
    dataDir: data.DATA_DIR ?? "data",
    secretKey: data.SECRET_KEY,
    adminPassword: data.ADMIN_PASSWORD,
    emulator: data.EMULATOR === undefined ? local : data.EMULATOR === "on",
    emulatorPort: data.EMULATOR_PORT ?? 8090,
    zendeskOrigins: data.ZENDESK_ORIGINS ?? [],
    maxFileBytes: data.MAX_FILE_MB === undefined ? maxFileBytes : data.MAX_FILE_MB * 1024 * 1024,
    logLevel: data.LOG_LEVEL,
  };
}

/** True for the names and addresses that reach this machine only. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return true; // said by the check before
  const url = new URL(value);
  return url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
}

/** For the generated papers. */
export const variables = [
  ...Object.entries(schema.shape).flatMap(([name, variable]) => {
    const paper = papers.get(variable);
    return paper === undefined ? [] : [{ name, ...paper }];
  }),
  {
    name: "S3_*",
    meaning: "Object storage for attachments. **Not supported yet**: the server refuses to start.",
    unset: "attachments are files in `DATA_DIR/files`",
  },
];
