/** The store's thread with a fault: it breaks when it is asked for the fact `die`. */
import { parentPort } from "node:worker_threads";
import "./worker.ts";

parentPort?.on("message", (message: unknown) => {
  if (JSON.stringify(message).includes('"die"')) throw new Error("broken on purpose");
});
