import { launcherStyles } from "./launcher-styles.ts";
import type { ToChatbox } from "./messages.ts";
import { envelope, readFromChatbox } from "./messages.ts";

export interface LauncherSettings {
  /** Origin of the chatbox's server. */
  readonly server: string;
  readonly channel: string;
  readonly language: string;
  readonly preview: boolean;
  readonly openAtOnce: boolean;
  readonly accent?: string;
}

export interface LauncherControl {
  readonly open: () => void;
  readonly close: () => void;
  readonly startOver: () => void;
  readonly remove: () => void;
}

const words = {
  en: {
    open: "Open the chat",
    close: "Close the chat",
    frame: "Chat",
    unread: (count: number) => `Open the chat, ${count} new`,
  },
  fr: {
    open: "Ouvrir la discussion",
    close: "Fermer la discussion",
    frame: "Discussion",
    unread: (count: number) => `Ouvrir la discussion, ${count} en attente`,
  },
} as const;

/** Puts the launcher on the page. The frame is made at the first opening, so that a mere visit starts no conversation. */
export function createLauncher(settings: LauncherSettings): LauncherControl {
  const text = words[settings.language.toLowerCase().startsWith("fr") ? "fr" : "en"];
  const host = document.createElement("zendesk-livechat");
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherStyles);
  shadow.adoptedStyleSheets = [sheet];

  const panel = document.createElement("div");
  panel.className = "panel";
  panel.id = "panel";
  panel.hidden = true;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "launcher";
  button.setAttribute("aria-controls", "panel");
  const badge = document.createElement("span");
  badge.className = "badge";
  badge.hidden = true;
  badge.setAttribute("aria-hidden", "true");
  button.append(sign("open", chatPath), sign("shut", closePath), badge);
  shadow.append(panel, button);
  if (settings.accent !== undefined) host.style.setProperty("--accent", settings.accent);

  let frame: HTMLIFrameElement | undefined;
  let ready = false;
  const remembered = `zlc.open.${settings.channel}`;

  const tell = (message: ToChatbox): void => {
    if (ready) frame?.contentWindow?.postMessage(envelope(message), settings.server);
  };
  const label = (unread = 0): void => {
    button.setAttribute("aria-expanded", String(!panel.hidden));
    button.setAttribute(
      "aria-label",
      panel.hidden ? (unread > 0 ? text.unread(unread) : text.open) : text.close,
    );
    badge.hidden = unread === 0;
    badge.textContent = unread > 9 ? "9+" : String(unread);
  };
  const makeFrame = (): HTMLIFrameElement => {
    const made = document.createElement("iframe");
    const address = new URL(`/chatbox/${encodeURIComponent(settings.channel)}`, settings.server);
    address.searchParams.set("host", location.origin);
    address.searchParams.set("language", settings.language);
    if (settings.preview) address.searchParams.set("preview", "1");
    made.src = address.href;
    made.title = text.frame;
    made.allow = "clipboard-write";
    panel.append(made);
    return made;
  };
  const show = (takeFocus: boolean): void => {
    frame ??= makeFrame();
    panel.hidden = false;
    host.toggleAttribute("data-open", true);
    label();
    remember(remembered, true);
    if (takeFocus) {
      frame.focus();
      tell({ type: "shown" });
    }
  };
  const close = (): void => {
    if (panel.hidden) return;
    panel.hidden = true;
    host.toggleAttribute("data-open", false);
    label();
    remember(remembered, false);
    tell({ type: "hidden" });
    button.focus();
  };

  const heard = (event: MessageEvent): void => {
    if (frame === undefined || event.source !== frame.contentWindow || event.origin !== settings.server) {
      return;
    }
    const message = readFromChatbox(event.data);
    switch (message?.type) {
      case "ready":
        ready = true;
        host.style.setProperty("--accent", message.accent);
        host.style.setProperty("--on-accent", message.onAccent);
        if (panel.hidden) tell({ type: "hidden" });
        else if (shadow.activeElement === frame) tell({ type: "shown" });
        return;
      case "close":
        return close();
      case "unread":
        if (panel.hidden) label(message.count);
        return;
      case undefined:
        return;
    }
  };
  const keyPressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") close();
  };

  button.addEventListener("click", () => (panel.hidden ? show(true) : close()));
  shadow.addEventListener("keydown", (event) => {
    if (event instanceof KeyboardEvent) keyPressed(event);
  });
  window.addEventListener("message", heard);
  label();
  document.body.append(host);
  // On a page opened anew the reader's focus stays where it is.
  if (settings.openAtOnce || isRemembered(remembered)) show(false);

  return {
    open: () => show(true),
    close,
    startOver: () => tell({ type: "startOver" }),
    remove: () => {
      window.removeEventListener("message", heard);
      host.remove();
    },
  };
}

const chatPath =
  "M12 4c-4.7 0-8.5 3.2-8.5 7.2 0 2.2 1.2 4.2 3 5.5l-.7 3.3 3.7-1.9c.8.2 1.6.3 2.5.3 4.7 0 8.5-3.2 8.5-7.2S16.7 4 12 4z";
const closePath = "m6 9.5 6 6 6-6";

function sign(name: string, path: string): SVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `sign ${name}`);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(namespace, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** Open or closed is remembered from page to page, for as long as the tab lives and where storage is allowed. */
function remember(key: string, open: boolean): void {
  try {
    if (open) sessionStorage.setItem(key, "1");
    else sessionStorage.removeItem(key);
  } catch {
    // A page without storage: the chatbox begins closed on the next one.
    return;
  }
}

function isRemembered(key: string): boolean {
  try {
    return sessionStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}
