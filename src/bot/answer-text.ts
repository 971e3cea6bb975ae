/**
 * The small notation in which answers are written, and its way to rich text:
 *
 *     **strong**   [words](https://address)   https://address   name@example.com
 *     - a list     1. a numbered list          empty line: new paragraph     ${variable}
 *
 * Everything else is text. A line that uses a variable nobody has filled is left out, so that an answer reads
 * well for somebody who skipped the step; values are put in as text, after parsing.
 */
import type { Language } from "../protocol/chat.ts";
import type { RichNode, RichText } from "../protocol/rich-text.ts";
import { frenchSpacing } from "./typography.ts";

type Variables = Readonly<Record<string, string>>;

const variablePattern = /\$\{([\p{L}\p{N}_.-]{1,64})\}/gu;

/** The answer as the visitor sees it. */
export function answerText(source: string, variables: Variables, language: Language): RichText {
  const spaced = language === "fr" ? frenchSpacing(source) : source;
  const lines = spaced.replaceAll("\r\n", "\n").split("\n");
  const kept = lines.filter((line) => variablesIn(line).every((name) => Object.hasOwn(variables, name)));
  const blocks = blocksOf(kept.some((line) => line.trim() !== "") ? kept : lines);
  const parsed = blocks.flatMap((block) => blockNodes(block, blocks.length > 1));
  return parsed.map((node) => fill(node, variables));
}

/** Names of the variables a text uses. */
function variablesIn(text: string): string[] {
  return [...text.matchAll(variablePattern)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

interface Block {
  readonly kind: "paragraph" | "bulletList" | "numberList";
  readonly lines: string[];
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const line of lines) {
    if (line.trim() === "") {
      open = undefined;
      continue;
    }
    const { kind, text } = lineKind(line.trim());
    if (open?.kind !== kind) {
      open = { kind, lines: [] };
      blocks.push(open);
    }
    open.lines.push(text);
  }
  return blocks;
}

function lineKind(line: string): { kind: Block["kind"]; text: string } {
  const bullet = /^[-*•]\s+(.+)$/u.exec(line)?.[1];
  if (bullet !== undefined) {
    return { kind: "bulletList", text: bullet };
  }
  const numbered = /^\d{1,3}[.)]\s+(.+)$/u.exec(line)?.[1];
  return numbered === undefined ? { kind: "paragraph", text: line } : { kind: "numberList", text: numbered };
}

function blockNodes(block: Block, severalBlocks: boolean): RichText {
  if (block.kind !== "paragraph") {
    const items = block.lines.map((line): RichNode => ({ type: "listItem", children: inline(line) }));
    return [{ type: block.kind, children: items }];
  }
  const children = block.lines.flatMap(
    (line, index): RichText => [...(index > 0 ? [{ type: "break" as const }] : []), ...inline(line)],
  );
  return severalBlocks ? [{ type: "paragraph", children }] : children;
}

const inlinePattern =
  /\*\*(?<strong>[^*]+)\*\*|\[(?<label>[^[\]]+)\]\((?<href>(?:https?:\/\/|mailto:)[^\s)]+)\)|(?<url>https?:\/\/[^\s<>"]+)|(?<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)/giu;

function inline(text: string): RichText {
  const nodes: RichText = [];
  let end = 0;
  for (const match of text.matchAll(inlinePattern)) {
    const { strong, label, href, url, mail } = match.groups ?? {};
    // What ends a sentence does not belong to an address typed in it.
    const address = url?.replace(/[.,;:!?)»\u202f\u00a0]+$/u, "");
    nodes.push(...plain(text.slice(end, match.index)));
    if (strong !== undefined) {
      nodes.push({ type: "strong", children: inline(strong) });
    } else if (label !== undefined && href !== undefined) {
      nodes.push({ type: "link", href, children: plain(label) });
    } else if (address !== undefined) {
      nodes.push({ type: "link", href: address, children: plain(address) });
    } else if (mail !== undefined) {
      nodes.push({ type: "link", href: `mailto:${mail}`, children: plain(mail) });
    }
    end = match.index + (address ?? match[0]).length;
  }
  return [...nodes, ...plain(text.slice(end))];
}

function plain(text: string): RichText {
  return text === "" ? [] : [{ type: "text", text }];
}

function fill(node: RichNode, variables: Variables): RichNode {
  switch (node.type) {
    case "break":
      return node;
    case "text":
      return {
        type: "text",
        text: node.text.replaceAll(variablePattern, (_, name: string) =>
          Object.hasOwn(variables, name) ? (variables[name] ?? "") : "",
        ),
      };
    default:
      return { ...node, children: node.children.map((child) => fill(child, variables)) };
  }
}
