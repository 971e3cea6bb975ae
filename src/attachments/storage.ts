/** Where the bytes of attachments are. The adapter here keeps one file per attachment in a folder. */
import { openAsBlob } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { CodedError } from "../errors.ts";

export interface FileStorage {
  /**
   * Stores the bytes under an id, durable when it resolves with their number. `file_too_large` beyond `maxBytes`;
   * whatever goes wrong, nothing stays behind.
   */
  readonly put: (id: string, bytes: AsyncIterable<Uint8Array>, maxBytes: number) => Promise<number>;
  /** The stored bytes, read lazily; undefined when there are none. */
  readonly open: (id: string) => Promise<Blob | undefined>;
  readonly remove: (id: string) => Promise<void>;
}

const partial = ".part";

/** Fails with `data_folder_unwritable`. Removes what an earlier process left half written. */
export async function openDiskStorage(folder: string): Promise<FileStorage> {
  try {
    await mkdir(folder, { recursive: true });
    const leftovers = (await readdir(folder)).filter((name) => name.endsWith(partial));
    await Promise.all(leftovers.map((name) => rm(join(folder, name), { force: true })));
  } catch (error) {
    throw new CodedError("data_folder_unwritable", `${folder} cannot be written.`, { cause: error });
  }

  return {
    put: async (id, bytes, maxBytes) => {
      const path = pathOf(folder, id);
      try {
        const size = await write(path + partial, bytes, maxBytes);
        await rename(path + partial, path);
        await syncFolder(folder);
        return size;
      } catch (error) {
        await rm(path + partial, { force: true });
        throw error;
      }
    },
    open: async (id) => {
      const path = pathOf(folder, id);
      const there = await stat(path).catch((error: unknown) => {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw error;
      });
      return there && openAsBlob(path);
    },
    remove: (id) => rm(pathOf(folder, id), { force: true }),
  };
}

/** An id is ours and plain; anything else must not become a path. */
function pathOf(folder: string, id: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new CodedError("file_unknown", "There is no such file.");
  return join(folder, id);
}

async function write(path: string, bytes: AsyncIterable<Uint8Array>, maxBytes: number): Promise<number> {
  const file = await open(path, "wx", 0o600);
  try {
    let size = 0;
    for await (const chunk of bytes) {
      size += chunk.byteLength;
      if (size > maxBytes)
        throw new CodedError("file_too_large", `The file has more than ${maxBytes} bytes.`);
      await file.writeFile(chunk);
    }
    await file.sync();
    return size;
  } finally {
    await file.close();
  }
}

/** Makes the new name durable too. Windows cannot open folders, and needs not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
