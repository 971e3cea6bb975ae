/** Encryption of stored credentials: AES-256-GCM, bound to the bot and the field they belong to. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { CodedError } from "../errors.ts";

/** Where a secret belongs; the ciphertext opens nowhere else. */
export interface SecretPlace {
  readonly bot: string;
  readonly field: string;
}

export interface SecretBox {
  readonly seal: (text: string, place: SecretPlace) => string;
  /** Fails with `secret_key_wrong` when the ciphertext was changed, moved, or sealed under another key. */
  readonly open: (sealed: string, place: SecretPlace) => string;
  readonly opens: (sealed: string, place: SecretPlace) => boolean;
}

const ivBytes = 12;
const tagBytes = 16;

/** A ciphertext reads `1.<key id>.<iv, ciphertext and tag in base64url>`. */
export function createSecretBox({ id, key }: { id: string; key: Buffer }): SecretBox {
  const prefix = `1.${id}.`;
  const placeBytes = ({ bot, field }: SecretPlace) => Buffer.from(JSON.stringify([prefix, bot, field]));

  function decrypt(sealed: string, place: SecretPlace): string | undefined {
    const encoded = sealed.slice(prefix.length);
    const bytes = Buffer.from(encoded, "base64url");
    // Base64 has several spellings of the same bytes: only ours is accepted.
    if (!sealed.startsWith(prefix) || bytes.toString("base64url") !== encoded) return undefined;
    if (bytes.length < ivBytes + tagBytes) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(placeBytes(place));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    try {
      return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, "utf8") + decipher.final("utf8");
    } catch {
      return undefined; // final() throws when the tag does not fit: nothing else can go wrong here
    }
  }

  return {
    seal: (text, place) => {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
      cipher.setAAD(placeBytes(place));
      const sealed = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return prefix + sealed.toString("base64url");
    },
    open: (sealed, place) => {
      const text = decrypt(sealed, place);
      if (text === undefined) {
        throw new CodedError("secret_key_wrong", `The stored ${place.field} cannot be decrypted.`);
      }
      return text;
    },
    opens: (sealed, place) => decrypt(sealed, place) !== undefined,
  };
}
