/**
 * An operator's text as a typed tree. What comes from Zendesk is hostile until it has passed here: nothing but
 * known nodes and http, https and mailto addresses comes out, and never more than the limits.
 */
import { type RichText, richTextFromPlain } from "../protocol/rich-text.ts";
import { boundedTree } from "./bounded-tree.ts";
import type { DeskContent } from "./desk.ts";
import { shortened } from "./lengths.ts";
import { richTextFromHtml } from "./operator-html.ts";
import { linkedText } from "./written-links.ts";

/** The richest form the content offers. Markdown is shown as it was typed: no second parser to trust. */
export function operatorText(content: Extract<DeskContent, { type: "text" }>): RichText {
  if (content.htmlText !== undefined) {
    const fromHtml = richTextFromHtml(content.htmlText);
    if (fromHtml.length > 0) {
      return fromHtml;
    }
  }
  return richTextWithLinks(content.text ?? content.markdownText ?? "");
}

/** Plain text with its line breaks; web and mail addresses written out become links. */
export function richTextWithLinks(text: string): RichText {
  const lines = richTextFromPlain(shortened(text).replaceAll(/\r\n?/g, "\n"));
  return boundedTree(lines.flatMap((node) => (node.type === "text" ? linkedText(node.text) : [node])));
}
