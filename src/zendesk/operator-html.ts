/** An operator's HTML reduced to the typed tree (see `operator-text.ts`). */
import { Parser } from "htmlparser2";
import type { RichNode, RichText } from "../protocol/rich-text.ts";
import { boundedTree } from "./bounded-tree.ts";
import { linkedText, safeHref } from "./written-links.ts";

/** Zendesk allows 4096 characters of `htmlText` (zendesk.md §2); what is longer is shortened. */
const maxCharacters = 80_000;
const maxDepth = 12;

type Marked = Exclude<RichNode["type"], "text" | "break" | "link">;
const marks: Readonly<Record<string, Marked>> = {
  b: "strong",
  strong: "strong",
  i: "emphasis",
  em: "emphasis",
  code: "code",
  pre: "preformatted",
  blockquote: "quote",
  p: "paragraph",
  div: "paragraph",
  h1: "paragraph",
  h2: "paragraph",
  h3: "paragraph",
  h4: "paragraph",
  h5: "paragraph",
  h6: "paragraph",
  tr: "paragraph",
  ul: "bulletList",
  ol: "numberList",
  li: "listItem",
};

/** Elements whose content is not text for people. */
const dropped = new Set(
  "script style head title template noscript noembed noframes iframe object svg math textarea select".split(
    " ",
  ),
);

/** An open element: where its content goes and what holds inside it. */
interface Open {
  readonly children: RichText;
  readonly depth: number;
  readonly muted: boolean;
  readonly pre: boolean;
  readonly link: boolean;
}

/** Unknown elements leave their text, scripts and styles leave nothing, depth and size are bounded. */
export function richTextFromHtml(html: string): RichText {
  const root: Open = { children: [], depth: 0, muted: false, pre: false, link: false };
  const open: Open[] = [];

  const here = (): Open => open.at(-1) ?? root;
  const add = (node: RichNode): void => void here().children.push(node);

  const parser = new Parser({
    onopentag(tag, attributes) {
      const parent = here();
      if (parent.muted || dropped.has(tag)) {
        open.push({ ...parent, muted: true });
        return;
      }
      if (tag === "br") {
        add({ type: "break" });
      } else if (tag === "img") {
        const picture = pictureNode(attributes, parent.link);
        if (picture !== undefined) add(picture);
      }
      const node = parent.depth < maxDepth ? nodeOf(tag, attributes["href"], parent) : undefined;
      const inside = { ...parent, pre: parent.pre || tag === "pre" };
      if (node === undefined) {
        open.push(inside);
        return;
      }
      add(node);
      open.push({
        ...inside,
        children: node.children,
        depth: parent.depth + 1,
        link: parent.link || node.type === "link",
      });
    },
    ontext(text) {
      const { muted, pre, children } = here();
      if (muted) {
        return;
      }
      const kept = pre ? text : text.replaceAll(/[ \t\r\n]+/g, " ");
      const last = children.at(-1);
      if (last?.type === "text") {
        last.text += kept;
      } else {
        add({ type: "text", text: kept });
      }
    },
    // The parser opens and closes in pairs, void and implied elements included.
    onclosetag() {
      open.pop();
    },
  });
  parser.end(html.slice(0, maxCharacters).toWellFormed());
  const isCut = html.length > maxCharacters;
  const tree = tidy(root.children, { pre: false, link: false });
  return boundedTree(isCut ? [...tree, { type: "text", text: "…" }] : tree);
}

/** Its words where it has some, else where it can be seen. */
function pictureNode({ alt, src }: Readonly<Record<string, string>>, inLink: boolean): RichNode | undefined {
  if (alt !== undefined && alt.trim() !== "") return { type: "text", text: alt };
  const href = src === undefined || inLink ? undefined : safeHref(src);
  return href === undefined ? undefined : { type: "link", href, children: [{ type: "text", text: href }] };
}

function nodeOf(
  tag: string,
  href: string | undefined,
  parent: Open,
): Extract<RichNode, { children: RichText }> | undefined {
  if (tag === "a") {
    const safe = href === undefined || parent.link ? undefined : safeHref(href);
    return safe === undefined ? undefined : { type: "link", href: safe, children: [] };
  }
  const type = Object.hasOwn(marks, tag) ? marks[tag] : undefined;
  return type === undefined ? undefined : { type, children: [] };
}

const blocks = new Set<RichNode["type"]>([
  "paragraph",
  "quote",
  "preformatted",
  "bulletList",
  "numberList",
  "listItem",
]);

/** Without empty elements and without the blanks that only separate blocks; addresses written out become links. */
function tidy(nodes: RichText, inside: { pre: boolean; link: boolean }): RichText {
  const full = nodes.flatMap((node): RichText => {
    if (!("children" in node)) {
      return node.type === "text" && node.text === "" ? [] : [node];
    }
    const children = tidy(node.children, {
      pre: inside.pre || node.type === "preformatted",
      link: inside.link || node.type === "link",
    });
    return children.length === 0 ? [] : [{ ...node, children }];
  });
  const edge = (node: RichNode | undefined) =>
    node === undefined || node.type === "break" || blocks.has(node.type);
  return full.flatMap((node, index): RichText => {
    if (node.type !== "text") {
      return [node];
    }
    if (!inside.pre && node.text.trim() === "" && (edge(full[index - 1]) || edge(full[index + 1]))) {
      return [];
    }
    return inside.link ? [node] : linkedText(node.text);
  });
}
