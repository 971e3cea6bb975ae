/** One run: credentials tried, test data announced, questions asked one after the other, everything taken away again. */
import { randomBytes } from "node:crypto";
import type { ZendeskHttp } from "../src/zendesk/http.ts";
import { createCleanup } from "./cleanup.ts";
import type { Listener } from "./listener.ts";
import type { Operator } from "./operator.ts";
import { type Answer, type Context, open, type Question, type Switches } from "./question.ts";
import { textAt } from "./read.ts";
import { createStage } from "./stage.ts";
import { type Account, codesOf, createTenant, isFine, Stopped, type Tenant } from "./tenant.ts";
import type { Waiting } from "./waiting.ts";
import { createTestIntegration } from "./webhook.ts";

export interface RunOptions {
  readonly account: Account;
  readonly http: ZendeskHttp;
  readonly questions: readonly Question[];
  readonly waiting: Waiting;
  readonly operator?: Operator;
  readonly listener?: Listener;
  readonly probeCalls: number;
  /** Aborted: no question is asked any more, what was made is taken away. */
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
  /** Asked before anything is created; told what will be. */
  readonly confirm: (announcement: readonly string[]) => Promise<boolean>;
  /** Told of each secret that the run learns, so that it is never shown. */
  readonly hide: (secret: string) => void;
}

export interface Outcome {
  readonly switches: Switches;
  /** What could not be taken away, in words. */
  readonly left: readonly string[];
  /** Why the run ended early. */
  readonly stopped?: string;
}

const mostCalls = 1_500;

/** Fails with `Stopped` before anything was created; afterwards everything is told in the outcome. */
export async function run(options: RunOptions): Promise<Outcome> {
  const { account, http, waiting, signal, print, listener, questions, probeCalls } = options;
  const interrupted = () => {
    if (signal.aborted) throw new Stopped("interrupted");
  };
  const guarded: Waiting = {
    now: waiting.now,
    sleep: async (ms) => {
      interrupted();
      await waiting.sleep(ms, signal);
      interrupted();
    },
  };
  const most = mostCalls + probeCalls;
  const tenant = createTenant({ account, http, waiting: guarded, mostCalls: most, before: interrupted });
  const sweeper = createTenant({ account, http, waiting, mostCalls: most });
  const mark = `zlc-check-${randomBytes(4).toString("hex")}`;
  await tryCredentials(tenant, mark);
  if (!(await options.confirm(announcement(account.origin, mark, listener))))
    throw new Stopped("nothing was done");

  const cleanup = createCleanup();
  const switches = new Map<string, Switches[string]>();
  let stopped: string | undefined;
  try {
    if (listener !== undefined)
      options.hide(await createTestIntegration({ tenant, sweeper, cleanup, listener, mark }));
    const stage = createStage({ tenant, sweeper, waiting: guarded, cleanup, mark });
    const { operator } = options;
    const context: Context = { tenant, stage, waiting: guarded, listener, operator, probeCalls };
    for (const [index, question] of questions.entries()) {
      interrupted();
      print(`\n${index + 1}. ${question.asks}   (zendesk.md §${question.section}, ${question.id})`);
      const answer = await ask(question, context, signal);
      for (const line of told(answer, switches)) print(`   ${line}`);
    }
  } catch (error) {
    stopped = error instanceof Error ? error.message : "failed";
  }
  print("\nTaking away what was created…");
  const left = await cleanup.run();
  print(`${tenant.calls() + sweeper.calls()} calls were made.`);
  return { switches: Object.fromEntries(switches), left, ...(stopped === undefined ? {} : { stopped }) };
}

/** A question that fails leaves itself open; an interruption or a dead network ends the run. */
async function ask(question: Question, context: Context, signal: AbortSignal): Promise<Answer> {
  try {
    return await question.ask(context);
  } catch (error) {
    if (signal.aborted) throw error;
    return open(`It could not be asked: ${error instanceof Error ? error.message : "failed"}.`);
  }
}

const sureness = {
  seen: "seen on this account",
  likely: "likely, from what was seen",
  open: "open",
} as const;

/** The answer for people; its switches are taken in, the first word on each counts. */
function told(answer: Answer, switches: Map<string, Switches[string]>): readonly string[] {
  const lines = [...answer.observed, `Sure? ${sureness[answer.sure]}`];
  for (const [name, value] of Object.entries(answer.switches ?? {})) {
    const before = switches.get(name);
    if (before === undefined) switches.set(name, value);
    lines.push(
      before === undefined || before === value
        ? `Emulator: ${name} = ${value}`
        : `Emulator: ${name} = ${value} here, but ${before} above, which is kept. The emulator cannot do both.`,
    );
  }
  return lines;
}

/** Both sets of credentials, by calls that change nothing. */
async function tryCredentials(tenant: Tenant, mark: string): Promise<void> {
  const nobody = await tenant.messaging("GET", "/users/{}", { ids: [`${mark}-nobody`] });
  if (nobody.status === 401 || nobody.status === 403)
    throw new Stopped(
      `the Conversations API key was refused (${nobody.status} ${codesOf(nobody)}): check key id and secret`,
    );
  if (codesOf(nobody).includes("app_not_found"))
    throw new Stopped("there is no app with this id: check the app id");
  if (!isFine(nobody) && nobody.status !== 404)
    throw new Stopped(`Messaging answered ${nobody.status} (${codesOf(nobody)})`);
  const me = await tenant.support("GET", "/users/me");
  if (!isFine(me) || textAt(me.json, "user.id") === undefined)
    throw new Stopped(
      `the credentials for Support were refused (${me.status} ${codesOf(me)}): check them, and that API token access is allowed`,
    );
}

function announcement(origin: string, mark: string, listener: Listener | undefined): readonly string[] {
  return [
    `On ${origin} this creates, all of it marked ${mark}:`,
    "  · up to seven test users, each with one or two conversations of a few short messages and one small file",
    "  · the tickets that grow from them; operators who are online may be notified of them",
    "  · two groups without anybody, for a moment",
    ...(listener === undefined
      ? []
      : [`  · an integration of its own with a webhook to ${listener.publicUrl}`]),
    "At the end, also after a failure or Ctrl+C, tickets are solved and deleted, and all the rest is deleted.",
    `Your own integrations, switchboard and settings are not touched. At most ${mostCalls} calls are made.`,
  ];
}
