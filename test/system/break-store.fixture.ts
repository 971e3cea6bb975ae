/** Preloaded into a server: its store's thread breaks at the first thing that it is asked. */
import { parentPort, workerData } from "node:worker_threads";

if (typeof workerData === "object" && workerData !== null && "folder" in workerData) {
  parentPort?.on("message", () => {
    throw new Error("broken on purpose");
  });
}
