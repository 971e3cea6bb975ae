/** Files on their way: each is uploaded at once, and becomes a message when it arrived. */
import type * as z from "zod/mini";
import type { uploadAnswerSchema } from "../../../src/protocol/chat.ts";
import type { Upload } from "./view.ts";

export type UploadedFile = z.infer<typeof uploadAnswerSchema>;

export type UploadOutcome =
  | { readonly kind: "done"; readonly file: UploadedFile }
  /** In the visitor's words where the server gave some; without them, nothing answered. */
  | { readonly kind: "failed"; readonly message?: string };

/** The part of the browser's File that the core needs. */
export interface FileLike {
  readonly name: string;
  readonly size: number;
}

/** The HTTP call to `POST /api/chat/files`. Never rejects; ends silently once aborted. */
export type UploadFile<F extends FileLike> = (
  file: F,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
) => Promise<UploadOutcome>;

export interface Uploads<F extends FileLike> {
  readonly add: (file: F) => void;
  readonly retry: (id: string) => void;
  readonly remove: (id: string) => void;
  readonly clear: () => void;
  readonly list: () => readonly Upload[];
}

interface Running<F> {
  readonly file: F;
  readonly abort: AbortController;
  readonly shown: Upload;
}

export function createUploads<F extends FileLike>(ports: {
  readonly upload: UploadFile<F>;
  readonly newId: () => string;
  /** What to say when nothing answered. */
  readonly noAnswer: () => string;
  readonly arrived: (file: UploadedFile) => void;
  readonly changed: () => void;
}): Uploads<F> {
  let running: readonly Running<F>[] = [];

  const show = (id: string, change: Partial<Upload>): void => {
    running = running.map((one) =>
      one.shown.id === id ? { ...one, shown: { ...one.shown, ...change } } : one,
    );
    ports.changed();
  };
  const drop = (id: string): void => {
    running = running.filter((one) => {
      if (one.shown.id === id) one.abort.abort();
      return one.shown.id !== id;
    });
  };
  const begin = async (file: F): Promise<void> => {
    const id = ports.newId();
    const abort = new AbortController();
    running = [...running, { file, abort, shown: { id, name: file.name, size: file.size, progress: 0 } }];
    ports.changed();
    const outcome = await ports.upload(file, (progress) => show(id, { progress }), abort.signal);
    if (abort.signal.aborted) return;
    if (outcome.kind === "failed") return show(id, { problem: outcome.message ?? ports.noAnswer() });
    drop(id);
    ports.arrived(outcome.file);
    ports.changed();
  };

  return {
    add: (file) => void begin(file),
    retry: (id) => {
      const one = running.find(({ shown }) => shown.id === id);
      if (one === undefined) return;
      drop(id);
      void begin(one.file);
    },
    remove: (id) => {
      drop(id);
      ports.changed();
    },
    clear: () => {
      for (const { shown } of running) drop(shown.id);
    },
    list: () => running.map(({ shown }) => shown),
  };
}
