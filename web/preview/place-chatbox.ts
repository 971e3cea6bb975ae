import type { Language } from "../../src/protocol/chat.ts";

/** Embeds the chatbox the way any page does, marked as a test. */
export function placeChatbox(channel: string, language: Language): void {
  const script = document.createElement("script");
  script.src = "/chatbox/loader.js";
  script.dataset["channel"] = channel;
  script.dataset["language"] = language;
  script.dataset["preview"] = "";
  script.dataset["open"] = "";
  document.body.append(script);
}

/** What the embed script offers to the page it stands on. */
interface EmbeddedChatbox {
  readonly open: () => void;
  readonly startOver: () => void;
}

declare global {
  interface Window {
    ZendeskLivechat?: EmbeddedChatbox;
  }
}
