/** Content security policies, one per kind of answer. */

const base = ["default-src 'none'", "base-uri 'none'"];

/** Answers that are no page: nothing in them may run, load or be framed. */
export const noPagePolicy = [...base, "form-action 'none'", "frame-ancestors 'none'"].join("; ");

/** Attachments: whatever the bytes are, a browser must not run them. */
export const filePolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";

/** styled-components puts its rules into the page as `<style>`, hence 'unsafe-inline' for styles only. */
export const consolePolicy = [
  ...base,
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** The preview page and the home page: they frame our own chatbox, and the preview itself at the width of a phone. */
export const previewPolicy = [
  ...base,
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

/**
 * @param frameOrigins origins whose pages may frame the chatbox, besides our own
 * @param imageOrigins where operators' pictures come from, besides https
 */
export function chatboxPolicy(frameOrigins: readonly string[], imageOrigins: readonly string[]): string {
  return [
    ...base,
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${["'self'", "data:", "blob:", "https:", ...imageOrigins.filter(isOrigin)].join(" ")}`,
    "connect-src 'self'",
    "form-action 'none'",
    `frame-ancestors ${["'self'", ...frameOrigins.filter(isOrigin)].join(" ")}`,
  ].join("; ");
}

/** A stored origin goes into a header: anything that is not exactly an origin stays out. */
function isOrigin(value: string): boolean {
  return URL.canParse(value) && /^https?:/.test(value) && new URL(value).origin === value;
}
