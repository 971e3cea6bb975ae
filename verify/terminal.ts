/** The person at the keyboard: asked for secrets without echo, for consent, and to act in Agent Workspace. */
import { createInterface } from "node:readline/promises";
import type { Operator } from "./operator.ts";
import { Stopped } from "./tenant.ts";

type Keyboard = NodeJS.ReadStream;

export async function askLine(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl+C here ends the question, not only the program.
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}

/** Nothing of what is typed is shown. */
export function askSecret(question: string, keyboard: Keyboard = process.stdin): Promise<string> {
  process.stderr.write(question);
  keyboard.setRawMode(true);
  keyboard.resume();
  return new Promise((resolve, reject) => {
    let typed = "";
    const end = (settle: () => void) => {
      keyboard.off("data", take);
      keyboard.setRawMode(false);
      keyboard.pause();
      process.stderr.write("\n");
      settle();
    };
    const take = (chunk: Buffer) => {
      for (const key of chunk.toString("utf8")) {
        if (key === "\r" || key === "\n") return end(() => resolve(typed.trim()));
        if (key === "\u0003") return end(() => reject(new Stopped("interrupted")));
        typed = key === "\u007f" ? typed.slice(0, -1) : typed + key;
      }
    };
    keyboard.on("data", take);
  });
}

export async function consents(): Promise<boolean> {
  return /^y(?:es)?$/i.test(await askLine("Go on? [y/N] "));
}

/** Waits for Enter, at most `withinMs`; `s` and Enter skips the step. */
export function operatorAtKeyboard(withinMs: number, signal: AbortSignal): Operator {
  return {
    does: async ({ words }) => {
      for (const line of words) process.stderr.write(`   → ${line}\n`);
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
      const waiting = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
      const question = `   Enter when it is done, s and Enter to skip (waits ${withinMs / 60_000} minutes): `;
      try {
        return (await lines.question(question, { signal: waiting })).trim() === "s" ? "skipped" : "done";
      } catch {
        if (signal.aborted) throw new Stopped("interrupted");
        process.stderr.write("\n   Skipped: nobody pressed Enter.\n");
        return "skipped";
      } finally {
        lines.close();
      }
    },
  };
}
