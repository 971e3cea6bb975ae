/** Cards, places, forms and choices as text: a chat window shows them in words, and nothing of them is dropped. */
import type { Choice } from "../conversation/model.ts";
import type { RichNode, RichText } from "../protocol/rich-text.ts";
import { boundedTree } from "./bounded-tree.ts";
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
  /** For a picture that only the account's people can open. */
  readonly hiddenPicture: string;
  /** Before the names of buttons that do nothing here. */
  readonly elsewhere: string;
  /** Instead of a survey's buttons: Zendesk takes a rating from channels of its own only. */
  readonly rating: string;
  /** For what cannot be shown and has no text of its own. */
  readonly unknown: string;
}

type InWords = Exclude<DeskContent, { type: "file" }>;

/** Never empty. Answers that are offered stand beside it, see `choicesOf`. */
export function operatorBody(content: InWords, words: RichWords): RichText {
  const body = boundedTree(bodyOf(content, words));
  if (body.length > 0) return body;
  return [{ type: "text", text: choicesOf(content).length > 0 ? words.choices : words.unknown }];
}

/** A survey without its buttons: what it asks, where it links to, and that it cannot be answered here. */
export function surveyBody(content: InWords, words: RichWords): RichText {
  const asked = bodyOf(
    content.type === "text" ? { ...content, actions: linksAmong(content) } : content,
    words,
  );
  return [...boundedTree(asked), ...paragraph([{ type: "text", text: words.rating }])];
}

function linksAmong({ actions = [] }: Extract<DeskContent, { type: "text" }>): readonly DeskAction[] {
  return actions.filter(({ kind }) => kind === "link");
}

/** The answers that the visitor may choose; one on a card says of which. */
export function choicesOf(content: InWords): readonly Choice[] {
  if (content.type === "text") return answersAmong(content.actions ?? []);
  if (content.type !== "cards") return [];
  const onCards = content.cards.flatMap(({ title, actions }) =>
    answersAmong(actions).map((choice) =>
      title === "" ? choice : { ...choice, label: `${title}: ${choice.label}` },
    ),
  );
  return [...onCards, ...answersAmong(content.actions)];
}

function answersAmong(actions: readonly DeskAction[]): readonly Choice[] {
  return actions.flatMap((action) => {
    if (action.kind !== "answer") return [];
    const { kind, ...choice } = action;
    return [choice];
  });
}

function bodyOf(content: InWords, words: RichWords): RichText {
  switch (content.type) {
    case "text":
      return [...operatorText(content), ...buttons(content.actions ?? [], words)];
    case "cards":
      return [
        ...paragraph(richTextWithLinks(content.text)),
        ...list(content.cards.map((card) => cardBody(card, words))),
        ...buttons(content.actions, words),
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
      return [
        ...(content.text === undefined ? [] : richTextWithLinks(content.text)),
        // A fallback says it all; what stands below a file does not.
        ...paragraph(isFile(content.kind) ? [{ type: "text", text: words.unknown }] : []),
      ];
  }
}

/** Of a file that cannot be had: where it lies is no address. */
function isFile(kind: string): boolean {
  return kind === "image" || kind === "file";
}

function cardBody(card: DeskCard, words: RichWords): RichText {
  const { title, description, picture, hasPrivatePicture = false, actions } = card;
  return [
    ...paragraph(strong(title)),
    ...paragraph(richTextWithLinks(description ?? "")),
    ...paragraph(picture === undefined ? [] : [link(picture, words.picture)]),
    ...paragraph(hasPrivatePicture ? [{ type: "text", text: words.hiddenPicture }] : []),
    ...buttons(actions, words),
  ];
}

/** Below a text: what opens, then what does nothing here. */
function buttons(actions: readonly DeskAction[], words: RichWords): RichText {
  const others = actions.filter(({ kind }) => kind === "other");
  return [
    ...list(actions.flatMap((action) => (action.kind === "link" ? [[link(action.href, action.label)]] : []))),
    ...paragraph(others.length === 0 ? [] : [{ type: "text", text: words.elsewhere }]),
    ...list(others.map(({ label }) => [{ type: "text", text: label }])),
  ];
}

/** All buttons in words, where nothing can be chosen: below a file. */
export function buttonsInWords(actions: readonly DeskAction[], words: RichWords): RichText {
  const answers = answersAmong(actions);
  return [
    ...paragraph(answers.length === 0 ? [] : [{ type: "text", text: words.choices }]),
    ...list(answers.map(({ label }) => [{ type: "text", text: label }])),
    ...buttons(actions, words),
  ];
}

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
