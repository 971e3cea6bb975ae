/** What an operator's formatting becomes in a message. */
import type { Content, Settings } from "../state/entities.ts";

/** The plain text is always there; which other form comes with it is not documented, hence a switch. */
export function formattedText(
  text: string,
  htmlText: string | undefined,
  format: Settings["agentTextFormat"],
): Content {
  if (htmlText === undefined || format === "text") return { type: "text", text };
  return format === "htmlText"
    ? { type: "text", text, htmlText }
    : { type: "text", text, markdownText: toMarkdown(htmlText) };
}

const marks: readonly (readonly [RegExp, string])[] = [
  [/<\/?(?:strong|b)>/giu, "**"],
  [/<\/?(?:em|i)>/giu, "*"],
  [/<\/?(?:s|del)>/giu, "~~"],
  [/<\/?code>/giu, "`"],
  [/<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/giu, "[$2]($1)"],
  [/<li>(?:<p>)?/giu, "- "],
  [/(?:<\/p>)?<\/li>|<br\s*\/?>/giu, "\n"],
  [/<\/p>|<\/h\d>/giu, "\n\n"],
  [/<[^>]*>/gu, ""],
  [/&lt;/gu, "<"],
  [/&gt;/gu, ">"],
  [/&quot;/gu, '"'],
  [/&#39;/gu, "'"],
  [/&amp;/gu, "&"],
  [/\n{3,}/gu, "\n\n"],
];

/** Of what the operators' editor writes: emphasis, code, links, lists, paragraphs. */
const toMarkdown = (html: string): string =>
  marks.reduce((text, [pattern, mark]) => text.replace(pattern, mark), html).trim();
