/** `npm run verify:zendesk`: asks a real account the open questions of docs/zendesk.md. See docs/verify-zendesk.md. */
import { writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { createZendeskHttp } from "../src/zendesk/http.ts";
import { startListener } from "./listener.ts";
import { help, readAccount, readOptions } from "./options.ts";
import { questions } from "./questions.ts";
import { createRedaction } from "./redact.ts";
import { run } from "./run.ts";
import { Stopped } from "./tenant.ts";
import { askLine, askSecret, consents, operatorAtKeyboard } from "./terminal.ts";

const operatorMs = 10 * 60_000;
const { hide, clean } = createRedaction();
const print = (line: string) => void process.stdout.write(`${clean(line)}\n`);

/** Ends early and quietly when the signal is aborted. */
async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await pause(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    print(help);
    return 0;
  }
  const chosen = choose(options.only, options.without);
  if (options.list) {
    for (const { id, asks } of chosen) print(`${id.padEnd(24)} ${asks}`);
    return 0;
  }

  const atKeyboard = process.stdin.isTTY;
  const ask = (question: string, secret: boolean) => (secret ? askSecret(question) : askLine(question));
  const account = await readAccount(options, process.env, atKeyboard ? ask : undefined);
  const { key, api } = account;
  const apiSecret = api.kind === "token" ? api.token : api.clientSecret;
  for (const [user, secret] of [
    [key.id, key.secret],
    [api.kind === "token" ? `${api.email}/token` : api.clientId, apiSecret],
  ] as const) {
    hide(secret);
    hide(Buffer.from(`${user}:${secret}`).toString("base64"));
  }

  const interruption = new AbortController();
  process.on("SIGINT", () => {
    if (interruption.signal.aborted) process.exit(130);
    process.stderr.write("\nStopping. What was created is taken away first; Ctrl+C again leaves it.\n");
    interruption.abort();
  });
  process.on("SIGTERM", () => interruption.abort());

  const { "webhook-url": webhookUrl } = options;
  const listener =
    webhookUrl === undefined ? undefined : await startListener(options.listen, () => webhookUrl, Date.now);
  const http = createZendeskHttp({
    allow: options.origin === undefined ? [] : [account.origin],
    now: Date.now,
  });
  try {
    const outcome = await run({
      account,
      http,
      questions: chosen,
      waiting: { now: Date.now, sleep },
      ...(atKeyboard && !options["no-operator"]
        ? { operator: operatorAtKeyboard(operatorMs, interruption.signal) }
        : {}),
      ...(listener === undefined ? {} : { listener }),
      probeCalls: options["probe-rate-limit"],
      signal: interruption.signal,
      print,
      hide,
      confirm: async (announcement) => {
        for (const line of announcement) print(line);
        if (options.yes) return true;
        if (!atKeyboard) throw new Stopped("nobody is there to agree; --yes goes on without asking");
        return consents();
      },
    });
    await writeFile(options.out, clean(`${JSON.stringify(outcome.switches, undefined, 2)}\n`));
    print(`Settings written to ${options.out}. Start the emulator with them:`);
    print(`  npm run emulator -- --settings ${options.out}`);
    for (const thing of outcome.left) print(`Left behind, please remove it: ${thing}`);
    if (outcome.stopped !== undefined) throw new Stopped(outcome.stopped);
    return outcome.left.length === 0 ? 0 : 1;
  } finally {
    await listener?.close();
    await http.close();
  }
}

function choose(only: string | undefined, without: string | undefined) {
  const ids = (list: string | undefined) => list?.split(",").map((id) => id.trim());
  const [wanted, unwanted] = [ids(only), ids(without)];
  const stranger = [...(wanted ?? []), ...(unwanted ?? [])].find(
    (id) => !questions.some((question) => question.id === id),
  );
  if (stranger !== undefined) throw new Stopped(`there is no question ${stranger} (--list names them)`);
  return questions.filter(({ id }) => (wanted?.includes(id) ?? true) && !(unwanted?.includes(id) ?? false));
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(clean(`verify:zendesk: ${error instanceof Error ? error.message : "failed"}\n`));
  return 1;
});
