/** The store's thread: it alone touches the database. */
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { type OpenedDatabase, openDatabase } from "./database.ts";
import { failureOf, performBatch } from "./group-commit.ts";
import type { Request } from "./operations.ts";
import type { FromWorker, ToWorker, WorkerOptions } from "./protocol.ts";
import { openSessions } from "./session.ts";

const optionsSchema: z.ZodType<WorkerOptions> = z.object({ folder: z.string(), now: z.number() });

/** More unreadable rows than this are passed over without a word. */
const mostTold = 1_000;

function serve(port: NonNullable<typeof parentPort>): void {
  const send = (message: FromWorker): void => port.postMessage(message);
  const { folder, now } = optionsSchema.parse(workerData);
  let opened: OpenedDatabase;
  try {
    opened = openDatabase(folder, now);
  } catch (error) {
    send({ opened: false, failure: failureOf(error) });
    return;
  }
  const told = new Set<string>();
  const sessionAt = openSessions(opened.database, (unreadable) => {
    const name = `${unreadable.table} ${unreadable.key}`;
    if (told.has(name) || told.size >= mostTold) return;
    told.add(name);
    send({ unreadable });
  });
  let queue: Request[] = [];
  let closing = false;

  // Everything that arrived while the previous batch held the thread is waiting in the port: the turn of the
  // event loop after the first of it sees it all, and commits it as one group.
  const flush = (): void => {
    const requests = queue;
    queue = [];
    if (requests.length > 0) send({ answers: performBatch(opened.database, sessionAt, requests) });
    if (closing) {
      opened.close();
      port.close();
    }
  };

  port.on("message", (message: ToWorker) => {
    if (queue.length === 0 && !closing) setImmediate(flush);
    if ("close" in message) closing = true;
    else queue.push(message);
  });
  send({ opened: true });
}

if (parentPort !== null) serve(parentPort);
