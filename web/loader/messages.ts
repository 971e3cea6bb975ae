/**
 * What the embed script and the framed chatbox say to each other by postMessage. Both sides send to one exact
 * origin and take only what comes from that origin and that window.
 */
const mark = "zendesk-livechat";

/** From the framed page to the embedding page. */
export type FromChatbox =
  | { readonly type: "ready"; readonly accent: string; readonly onAccent: string }
  | { readonly type: "close" }
  /** Messages that came while the chatbox was closed. */
  | { readonly type: "unread"; readonly count: number };

/** From the embedding page to the framed page. */
export type ToChatbox =
  | { readonly type: "shown" }
  | { readonly type: "hidden" }
  | { readonly type: "startOver" };

export function envelope(message: FromChatbox | ToChatbox): Record<string, unknown> {
  return { [mark]: message };
}

/** The message, or undefined when it is none of ours. Written without a schema library: it runs on other people's pages. */
export function readFromChatbox(data: unknown): FromChatbox | undefined {
  const message = opened(data);
  const { type, accent, onAccent, count } = message;
  if (type === "close") return { type };
  if (type === "unread" && typeof count === "number") return { type, count };
  if (type === "ready" && typeof accent === "string" && typeof onAccent === "string") {
    return { type, accent, onAccent };
  }
  return undefined;
}

export function readToChatbox(data: unknown): ToChatbox | undefined {
  const { type } = opened(data);
  return type === "shown" || type === "hidden" || type === "startOver" ? { type } : undefined;
}

function opened(data: unknown): Record<string, unknown> {
  const message = isRecord(data) ? data[mark] : undefined;
  return isRecord(message) ? message : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
