/**
 * Bundles the pages into `dist/`, and only when their source changed: `npm ci` runs it, `npm start` and
 * `npm test` run it again because `npm ci --ignore-scripts` does not.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const stampFile = join(dist, "sources.sha256");

/** Each page's folder of source, the folder under `dist/` and the URL its assets are served from. */
const apps = [
  { source: "web/chatbox", out: "chatbox", base: "/assets/chatbox/", jsx: "preact" },
  { source: "web/preview", out: "preview", base: "/assets/preview/", jsx: "preact" },
  { source: "web/console", out: "console", base: "/console/", jsx: "react" },
  { source: "emulator/pages", out: "emulator", base: "/_emulator/pages/", jsx: "react" },
] as const;

async function sourceHash(): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of [
    "web",
    "emulator/pages",
    "emulator/agent",
    "emulator/admin",
    "src/protocol",
    "scripts",
  ]) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.toSorted()) hash.update(file.slice(root.length)).update(await readFile(file));
  }
  return hash.update(await readFile(join(root, "package-lock.json"))).digest("hex");
}

async function buildApp({ source, out, base, jsx }: (typeof apps)[number]): Promise<void> {
  await build({
    configFile: false,
    root: join(root, source),
    base,
    logLevel: "warn",
    oxc: { jsx: { runtime: "automatic", importSource: jsx } },
    build: {
      outDir: join(dist, out),
      emptyOutDir: true,
      target: "es2022",
      assetsInlineLimit: 0,
      // Older browsers load what a page names beforehand when it is needed: later, not less.
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        // "use client" in libraries means nothing here, and bundling rightly drops it.
        onLog: (level, log, next) => {
          if (log.code !== "MODULE_LEVEL_DIRECTIVE") next(level, log);
        },
      },
    },
  });
}

/** The embed script: one classic script without imports, since it runs on other people's pages. */
async function buildLoader(): Promise<void> {
  await build({
    configFile: false,
    root: join(root, "web/loader"),
    logLevel: "warn",
    build: {
      outDir: join(dist, "loader"),
      emptyOutDir: true,
      target: "es2019",
      lib: { entry: "loader.ts", formats: ["iife"], name: "ZendeskLivechat", fileName: () => "loader.js" },
    },
  });
}

/** True when something was built. */
export async function buildPages(): Promise<boolean> {
  const wanted = await sourceHash();
  if ((await readFile(stampFile, "utf8").catch(() => "")) === wanted) return false;
  await rm(dist, { recursive: true, force: true });
  await Promise.all([...apps.map(buildApp), buildLoader()]);
  await writeFile(stampFile, wanted);
  return true;
}

if (import.meta.main) await buildPages();
