/** Who may import whom (ARCHITECTURE.md). A folder imports its own files and the folders of its row. */
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Contracts and leaves that everybody in `src` may use. */
const shared = ["src/errors.ts", "src/bucket.ts", "src/protocol"];

const allowed: Record<string, readonly string[]> = {
  "src/protocol": [],
  "src/errors.ts": [],
  "src/clock.ts": [],
  "src/ids.ts": [],
  "src/bucket.ts": [],
  "src/config.ts": [...shared],
  // The pure core: its only outside types are the wire's and the rows it fills.
  "src/conversation": [...shared, "src/store/port.ts"],
  "src/store": [...shared, "src/conversation"],
  "src/bot": [...shared, "src/conversation", "src/store/port.ts"],
  "src/secrets": [...shared],
  "src/zendesk": [...shared, "src/conversation/model.ts", "src/secrets", "src/store/port.ts"],
  "src/relay": [...shared, "src/conversation", "src/bot/port.ts", "src/store/port.ts"],
  "src/delivery": [
    ...shared,
    "src/relay",
    "src/conversation",
    "src/bot/texts.ts",
    "src/store/port.ts",
    "src/zendesk",
  ],
  "src/inbox": [
    ...shared,
    "src/relay",
    "src/conversation",
    "src/bot/texts.ts",
    "src/secrets",
    "src/store/port.ts",
    "src/zendesk",
  ],
  "src/watch": [...shared, "src/relay", "src/inbox", "src/conversation", "src/store/port.ts", "src/zendesk"],
  "src/attachments": [...shared, "src/http", "src/relay/due-loop.ts", "src/secrets", "src/store/port.ts"],
  "src/realtime": [
    ...shared,
    "src/relay/port.ts",
    "src/conversation",
    "src/attachments",
    "src/bot/texts.ts",
    "src/http",
    "src/secrets",
    "src/store/port.ts",
    "src/ids.ts",
  ],
  "src/http": [...shared, "src/config.ts"],
  "src/console": [
    ...shared,
    "src/bot",
    "src/conversation/time-limits.ts",
    "src/http",
    "src/secrets",
    "src/store/port.ts",
    "src/zendesk",
  ],
  "src/app.ts": ["src"],
  "src/ready.ts": [],
  "src/main.ts": ["src/app.ts", "src/config.ts", "src/errors.ts", "src/http/logger.ts", "src/ready.ts"],
  "web/chatbox": ["src/protocol", "web/loader/messages.ts"],
  "web/loader": ["src/protocol"],
  "web/preview": ["src/protocol", "web/chatbox", "web/loader"],
  "web/console": ["src/protocol"],
  // Measures the pages as people get them: built, in a real browser.
  "emulator/bench": ["emulator", "scripts/build-pages.ts", "test/chromium.ts"],
  // The emulator: the account knows nobody; the APIs know it and the server; pages know their contracts only.
  "emulator/refusal.ts": [],
  "emulator/world": ["emulator/refusal.ts", "emulator/agent/contract.ts"],
  "emulator/http": ["emulator/refusal.ts", "emulator/world", "emulator/faults"],
  "emulator/faults": ["emulator/refusal.ts", "emulator/world", "emulator/http"],
  "emulator/webhooks": ["emulator/world", "emulator/faults"],
  "emulator/support": ["emulator/refusal.ts", "emulator/world", "emulator/http"],
  "emulator/sunco": [
    "emulator/refusal.ts",
    "emulator/world",
    "emulator/http",
    "emulator/faults/lists.ts",
    "emulator/support/auth.ts",
  ],
  "emulator/agent": ["emulator/refusal.ts", "emulator/world", "emulator/http"],
  "emulator/admin": ["emulator/refusal.ts", "emulator/world", "emulator/sunco"],
  "emulator/pages": ["emulator/agent/contract.ts", "emulator/admin/contract.ts"],
  emulator: [],
  // Asks a real account: the clients it may use, and nothing of the emulator whose guesses it checks.
  verify: ["src/zendesk"],
  demo: ["src/store/port.ts", "src/bot", "src/protocol", "src/conversation"],
};

async function sources(): Promise<readonly string[]> {
  const entries = await Promise.all(
    ["src", "web", "emulator", "verify", "demo"].map((folder) =>
      readdir(join(root, folder), { recursive: true, withFileTypes: true }),
    ),
  );
  return entries
    .flat()
    .filter(
      (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|fixtures|d)\.ts$/.test(entry.name),
    )
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

async function importsOf(file: string): Promise<readonly string[]> {
  const text = await readFile(join(root, file), "utf8");
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(
    ([, specifier]) => specifier ?? "",
  );
  return specifiers.map((specifier) => relative(root, resolve(root, dirname(file), specifier)));
}

function isBelow(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

test("every import follows the table", async () => {
  const files = await sources();
  expect(files.length).toBeGreaterThan(50);
  const violations: string[] = [];
  for (const file of files) {
    const row = Object.entries(allowed).find(([place]) => isBelow(file, place));
    if (row === undefined) {
      violations.push(`${file} stands in no row of the table`);
      continue;
    }
    const [place, others] = row;
    for (const imported of await importsOf(file)) {
      if (![place, ...others].some((permitted) => isBelow(imported, permitted)))
        violations.push(`${file} imports ${imported}`);
    }
  }
  expect(violations).toEqual([]);
});

test("nothing imports main or verify, and src and emulator do not know each other", async () => {
  const files = await sources();
  const imports = (
    await Promise.all(
      files.map(async (file) => (await importsOf(file)).map((imported) => ({ file, imported }))),
    )
  ).flat();
  expect(imports.filter(({ imported }) => imported === "src/main.ts")).toEqual([]);
  expect(
    imports.filter(({ file, imported }) => !isBelow(file, "verify") && isBelow(imported, "verify")),
  ).toEqual([]);
  expect(
    imports.filter(({ file, imported }) => isBelow(file, "src") && isBelow(imported, "emulator")),
  ).toEqual([]);
  expect(
    imports.filter(({ file, imported }) => isBelow(file, "emulator") && isBelow(imported, "src")),
  ).toEqual([]);
});
