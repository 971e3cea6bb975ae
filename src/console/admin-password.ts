/** The one login of the console: `admin` with the configured password, or one generated on first start. */
import { argon2, createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { CodedError } from "../errors.ts";
import { safeParse } from "../protocol/safe-parse.ts";

export const adminUsername = "admin";

export interface AdminPassword {
  readonly password: string;
  /** The file it was generated into; absent when it was configured. */
  readonly file?: string;
}

/**
 * The configured password, else the one in `DATA_DIR/admin-password`, generated there (0600) when missing.
 * @throws `data_folder_unwritable`
 */
export async function readAdminPassword(
  dataDir: string,
  configured: string | undefined,
): Promise<AdminPassword> {
  if (configured !== undefined && configured !== "") return { password: configured };
  const file = join(dataDir, "admin-password");
  const kept = await readFile(file, "utf8").catch((error: unknown) => {
    if (isMissing(error)) return "";
    throw new CodedError("data_folder_unwritable", `cannot read ${file}`, { cause: error });
  });
  if (kept.trim() !== "") return { password: kept.trim(), file };
  const password = randomBytes(15).toString("base64url");
  await writeFile(file, `${password}\n`, { mode: 0o600 }).catch((error: unknown) => {
    throw new CodedError("data_folder_unwritable", `cannot write ${file}`, { cause: error });
  });
  return { password, file };
}

function isMissing(error: unknown): boolean {
  return safeParse(z.object({ code: z.literal("ENOENT") }), error).success;
}

export interface AdminCredentials {
  verify: (username: string, password: string) => Promise<boolean>;
  /** What the store keeps of a session token. Keyed by the password: changing it ends every session. */
  hashToken: (token: string) => string;
}

const derive = promisify(argon2);
/** The smallest setting OWASP recommends for argon2id (19 MiB, 2 passes): 128-bit generated passwords need no more. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** Keeps only an argon2id digest of the password in memory. */
export async function createAdminCredentials(password: string): Promise<AdminCredentials> {
  const nonce = randomBytes(16);
  const digest = await derive("argon2id", { ...cost, message: password, nonce });
  const tokenKey = createHash("sha256").update(`console session\0${password}`).digest();
  return {
    verify: async (username, attempt) => {
      const attempted = await derive("argon2id", { ...cost, message: attempt, nonce });
      return timingSafeEqual(attempted, digest) && username === adminUsername;
    },
    hashToken: (token) => createHmac("sha256", tokenKey).update(token).digest("hex"),
  };
}
