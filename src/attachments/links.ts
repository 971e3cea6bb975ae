/** Signed addresses of files: who has one may read the file for an hour, who has none may not guess it. */
import { CodedError } from "../errors.ts";
import type { Secrets } from "../secrets/keys.ts";

export interface FileLinks {
  /** An address on this server, good for 50 to 60 minutes. It stays the same for ten, so that browsers cache. */
  readonly linkTo: (fileId: string) => string;
  /** The file a signed part stands for. `not_found` when it was not made by us, `link_expired` afterwards. */
  readonly read: (signed: string) => string;
}

const lifetimeMs = 60 * 60_000;
const stepMs = 10 * 60_000;
const purpose = "file link";

export function createFileLinks(secrets: Pick<Secrets, "sign" | "verify">, now: () => number): FileLinks {
  return {
    linkTo: (fileId) => {
      const until = Math.floor(now() / stepMs) * stepMs + lifetimeMs;
      const claim = `${fileId}.${until.toString(36)}`;
      return `/files/${claim}.${secrets.sign(purpose, claim)}`;
    },
    read: (signed) => {
      const [fileId = "", until = "", signature = "", ...more] = signed.split(".");
      if (more.length > 0 || !secrets.verify(purpose, `${fileId}.${until}`, signature)) {
        throw new CodedError("not_found", "There is no file at this address.");
      }
      if (Number.parseInt(until, 36) <= now()) {
        throw new CodedError(
          "link_expired",
          "This link has expired. Open the file from the conversation again.",
        );
      }
      return fileId;
    },
  };
}
