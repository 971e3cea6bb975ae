/** `DATA_DIR/ready.json`: every URL, port and id, for scripts that wait for the start. */
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const name = "ready.json";

/** Gone while the server is not ready. */
export async function withdrawReady(dataDir: string): Promise<void> {
  await rm(join(dataDir, name), { force: true });
}

/** Appears whole: a reader never sees half of it. */
export async function announceReady(dataDir: string, facts: object): Promise<void> {
  const draft = join(dataDir, `${name}.draft`);
  await writeFile(draft, `${JSON.stringify(facts, null, 2)}\n`);
  await rename(draft, join(dataDir, name));
}
