/** A posted content as it is kept and answered: with what Zendesk fills in (zendesk.md §4). */
import { badRequest } from "../refusal.ts";
import { attachmentAt } from "../world/messaging/attachments.ts";
import type { Attachment, Content, Conversation } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import type { Item, PostedContent } from "./content.ts";
import { htmlFromMarkdown, textFromHtml } from "./markup.ts";

const HTML_LENGTH = 4096;

/** Fails with 400 when a file belongs to another conversation, or its markdown is too long as HTML. */
export function keptContent(world: World, conversation: Conversation, posted: PostedContent): Content {
  switch (posted.type) {
    case "text":
      return withMarkup(posted);
    case "image":
    case "file":
      return { ...withMarkup(posted), ...knownOf(posted, ours(world, conversation, posted.mediaUrl)) };
    case "carousel":
    case "list":
      for (const { mediaUrl } of posted.items)
        if (mediaUrl !== undefined) ours(world, conversation, mediaUrl);
      return { ...posted, text: fallbackOf(posted.items), items: posted.items.map(withAltText) };
    case "location": {
      const { lat, long } = posted.coordinates;
      return { ...posted, text: `Location shared:\nhttps://maps.google.com/maps?q=${lat},${long}` };
    }
    case "form":
      return { ...posted, submitted: false };
    case "template":
      return posted;
  }
}

/** Markdown becomes HTML, and a text with markup alone has a plain one as well. */
function withMarkup(posted: Extract<PostedContent, { type: "text" | "image" | "file" }>): Content {
  const { markdownText, ...rest } = posted;
  const htmlText = markdownText === undefined ? posted.htmlText : htmlFromMarkdown(markdownText);
  if (htmlText === undefined) return rest;
  if (htmlText.length > HTML_LENGTH)
    throw badRequest(`content.markdownText: longer than ${HTML_LENGTH} characters as htmlText`);
  return { ...rest, htmlText, text: posted.text ?? textFromHtml(htmlText) };
}

/** The file of ours behind an address, undefined when it lies elsewhere. */
function ours(world: World, conversation: Conversation, url: string): Attachment | undefined {
  const attachment = attachmentAt(world, url);
  if (attachment === "foreign") return undefined;
  const elsewhere = attachment?.conversationId !== undefined && attachment.conversationId !== conversation.id;
  if (attachment === undefined || elsewhere)
    throw badRequest("The media URL does not belong to this conversation.");
  return attachment;
}

const nameIn = (url: string): string => decode(new URL(url).pathname.split("/").at(-1) ?? "").slice(0, 128);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function knownOf(posted: { mediaUrl: string; altText?: string | undefined }, file: Attachment | undefined) {
  const altText = posted.altText ?? file?.name.slice(0, 128) ?? nameIn(posted.mediaUrl);
  return {
    altText,
    ...(file === undefined ? {} : { mediaType: file.mediaType, mediaSize: file.size, attachmentId: file.id }),
  };
}

const withAltText = (item: Item) =>
  item.mediaUrl === undefined ? item : { ...item, altText: item.altText ?? nameIn(item.mediaUrl) };

/** What channels show that know no carousels: links with their addresses, other buttons left out. */
const fallbackOf = (items: readonly Item[]): string =>
  items
    .map(({ title, description, actions }, index) => {
      const links = actions.flatMap((action) =>
        action.type === "link" || action.type === "webview" ? [`${action.text}: ${action.uri}`] : [],
      );
      return [`${index + 1}. ${title}`, description, ...links].filter(Boolean).join("\n");
    })
    .join("\n\n");
