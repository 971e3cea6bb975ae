/**
 * A name that stands in a line with other words: nothing in it breaks the line or turns the reading direction
 * (`inv<U+202E>fdp.exe` would read `invexe.pdf`, and "… has joined" backwards).
 */
export function shownName(given: string, maxLength: number): string {
  return given
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, maxLength)
    .toWellFormed();
}
