/**
 * A headless Chromium for the browser tests that needs nothing installed system-wide:
 * `CHROMIUM_PATH`, else the executable inside `@sparticuz/chromium`, else one on PATH.
 */
import { execFile } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { access, constants, mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createBrotliDecompress } from "node:zlib";
import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";

const run = promisify(execFile);

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-quic",
  "--disable-sync",
  "--metrics-recording-only",
  "--no-default-browser-check",
  "--no-first-run",
  "--no-pings",
  "--font-render-hinting=none",
];

interface Installation {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a browser of one's own; `close()` also removes its temporary files. Fails naming what to install. */
export async function launchChromium(): Promise<Browser> {
  const { path, env } = await findChromium();
  const own = await mkdtemp(join(tmpdir(), "chromium-run-"));
  try {
    const browser = await chromium.launch({
      executablePath: path,
      headless: true,
      args: flags,
      env: { ...definedEnvironment(), ...env, TMPDIR: own },
    });
    const close = browser.close.bind(browser);
    browser.close = async (options) => {
      await close(options);
      await removeFolder(own);
    };
    return browser;
  } catch (error) {
    await removeFolder(own);
    throw error;
  }
}

async function findChromium(): Promise<Installation> {
  const given = process.env["CHROMIUM_PATH"];
  if (given !== undefined && given !== "") return { path: given, env: {} };
  const packaged = await packagedChromium();
  if (packaged !== undefined) return packaged;
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
      if (folder !== "" && (await isExecutable(join(folder, name)))) {
        return { path: join(folder, name), env: {} };
      }
    }
  }
  throw new Error(
    "No Chromium runs here. Install what the bundled one misses (on Debian: apt-get install libnss3), " +
      "or install chromium, or set CHROMIUM_PATH to an executable.",
  );
}

/** The package's executable with whichever surroundings make it start; undefined when none do (other systems, other CPUs). */
async function packagedChromium(): Promise<Installation | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const folder = await unpackOnce();
  const path = join(folder, "chromium");
  const fonts: Record<string, string> = (await exists("/usr/share/fonts"))
    ? {}
    : { FONTCONFIG_PATH: join(folder, "fonts") };
  // The package brings libnss3 and its kin for machines without them; the machine's own come first.
  for (const env of [fonts, { ...fonts, LD_LIBRARY_PATH: join(folder, "al2023/lib") }]) {
    const starts = await run(path, ["--version"], { env: { ...definedEnvironment(), ...env } }).then(
      () => true,
      () => false,
    );
    if (starts) return { path, env };
  }
  return undefined;
}

/** Unpacks into a folder of this user's, once per version; a rename makes it safe against a second process doing the same. */
async function unpackOnce(): Promise<string> {
  const bin = fileURLToPath(new URL("../bin/", import.meta.resolve("@sparticuz/chromium")));
  const { uid } = userInfo();
  const { size } = await stat(join(bin, "chromium.br"));
  const done = join(tmpdir(), `chromium-for-tests-${uid}-${size}`);
  if (await exists(done)) {
    const { uid: owner } = await stat(done);
    if (owner !== uid) throw new Error(`${done} belongs to another user. Remove it.`);
    return done;
  }
  const fresh = await mkdtemp(join(tmpdir(), "chromium-unpack-"));
  await inflate(join(bin, "chromium.br"), join(fresh, "chromium"), 0o700);
  for (const archive of ["al2023", "fonts"]) {
    const tar = join(fresh, `${archive}.tar`);
    await inflate(join(bin, `${archive}.tar.br`), tar, 0o600);
    await mkdir(join(fresh, archive));
    await run("tar", ["-xf", tar, "-C", join(fresh, archive)]);
    await rm(tar);
  }
  await writeFile(
    join(fresh, "fonts/fonts.conf"),
    `<?xml version="1.0"?><fontconfig><dir>${done}/fonts/fonts</dir><cachedir>${done}/fonts/cache</cachedir></fontconfig>`,
  );
  try {
    await rename(fresh, done);
  } catch (error) {
    await removeFolder(fresh);
    if (!(await exists(done))) throw error;
  }
  return done;
}

async function inflate(from: string, to: string, mode: number): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }));
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
