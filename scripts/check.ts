/** Everything a change must pass, cheapest first: format, lint, types, tests. Stops at the first that fails. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const steps: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["pages", process.execPath, "scripts/build-pages.ts"],
  ["format", "biome", "check", "--error-on-warnings", "."],
  ["lint", "oxlint", "--type-aware", "--deny-warnings"],
  ["types", "tsc", "-p", "tsconfig.json"],
  ["types of the chatbox", "tsc", "-p", "web/chatbox/tsconfig.json"],
  ["types of the preview page", "tsc", "-p", "web/preview/tsconfig.json"],
  ["types of the embed script", "tsc", "-p", "web/loader/tsconfig.json"],
  ["types of the console", "tsc", "-p", "web/console/tsconfig.json"],
  ["types of the emulator's pages", "tsc", "-p", "emulator/pages/tsconfig.json"],
  ["tests", "vitest", "run"],
];

/** Sources stripped and compiled once, instead of by each of the hundreds of processes and threads that tests start. */
const env = { NODE_COMPILE_CACHE: join(import.meta.dirname, "../node_modules/.cache/node"), ...process.env };

for (const [name, command, ...args] of steps) {
  const started = performance.now();
  const { status } = spawnSync(command, args, { stdio: "inherit", shell: process.platform === "win32", env });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok" : "FAILED"}: ${name} (${seconds} s)`);
  if (status !== 0) process.exit(status ?? 1);
}
