import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { CodedError } from "../../errors.ts";
import { startThread } from "./thread.ts";

async function startDying() {
  const folder = await mkdtemp(join(tmpdir(), "thread-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const deaths: CodedError[] = [];
  const thread = await startThread(
    { folder, now: Date.now, onDeath: (why) => deaths.push(why) },
    new URL("./dying-worker.fixture.ts", import.meta.url),
  );
  return { thread, deaths };
}

test("[ST38] a thread that breaks is told of once, what it was asked fails, and nothing hangs", async () => {
  const { thread, deaths } = await startDying();
  await thread.call("setFact", "well", "so far");
  const asked = await Promise.allSettled([thread.call("getFact", "die"), thread.call("setFact", "a", "b")]);
  await expect(thread.call("getFact", "well")).rejects.toMatchObject({ code: "store_failed" });
  await thread.close();
  expect(asked.every(({ status }) => status === "rejected")).toBe(true);
  expect(deaths.map(({ code, message }) => [code, message])).toEqual([
    ["store_failed", "the store's thread failed: broken on purpose"],
  ]);
});

test("[ST38] a thread that is closed did not die", async () => {
  const { thread, deaths } = await startDying();
  await thread.close();
  expect(deaths).toEqual([]);
});
