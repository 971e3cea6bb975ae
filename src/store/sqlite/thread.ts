import { Worker } from "node:worker_threads";
import { CodedError } from "../../errors.ts";
import type { Input, OperationName, Output, Request } from "./operations.ts";
import type { Failure, FromWorker, ToWorker, WorkerOptions } from "./protocol.ts";
import type { UnreadableRow } from "./session.ts";

export interface StoreThread {
  readonly call: <K extends OperationName>(name: K, ...input: Input<K>) => Promise<Output<K>>;
  readonly close: () => Promise<void>;
}

interface Waiting {
  // A method, not a property: only so do resolvers of every operation's own type fit into one map.
  resolve(value: unknown): void;
  readonly reject: (error: CodedError) => void;
}

export interface ThreadOptions {
  readonly folder: string;
  readonly now: () => number;
  /** Told once of each row that cannot be read and is passed over. */
  readonly onUnreadable?: (row: UnreadableRow) => void;
  /** The thread ended although nobody closed it: nothing can be stored any more. */
  readonly onDeath?: (why: CodedError) => void;
}

const ownScript = new URL("./worker.ts", import.meta.url);

/** Starts the worker and waits until it has the folder; fails with the coded error that kept it from opening. */
export async function startThread(
  { folder, now, onUnreadable, onDeath }: ThreadOptions,
  script: URL = ownScript,
): Promise<StoreThread> {
  const options: WorkerOptions = { folder, now: now() };
  const worker = new Worker(script, {
    workerData: options,
    name: "store",
    // Not the parent's flags. Early releases of Node 24 warn about node:sqlite.
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const waiting = new Map<number, Waiting>();
  const exited = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  /** Why calls are refused from now on. */
  let ended: CodedError | undefined;
  let lastId = 0;
  let atWork = false;

  const end = (reason: CodedError): void => {
    if (atWork && ended === undefined) onDeath?.(reason);
    ended ??= reason;
    opened.reject(reason);
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };

  worker.on("message", (message: FromWorker) => {
    if ("answers" in message) {
      for (const answer of message.answers) {
        const call = waiting.get(answer.id);
        waiting.delete(answer.id);
        if ("failure" in answer) call?.reject(coded(answer.failure));
        else call?.resolve(answer.value);
      }
    } else if ("opened" in message) {
      if (message.opened) opened.resolve();
      else end(coded(message.failure));
    } else if ("unreadable" in message) {
      onUnreadable?.(message.unreadable);
    }
    // Whatever else comes is the platform's own: `node --watch` reports the thread's imports this way.
  });
  worker.on("error", (cause) => {
    const why = cause instanceof Error ? cause.message : "unknown failure";
    end(new CodedError("store_failed", `the store's thread failed: ${why}`, { cause }));
  });
  worker.on("exit", () => {
    end(new CodedError("store_failed", "the store's thread ended"));
    exited.resolve();
  });

  const post = (message: ToWorker): void => worker.postMessage(message);
  await opened.promise;
  atWork = true;

  return {
    call: <K extends OperationName>(name: K, ...input: Input<K>) =>
      new Promise<Output<K>>((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }
        lastId += 1;
        const request: Request<K> = { id: lastId, now: now(), name, input };
        post(request);
        waiting.set(lastId, { resolve, reject });
      }),
    close: () => {
      if (ended === undefined) {
        ended = new CodedError("store_closed", "the store is closed");
        post({ close: true });
      }
      return exited.promise;
    },
  };
}

function coded({ code, message }: Failure): CodedError {
  return new CodedError(code, message);
}
