/** What a message says, in the operator page's words. */
import * as z from "zod/mini";
import { attachmentAt } from "../world/messaging/attachments.ts";
import type { Content, Message } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { Action, MessageContent } from "./contract.ts";

type Shown = z.infer<typeof MessageContent>;

/** Kinds whose fields are shown as they were sent. */
const asSent = new Set(["carousel", "list", "location", "form", "formResponse"]);

const Titled = z.object({ items: z.optional(z.array(z.object({ title: z.string() }))) });
const Labelled = z.object({ fields: z.optional(z.array(z.object({ label: z.string() }))) });

/** The whole in words, for kinds that are no text. */
function inWords(content: Content): string {
  const items = z.safeParse(Titled, content).data?.items?.map(({ title }) => title);
  const fields = z.safeParse(Labelled, content).data?.fields?.map(({ label }) => label);
  return (items ?? fields ?? [content.type]).join(", ");
}

/** What a message shows; what cannot be drawn becomes words. */
export function contentOf(world: World, message: Message): Shown {
  const { content } = message;
  const { type, text, htmlText, markdownText } = content;
  const said = text ?? markdownText ?? htmlText;
  if (message.activity !== undefined) return { type: "event", text: said ?? message.activity.type };
  if (type === "image" || type === "file") {
    const file = fileOf(world, content, type);
    if (file !== undefined) return file;
  }
  if (asSent.has(type)) {
    // What was sent through the API may be anything: what cannot be drawn is said in words.
    const shown = z.safeParse(MessageContent, { ...content, text: said ?? inWords(content) });
    if (shown.success) return shown.data;
  }
  return {
    type: "text",
    text: said ?? inWords(content),
    ...(htmlText === undefined ? {} : { htmlText }),
    ...(markdownText === undefined ? {} : { markdownText }),
    ...buttonsOf(content),
  };
}

function buttonsOf(content: Content) {
  const actions = z.safeParse(z.array(Action), content["actions"]);
  return actions.success && actions.data.length > 0 ? { actions: actions.data } : {};
}

function fileOf(world: World, content: Content, type: "image" | "file"): Shown | undefined {
  const { mediaUrl, altText, mediaType, mediaSize, text } = content;
  if (mediaUrl === undefined) return undefined;
  const attachment = attachmentAt(world, mediaUrl);
  const ours = attachment !== "foreign" && attachment !== undefined;
  return {
    type,
    url: ours ? `/agent/api/attachments/${attachment.id}/${encodeURIComponent(attachment.name)}` : mediaUrl,
    name: altText ?? (ours ? attachment.name : mediaUrl.slice(mediaUrl.lastIndexOf("/") + 1)),
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(mediaSize === undefined ? {} : { size: mediaSize }),
    ...(text === undefined || text === "" ? {} : { text }),
    ...buttonsOf(content),
  };
}

/** A question about satisfaction (zendesk.md §3.1); its answer marks it as rated. */
export function surveyOf(message: Message): { rated: boolean } | undefined {
  if (message.metadata?.["type"] !== "csat") return undefined;
  const rated = message.metadata["rated"];
  return { rated: rated === true || rated === "true" };
}
