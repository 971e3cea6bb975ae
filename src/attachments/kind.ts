/** What a file is, by its content: what the sender calls it is believed only where it can do no harm. */
import { fileTypeFromBlob } from "file-type";

export interface FileKind {
  readonly mediaType: string;
  /** A raster image: the only thing shown in place. */
  readonly image: boolean;
}

const rasterTypes: readonly string[] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];
/** Text has no signature. These types are harmless as a download; HTML, SVG and scripts are not among them. */
const claimableTypes: readonly string[] = ["text/plain", "text/csv", "text/calendar", "application/json"];

/** Types a browser might run when it shows them. */
const runnable = /\/xml$|\+xml$|html|javascript|ecmascript/;

export async function detectKind(bytes: Blob, claimedType: string): Promise<FileKind> {
  const detected = (await fileTypeFromBlob(bytes))?.mime;
  if (detected !== undefined && rasterTypes.includes(detected)) return { mediaType: detected, image: true };
  if (detected !== undefined && !runnable.test(detected)) {
    return { mediaType: detected, image: false };
  }
  const claimed = claimedType.split(";")[0]?.trim().toLowerCase() ?? "";
  const believed = detected === undefined && claimableTypes.includes(claimed);
  return { mediaType: believed ? claimed : "application/octet-stream", image: false };
}
