/**
 * The installation's one secret and what is derived from it: encryption of stored credentials and signatures of
 * links. The secret comes from `SECRET_KEY`, else from `DATA_DIR/secret.key`, which the first start writes.
 */
import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CodedError } from "../errors.ts";
import { createSecretBox, type SecretBox } from "./box.ts";
import { sameSecret } from "./hash.ts";

export interface Secrets {
  readonly box: SecretBox;
  /** A signature (base64url) of a text, good for this purpose only. */
  readonly sign: (purpose: string, text: string) => string;
  readonly verify: (purpose: string, text: string, signature: string) => boolean;
}

interface Facts {
  readonly get: (name: string) => Promise<string | undefined>;
  readonly set: (name: string, value: string) => Promise<void>;
}

/** Derives everything from the secret, whatever its form: base64, hex or a long sentence. */
export function deriveSecrets(secret: string): Secrets {
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", secret, "", purpose, 32));
  const signingKey = derive("signatures");
  const sign = (purpose: string, text: string) =>
    createHmac("sha256", signingKey)
      .update(JSON.stringify([purpose, text]))
      .digest("base64url");
  return {
    box: createSecretBox({ id: derive("key id").toString("hex", 0, 6), key: derive("encryption") }),
    sign,
    verify: (purpose, text, signature) => sameSecret(sign(purpose, text), signature),
  };
}

const checkFact = "secret_key_check";
const checkPlace = { bot: "", field: checkFact };

/**
 * Finds or makes the secret and proves by a value kept in the store that it is the one the stored credentials
 * were encrypted with. Fails with `secret_key_wrong` when it is not, or when it is missing although it was there.
 */
export async function openSecrets(options: {
  dataDir: string;
  /** `SECRET_KEY` */
  secretKey: string | undefined;
  facts: Facts;
}): Promise<Secrets> {
  const check = await options.facts.get(checkFact);
  const secrets = deriveSecrets(
    options.secretKey ?? (await keyFromFile(options.dataDir, check !== undefined)),
  );
  if (check === undefined) {
    await options.facts.set(checkFact, secrets.box.seal("ok", checkPlace));
    return secrets;
  }
  if (!secrets.box.opens(check, checkPlace)) {
    const source = options.secretKey === undefined ? join(options.dataDir, "secret.key") : "SECRET_KEY";
    throw new CodedError(
      "secret_key_wrong",
      `The key in ${source} is not the one this installation's credentials were encrypted with. Restore the former key.`,
    );
  }
  return secrets;
}

async function keyFromFile(dataDir: string, mustExist: boolean): Promise<string> {
  const path = join(dataDir, "secret.key");
  const stored = await readFile(path, "utf8").catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw new CodedError("data_folder_unwritable", `${path} cannot be read.`, { cause: error });
  });
  if (stored !== undefined && stored.trim().length >= 32) return stored.trim();
  if (stored !== undefined || mustExist) {
    const what = stored === undefined ? "is missing" : "is damaged";
    throw new CodedError(
      "secret_key_wrong",
      `${path} ${what}, but this installation's credentials were encrypted with it. Restore it, or set SECRET_KEY to the former key.`,
    );
  }
  return createKeyFile(dataDir, path);
}

async function createKeyFile(dataDir: string, path: string): Promise<string> {
  const key = randomBytes(32).toString("base64");
  try {
    await mkdir(dataDir, { recursive: true });
    const file = await open(path, "wx", 0o600);
    await file.writeFile(`${key}\n`);
    await file.sync();
    await file.close();
  } catch (error) {
    throw new CodedError("data_folder_unwritable", `${path} cannot be written.`, { cause: error });
  }
  return key;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
