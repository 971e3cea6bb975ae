/**
 * The embed script: `<script src="https://…/chatbox/loader.js" data-channel="…" async></script>`.
 *
 * Puts a launcher button on the page and, once it is pressed, the chatbox in a frame. Everything lives in one
 * closed-off element, styled through the object model, so that it works under a strict content policy (the page
 * needs `script-src` and `frame-src` for this server, nothing else) and the page's own styles are left alone.
 *
 * Attributes: `data-channel` (required), `data-language` (else the page's), `data-open` (opens at once),
 * `data-accent` (the launcher's colour before the chatbox has told it), `data-preview` (test conversation).
 */

import type { LauncherControl } from "./launcher.ts";
import { createLauncher } from "./launcher.ts";

let launcher: LauncherControl | undefined;

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  const { channel, language, accent, preview, open: openAtOnce } = script.dataset;
  if (channel === undefined || channel === "") {
    reportError(new Error("The chatbox needs data-channel on its script element."));
  } else {
    const settings = {
      server: new URL(script.src).origin,
      channel,
      language: language ?? (document.documentElement.lang || navigator.language),
      preview: preview !== undefined,
      openAtOnce: openAtOnce !== undefined,
      ...(accent === undefined ? {} : { accent }),
    };
    const begin = (): void => {
      launcher = createLauncher(settings);
    };
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
    else begin();
  }
}

/** For the page's own buttons: `ZendeskLivechat.open()`. */
export const open = (): void => launcher?.open();
export const close = (): void => launcher?.close();
/** Forgets the conversation and begins a new one. */
export const startOver = (): void => launcher?.startOver();
/** Takes the chatbox off the page. */
export const remove = (): void => {
  launcher?.remove();
  launcher = undefined;
};
