/**
 * The emulator beside the server: a process of its own, so that it outlives the server's death as Zendesk would.
 * A later start finds the one that is still running by the note it left in the data folder.
 */
import { spawn } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

export interface EmulatorProcess {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const noteSchema = z.object({ url: z.url(), pid: z.number().int().positive() });
const mainFile = fileURLToPath(new URL("../emulator/main.ts", import.meta.url));

/** Fails with the emulator's own one-line reason when it cannot start. */
export async function startEmulator(options: {
  port: number;
  dataDir: string;
  webhookTarget: string;
}): Promise<EmulatorProcess> {
  const note = join(options.dataDir, "emulator.json");
  const running = await findRunning(note);
  const { url, pid } = running ?? (await launch(options));
  await writeFile(note, JSON.stringify({ url, pid }));
  await pointWebhook(url, options.webhookTarget);
  return {
    url,
    pid,
    stop: async () => {
      await rm(note, { force: true });
      endProcess(pid);
    },
  };
}

async function findRunning(note: string): Promise<z.infer<typeof noteSchema> | undefined> {
  const text = await readFile(note, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const noted = noteSchema.safeParse(JSON.parse(text));
  if (!noted.success) return undefined;
  const answers = await fetch(`${noted.data.url}/_emulator/settings`, {
    signal: AbortSignal.timeout(2_000),
  }).then(
    (answer) => answer.ok,
    () => false,
  );
  return answers ? noted.data : undefined;
}

async function launch({
  port,
  dataDir,
  webhookTarget,
}: {
  port: number;
  dataDir: string;
  webhookTarget: string;
}) {
  await mkdir(dataDir, { recursive: true });
  const child = spawn(
    process.execPath,
    [mainFile, "--port", String(port), "--data-dir", dataDir, "--webhook-target", webhookTarget],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const complaint: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => complaint.push(text));
  return new Promise<{ url: string; pid: number }>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(complaint.join("").trim() || "the emulator did not start")));
    createInterface({ input: child.stdout }).once("line", (line) => {
      // From here on the child stands on its own; its later words are not ours to print.
      child.removeAllListeners("exit");
      child.stderr.resume();
      resolve(noteSchema.parse(JSON.parse(line)));
    });
  });
}

async function pointWebhook(url: string, target: string): Promise<void> {
  const answer = await fetch(`${url}/_emulator/webhooks/demo`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ target }),
  });
  if (!answer.ok && answer.status !== 404)
    throw new Error(`the emulator refused the webhook's target: ${answer.status}`);
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    // Gone already: what was wanted.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
