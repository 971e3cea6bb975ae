/**
 * A message as Zendesk sends it, in this program's words: the same mapping for webhooks and for the list of a
 * conversation, so that both tell the same story.
 */
import * as z from "zod";
import { safeParse } from "../protocol/safe-parse.ts";
import type { DeskContent, DeskMessage } from "./desk.ts";
import { messagingId } from "./ids.ts";
import { longestAddress, shortened } from "./lengths.ts";
import { fieldsOf, listOf } from "./list-of.ts";
import { offeredActions, richContent } from "./rich-content.ts";
import { shownName } from "./shown-name.ts";

/** Our key in a message's metadata. */
export const keyField = "zlcKey";
/** Far above what a key of ours has. */
const longestKey = 200;
/** When a message of the history was first said (ISO), in its metadata. */
export const saidAtField = "zlcSaidAt";
/** Our handoff's id in a conversation's metadata. */
export const handoffField = "zlcHandoff";

const metadata = fieldsOf(z.unknown()).nullish().catch(undefined);
const text = z.string().nullish().catch(undefined);

/** What cannot be read of a content is one that cannot be shown: whoever sent it is not passed over. */
const unreadable = "unreadable";
const contentSchema = z.looseObject({
  type: z.string().catch(unreadable),
  text,
  htmlText: text,
  markdownText: text,
  mediaUrl: text,
  mediaType: text,
  mediaSize: z.int().nonnegative().nullish().catch(undefined),
  altText: text,
  textFallback: text,
});

export const messageSchema = z.object({
  id: messagingId,
  received: z.iso.datetime({ offset: true }).optional().catch(undefined),
  author: z.object({
    type: z.string(),
    subtypes: listOf(z.string(), 20).nullish().catch(undefined),
    displayName: text,
    avatarUrl: text,
  }),
  content: contentSchema.catch({ type: unreadable }),
  source: z.object({ type: z.string() }).nullish().catch(undefined),
  metadata,
  activity: z.object({ type: z.string() }).nullish().catch(undefined),
  deleted: z.boolean().nullish().catch(undefined),
});
type RawMessage = z.infer<typeof messageSchema>;

/** Fields of Agent Workspace's metadata, flat keys with dots (zendesk.md §3.1). */
const agentIdField = "__zendesk_msg.agent.id";
const triggerAgent = "__trigger";
const botSources = new Set(["zd:answerBot", "ultimate"]);

type BusinessKind = Extract<DeskMessage["author"], { type: "business" }>["kind"];

/**
 * Who wrote it (zendesk.md §3.1, the table). Where Agent Workspace names no agent at all, the author's subtype
 * `agent` is believed: an operator's words must not be taken for an automatic notice.
 */
function businessKind(message: RawMessage): BusinessKind {
  const source = message.source?.type;
  const subtypes = message.author.subtypes ?? [];
  if (source === "api:conversations") {
    return "self";
  }
  if (source === "zd:surveys" || message.metadata?.["type"] === "csat") {
    return "survey";
  }
  if (message.activity !== undefined && message.activity !== null) {
    return "automatic";
  }
  if (source !== undefined && botSources.has(source)) {
    return "bot";
  }
  const agent = message.metadata?.[agentIdField];
  if (typeof agent === "string" || typeof agent === "number") {
    return agent === "" || agent === triggerAgent ? "automatic" : "human";
  }
  if (subtypes.includes("agent")) {
    return "human";
  }
  return subtypes.includes("bot") || subtypes.includes("AI") ? "bot" : "automatic";
}

/**
 * Maps one raw message; undefined when it has no id or author, or is only the placeholder of a deleted one.
 *
 * @param arrivedAt when it came to us: counts as received where Zendesk does not say, milliseconds since 1970
 */
export function readMessage(raw: unknown, arrivedAt: number): DeskMessage | undefined {
  const parsed = safeParse(messageSchema, raw);
  return parsed.success && parsed.data.deleted !== true ? toDeskMessage(parsed.data, arrivedAt) : undefined;
}

/** When Zendesk received a message, as far as it says. */
export function receivedAt(raw: unknown): number | undefined {
  const received = safeParse(messageSchema, raw).data?.received;
  return received === undefined ? undefined : Date.parse(received);
}

const placeholderSchema = z.object({ id: messagingId, deleted: z.literal(true) });

/** The id of a message of which only the placeholder is left (zendesk.md §3.1). */
export function redactedId(raw: unknown): string | undefined {
  return safeParse(placeholderSchema, raw).data?.id;
}

function toDeskMessage(message: RawMessage, arrivedAt: number): DeskMessage {
  const key = message.metadata?.[keyField];
  const { author, activity } = message;
  return {
    id: message.id,
    received: message.received === undefined ? arrivedAt : Date.parse(message.received),
    ...(typeof key === "string" && key !== "" && key.length <= longestKey ? { key } : {}),
    author:
      author.type === "user"
        ? { type: "visitor" }
        : {
            type: "business",
            kind: businessKind(message),
            name: shownName(author.displayName ?? "", 100),
            ...(isWebAddress(author.avatarUrl) ? { avatarUrl: author.avatarUrl } : {}),
          },
    content: toDeskContent(message.content),
    ...(activity === undefined || activity === null ? {} : { activity: activity.type }),
  };
}

function isWebAddress(url: string | null | undefined): url is string {
  if (typeof url !== "string" || url.length > longestAddress) return false;
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

function toDeskContent(content: RawMessage["content"]): DeskContent {
  const actions = offeredActions(content);
  const offered = actions.length === 0 ? {} : { actions };
  if (content.type === "text") {
    return {
      type: "text",
      ...offered,
      ...some("text", content.text),
      ...some("htmlText", content.htmlText),
      ...some("markdownText", content.markdownText),
    };
  }
  if ((content.type === "image" || content.type === "file") && isWebAddress(content.mediaUrl)) {
    return {
      type: "file",
      mediaUrl: content.mediaUrl,
      name: fileName(content.mediaUrl, content.altText),
      ...some("mediaType", readableType(content.mediaType)),
      ...some("size", content.mediaSize),
      image: content.type === "image",
      ...offered,
      ...some("caption", content.text && shortened(content.text)),
    };
  }
  const rich = richContent(content.type, content);
  return rich ?? { type: "other", kind: content.type, ...some("text", content.textFallback ?? content.text) };
}

/** Undefined for what no file can be: it stands in rows, frames and headers. */
function readableType(mediaType: string | null | undefined): string | undefined {
  return /^[\w.+-]{1,60}\/[\w.+-]{1,80}(?=\s*(?:;|$))/.exec(mediaType ?? "")?.[0];
}

/** The field when it has a value: absent and empty are the same to Zendesk. */
function some<K extends string, V extends string | number>(
  key: K,
  value: V | null | undefined,
): Partial<Record<K, V>> {
  if (value === undefined || value === null || value === "") {
    return {};
  }
  const field: Partial<Record<K, V>> = {};
  field[key] = value;
  return field;
}

/** The last part of the address; Zendesk saves the file's name as the alternative text too. */
function fileName(mediaUrl: string, altText: string | null | undefined): string {
  const last = new URL(mediaUrl).pathname.split("/").at(-1) ?? "";
  let fromUrl = last;
  try {
    fromUrl = decodeURIComponent(last);
  } catch {
    // A lone percent sign: the name as it stands is good enough.
  }
  const named = /\.[^./\\]{1,10}$/.test(fromUrl) ? fromUrl : (altText ?? fromUrl);
  const clean = shownName(named.replaceAll(/[/\\]/g, ""), 200);
  return clean === "" ? "file" : clean;
}
