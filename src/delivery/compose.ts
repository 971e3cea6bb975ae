/** What the operator reads: our messages in Zendesk's terms. Pure. */
import { type OperatorTexts, operatorTexts } from "../bot/texts.ts";
import {
  type Content,
  type ConversationHead,
  type Handoff,
  type Message,
  toPlainText,
} from "../conversation/model.ts";
import type { Language } from "../protocol/chat.ts";
import { inDisplayOrder } from "../protocol/display-order.ts";
import type { OutgoingMessage } from "../zendesk/desk.ts";
import { splitText } from "./split-text.ts";

/** Longest text of a message at Zendesk, in characters (zendesk.md §2). */
const longestText = 4096;
/** So that a file that has to be named in words still fits into one message. */
const longestCaption = longestText - 256;

/** Messages too old to be handed over one by one, oldest first; `isCut`: there are older ones still. */
export interface Older {
  readonly messages: readonly Message[];
  readonly isCut: boolean;
}

/**
 * The first message: who the visitor says to be, and the messages too old to be handed over one by one, the
 * newest of them kept when they do not all fit.
 */
export function openingText(
  handoff: Handoff,
  head: ConversationHead,
  botName: string,
  { messages: older, isCut }: Older,
): string {
  const texts = operatorTexts[head.language];
  const top = [
    handoff.identity ? texts.stated(handoff.identity) : texts.anonymous,
    ...(head.test ? [texts.test] : []),
  ];
  const bottom = texts.historyFollows(botName);
  const room =
    longestText - [...top, texts.earlierMessages, texts.earlierCut, bottom].join("\n\n").length - 8;
  const { lines, cut } = newestThatFit(
    inDisplayOrder(older)
      .filter((message) => message.author.type !== "system")
      .map((message) => oneLine(message, botName, texts)),
    room,
  );
  const earlier =
    lines.length === 0
      ? []
      : [`${texts.earlierMessages}\n${[...(cut || isCut ? [texts.earlierCut] : []), ...lines].join("\n")}`];
  return [top.join("\n"), ...earlier, bottom].join("\n\n");
}

/** The newest line alone is cut when not even that fits. */
function newestThatFit(lines: readonly string[], room: number): { lines: readonly string[]; cut: boolean } {
  let used = 0;
  let first = lines.length;
  for (const [index, line] of [...lines.entries()].toReversed()) {
    used += line.length + 1;
    if (used > room) break;
    first = index;
  }
  const newest = lines.at(-1);
  if (first < lines.length || newest === undefined) return { lines: lines.slice(first), cut: first > 0 };
  return { lines: [`${splitText(newest, room - 2)[0]}…`], cut: first > 1 };
}

function oneLine(message: Message, botName: string, texts: OperatorTexts): string {
  return `${authorName(message, botName, texts)}: ${inWords(message.content, texts)}`;
}

function inWords(content: Content, texts: OperatorTexts): string {
  // The one notice that stands in the place of something said.
  if (content.type === "notice") return texts.removed;
  const words = toPlainText(content);
  return content.type === "file"
    ? [texts.file(content.name), words].filter((part) => part !== "").join(" ")
    : words;
}

function authorName(message: Message, botName: string, texts: OperatorTexts): string {
  switch (message.author.type) {
    case "visitor":
      return texts.visitor;
    case "operator":
      return message.author.name;
    case "bot":
    case "system":
      return botName;
  }
}

/** The visitor speaks for himself; bot, operators of earlier handoffs and the system speak as the business. */
export function outgoingAuthor(message: Message, botName: string, userId: string): OutgoingMessage["author"] {
  switch (message.author.type) {
    case "visitor":
      return { type: "visitor", userId };
    case "operator":
      return { type: "business", name: message.author.name };
    case "bot":
    case "system":
      return { type: "business", name: botName };
  }
}

/** A file with as much of its caption as goes with it. */
export interface FilePart {
  readonly type: "file";
  readonly file: Extract<Content, { type: "file" }>;
  readonly caption?: string;
}

/** What to post for a message, in order: a text longer than Zendesk takes in several parts, a file in the first. */
export function outgoingParts(
  { content }: Message,
  language: Language,
): readonly (FilePart | Extract<OutgoingMessage["content"], { type: "text" }>)[] {
  const text = (part: string) => ({ type: "text", text: part }) as const;
  if (content.type !== "file")
    return splitText(inWords(content, operatorTexts[language]), longestText).map(text);
  const [caption, ...rest] = splitText(content.caption ?? "", longestCaption);
  return [{ type: "file", file: content, ...(caption && { caption }) }, ...rest.map(text)];
}

/** The file at its address at Zendesk; without one it is named in words. */
export function withUpload(
  { file, caption }: FilePart,
  uploaded: { mediaUrl: string } | undefined,
  language: Language,
): OutgoingMessage["content"] {
  if (uploaded === undefined) {
    const { caption: _whole, ...named } = file;
    const text = inWords({ ...named, ...(caption !== undefined && { caption }) }, operatorTexts[language]);
    return { type: "text", text };
  }
  const { name, image } = file;
  return {
    type: "file",
    mediaUrl: uploaded.mediaUrl,
    name,
    image,
    ...(caption !== undefined && { caption }),
  };
}

/** What an answer chosen in this handoff gives back; in the history of another it is words alone. */
export function chosenIn(
  { content }: Message,
  { history }: { readonly history: boolean },
): Pick<OutgoingMessage, "chosen"> {
  return content.type === "text" && content.chosen && !history ? { chosen: content.chosen } : {};
}
