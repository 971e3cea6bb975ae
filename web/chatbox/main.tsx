import { render } from "preact";
import { applyAccent, paletteFor, parseColour } from "./accent.ts";
import { hostPage } from "./browser/host-page.ts";
import { keptInBrowser } from "./browser/kept-values.ts";
import { createSocket, fetchLink, postPoll, postSession, uploadWith } from "./browser/server.ts";
import { openChat } from "./core/chat.ts";
import { fileLinks } from "./core/file-links.ts";
import { pollLink } from "./core/poll-link.ts";
import { emptyTranscript } from "./core/transcript.ts";
import type { ChatView } from "./core/view.ts";
import { saidByOthers } from "./core/view.ts";
import { webSocketLink } from "./core/websocket-link.ts";
import { stringsFor, wantedLanguage } from "./i18n/strings.ts";
import { Chatbox } from "./view/chatbox.tsx";

const root = document.querySelector("#chatbox");
const channelId = decodeURIComponent(
  location.pathname
    .split("/")
    .filter((part) => part !== "")
    .at(-1) ?? "",
);
const wanted = new URLSearchParams(location.search);
const preview = wanted.get("preview") === "1";
const firstLanguage = wantedLanguage([wanted.get("language"), navigator.language]);

let view: ChatView = {
  phase: "loading",
  connection: "connecting",
  status: emptyTranscript.status,
  items: [],
  today: 0,
  uploads: [],
  leaving: false,
  waiting: false,
};
/** Grows each time the embedding page opens the chatbox. */
let shown = 0;
let hidden = false;
/** Came while the embedding page had the chatbox closed. */
let unread = 0;
let accent: string | undefined;

const links = fileLinks({
  now: Date.now,
  fetchLink: (fileId) => fetchLink(view.session?.token ?? "", fileId),
});
const report = (error: Error): void => reportError(error);

const host = hostPage(wanted.get("host"), (message) => {
  switch (message.type) {
    case "shown":
      hidden = false;
      unread = 0;
      shown += 1;
      return draw();
    case "hidden":
      hidden = true;
      return;
    case "startOver":
      return chat.startOver();
  }
});

const chat = openChat<File>({
  // In the preview each language has a conversation of its own.
  keyPrefix: `zlc.${channelId}.${preview ? `preview-${firstLanguage}.` : ""}`,
  request: { channelId, language: firstLanguage, ...(preview ? { preview } : {}) },
  kept: keptInBrowser(),
  timers: {
    now: Date.now,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  },
  random: Math.random,
  newId,
  postSession,
  webSocket: (resume) => webSocketLink(createSocket, resume, report),
  poll: (resume) => pollLink(postPoll, resume, report),
  upload: uploadWith,
  uploadNotAnswered: () => stringsFor(view.session?.language ?? firstLanguage).uploadNotAnswered,
  changed: (next) => {
    noteUnread(view, next);
    takeAccent(next.session?.channel.accent);
    for (const { content } of next.items) {
      if (content.type === "file" && content.url !== "" && links.latest(content.fileId) === undefined) {
        links.note(content.fileId, content.url);
      }
    }
    view = next;
    draw();
  },
});

/** 128 random bits; `crypto.randomUUID` is missing on pages served without TLS. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

function noteUnread(before: ChatView, next: ChatView): void {
  if (!hidden || before.phase !== "ready") return;
  const { question } = next.status;
  const asked = question !== undefined && question !== before.status.question ? 1 : 0;
  const more = saidByOthers(next.items) - saidByOthers(before.items) + asked;
  if (more <= 0) return;
  unread += more;
  host?.tell({ type: "unread", count: unread });
}

function takeAccent(next: string | undefined): void {
  if (next === undefined || next === accent) return;
  accent = next;
  applyAccent(document.documentElement.style, accent);
  const { fill, onFill } = paletteFor(parseColour(accent), "light");
  host?.tell({ type: "ready", accent: `rgb(${fill.join(" ")})`, onAccent: `rgb(${onFill.join(" ")})` });
}

window.addEventListener("online", chat.nudge);
window.addEventListener("offline", chat.nudge);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") chat.nudge();
});

draw();

function draw(): void {
  if (root === null) return;
  render(
    <Chatbox
      view={view}
      shown={shown}
      chat={chat}
      links={links}
      firstLanguage={firstLanguage}
      preview={preview}
      onClose={host === undefined ? undefined : () => host.tell({ type: "close" })}
    />,
    root,
  );
}
