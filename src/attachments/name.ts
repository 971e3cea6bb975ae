const maxLength = 120;
/** UTF-16 code units that are looked at, of whatever length a name comes: no system has names as long as this. */
const longestRead = 1000;

/**
 * A file name for showing and downloading: the last part of a path, without control characters and without those
 * that reverse the reading direction (`exe.gpj`), at most 120 characters with its extension kept.
 */
export function safeName(given: string): string {
  const last = given.slice(Math.max(given.lastIndexOf("/"), given.lastIndexOf("\\")) + 1);
  const name = withoutMiddle(last)
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .replaceAll(/[<>:"|?*]/g, "_")
    .replaceAll(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  if (name === "") return "file";
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? "";
  const stem = name.slice(0, name.length - extension.length).slice(0, maxLength - extension.length);
  // A cut in the middle of a character leaves out the whole of it.
  return stem.replace(/[\ud800-\udbff]$/, "").replace(/[. ]+$/, "") + extension;
}

/** Both ends of a name that is too long to be read: it begins with its words and ends with its extension. */
function withoutMiddle(name: string): string {
  if (name.length <= longestRead) return name;
  return name.slice(0, longestRead - maxLength) + name.slice(-maxLength);
}

/** `Content-Disposition` (RFC 6266): an ASCII name for old readers, the true one beside it. */
export function contentDisposition(type: "inline" | "attachment", name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${type}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
