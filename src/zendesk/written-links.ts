/** Addresses written out in a text. */
import type { RichText } from "../protocol/rich-text.ts";
import { longestAddress } from "./lengths.ts";

const address = /\b(?:https?:\/\/|mailto:)[^\s<>"'`{}|\\^]+/gi;

/** The text with its web and mail addresses as links. */
export function linkedText(text: string): RichText {
  const nodes: RichText = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const written = withoutTail(match[0]);
    const href = safeHref(written);
    if (href !== undefined) {
      if (match.index > end) {
        nodes.push({ type: "text", text: text.slice(end, match.index) });
      }
      nodes.push({ type: "link", href, children: [{ type: "text", text: written }] });
      end = match.index + written.length;
    }
  }
  if (end < text.length) {
    nodes.push({ type: "text", text: text.slice(end) });
  }
  return nodes;
}

/** Punctuation after an address belongs to the sentence, as does a bracket that was opened before it. */
function withoutTail(found: string): string {
  let unopened = found.split(")").length - found.split("(").length;
  let end = found.length;
  for (; end > 0; end -= 1) {
    const last = found.charAt(end - 1);
    if (last === ")" && unopened > 0) {
      unopened -= 1;
    } else if (!".,;:!?…»".includes(last)) {
      break;
    }
  }
  return found.slice(0, end);
}

/**
 * The address when it is http, https or mailto, can be read and is not too long; undefined otherwise. One that begins with a name
 * (`https://bank.example@evil.example`) leads elsewhere than it reads.
 */
export function safeHref(href: string): string | undefined {
  const trimmed = href.trim();
  if (
    trimmed.length > longestAddress ||
    !/^(?:https?:\/\/|mailto:)/i.test(trimmed) ||
    !URL.canParse(trimmed)
  ) {
    return undefined;
  }
  const url = new URL(trimmed);
  // What is written with other than plain letters becomes longer.
  if (url.username !== "" || url.password !== "" || url.href.length > longestAddress) return undefined;
  return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : undefined;
}
