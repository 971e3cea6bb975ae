/** The page that embeds the chatbox, seen from inside the frame. */
import type { FromChatbox, ToChatbox } from "../../loader/messages.ts";
import { envelope, readToChatbox } from "../../loader/messages.ts";

export interface HostPage {
  readonly tell: (message: FromChatbox) => void;
}

/** `origin` is the one the embed script named: nothing is said to another one or heard from it. Undefined when not framed, or when no origin is named. */
export function hostPage(origin: string | null, heard: (message: ToChatbox) => void): HostPage | undefined {
  if (origin === null || !URL.canParse(origin) || window.parent === window) return undefined;
  const host = window.parent;
  window.addEventListener("message", (event) => {
    if (event.source !== host || event.origin !== origin) return;
    const message = readToChatbox(event.data);
    if (message !== undefined) heard(message);
  });
  return { tell: (message) => host.postMessage(envelope(message), origin) };
}
