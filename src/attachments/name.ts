const maxLength = 120;

/**
 * A file name for showing and downloading: the last part of a path, without control characters and without those
 * that reverse the reading direction (`exe.gpj`), at most 120 characters with its extension kept.
 */
export function safeName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? "";
  const name = last
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .replaceAll(/[<>:"|?*]/g, "_")
    .replaceAll(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  if (name === "") return "file";
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? "";
  const stem = name.slice(0, name.length - extension.length).slice(0, maxLength - extension.length);
  return stem.toWellFormed() + extension;
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
