/** Cards, places, forms and choices as text: a chat window shows them in words, and nothing of them is dropped. */
import type { RichNode, RichText } from "../protocol/rich-text.ts";
import type { DeskAction, DeskCard, DeskContent } from "./desk.ts";
import { operatorText, richTextWithLinks } from "./operator-text.ts";

/** What has to be said about such a message, in the visitor's language. */
export interface RichWords {
  /** Before the answers that were offered. */
  readonly choices: string;
  /** Before the names of what a form asks for: the visitor answers by writing. */
  readonly asked: string;
  readonly map: string;
  readonly picture: string;
  /** For what cannot be shown and has no text of its own. */
  readonly unknown: string;
}

/** Never empty. */
export function operatorBody(content: Exclude<DeskContent, { type: "file" }>, words: RichWords): RichText {
  const body = bodyOf(content, words);
  return body.length === 0 ? [{ type: "text", text: words.unknown }] : body;
}

function bodyOf(content: Exclude<DeskContent, { type: "file" }>, words: RichWords): RichText {
  switch (content.type) {
    case "text":
      return [...operatorText(content), ...choices(content.actions ?? [], words)];
    case "cards":
      return [
        ...paragraph(richTextWithLinks(content.text)),
        ...list(content.cards.map((card) => cardBody(card, words))),
        ...choices(content.actions, words),
      ];
    case "place": {
      const { latitude, longitude } = content;
      const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`;
      return [
        ...paragraph(richTextWithLinks(content.text)),
        ...paragraph(strong(content.name)),
        ...paragraph(richTextWithLinks(content.address)),
        ...paragraph([link(map, words.map)]),
      ];
    }
    case "form":
      return [
        ...paragraph(richTextWithLinks(content.text)),
        ...paragraph([{ type: "text", text: words.asked }]),
        ...list(content.labels.map((label) => [{ type: "text", text: label }])),
      ];
    case "other":
      return content.text === undefined ? [] : richTextWithLinks(content.text);
  }
}

function cardBody({ title, description, picture, actions }: DeskCard, words: RichWords): RichText {
  return [
    ...paragraph(strong(title)),
    ...paragraph(richTextWithLinks(description ?? "")),
    ...paragraph(picture === undefined ? [] : [link(picture, words.picture)]),
    ...actions.map((action): RichNode => ({ type: "paragraph", children: [actionNode(action)] })),
  ];
}

/** The answers below a text: the visitor gives one by writing it. */
export function choices(actions: readonly DeskAction[], words: RichWords): RichText {
  if (actions.length === 0) return [];
  const replies = actions.filter(({ href }) => href === undefined);
  const links = actions.filter(({ href }) => href !== undefined);
  return [
    ...paragraph(replies.length === 0 ? [] : [{ type: "text", text: words.choices }]),
    ...list(replies.map((action) => [actionNode(action)])),
    ...list(links.map((action) => [actionNode(action)])),
  ];
}

const actionNode = ({ label, href }: DeskAction): RichNode =>
  href === undefined ? { type: "text", text: label } : link(href, label);

const link = (href: string, text: string): RichNode => ({
  type: "link",
  href,
  children: [{ type: "text", text }],
});

const strong = (text: string): RichText =>
  text === "" ? [] : [{ type: "strong", children: [{ type: "text", text }] }];

const paragraph = (children: RichText): RichText =>
  children.length === 0 ? [] : [{ type: "paragraph", children }];

const list = (items: readonly RichText[]): RichText =>
  items.length === 0
    ? []
    : [{ type: "bulletList", children: items.map((children) => ({ type: "listItem", children })) }];
