/** How the items stand on the screen: days, notices, and bubbles of one author within one minute. */
import type { Item } from "../core/view.ts";

export type Block =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "notice"; readonly key: string; readonly item: Item; readonly text: string }
  | { readonly kind: "group"; readonly key: string; readonly author: Item["author"]; readonly items: Item[] };

/** Blocks of `before` that did not change come back as the same objects, so that they need not be drawn again. */
export function blocksOf(items: readonly Item[], before: readonly Block[] = []): Block[] {
  const known = new Map(before.map((block) => [block.key, block]));
  return freshBlocks(items).map((block) => {
    const old = known.get(block.key);
    return old !== undefined && isSame(old, block) ? old : block;
  });
}

function isSame(a: Block, b: Block): boolean {
  if (a.kind === "group" && b.kind === "group") {
    return a.items.length === b.items.length && a.items.every((item, index) => item === b.items[index]);
  }
  return a.kind === "notice" && b.kind === "notice" ? a.item === b.item : a.kind === b.kind;
}

function freshBlocks(items: readonly Item[]): Block[] {
  const blocks: Block[] = [];
  let day: string | undefined;
  for (const item of items) {
    const itemDay = new Date(item.at).toDateString();
    if (itemDay !== day) {
      day = itemDay;
      blocks.push({ kind: "day", key: `day ${itemDay} ${item.key}`, at: item.at });
    }
    const { content } = item;
    if (content.type === "notice") {
      blocks.push({ kind: "notice", key: item.key, item, text: content.text });
      continue;
    }
    const last = blocks.at(-1);
    if (last?.kind === "group" && belongs(last, item)) last.items.push(item);
    else blocks.push({ kind: "group", key: `group ${item.key}`, author: item.author, items: [item] });
  }
  return blocks.map(withLastingKey);
}

/** One that was overtaken may come to stand at the head of a group, which stays the same group for all that. */
function withLastingKey(block: Block): Block {
  if (block.kind !== "group") return block;
  const first = block.items.find(({ overtaken }) => overtaken !== true);
  return first === undefined ? block : { ...block, key: `group ${first.key}` };
}

function belongs(group: Extract<Block, { kind: "group" }>, item: Item): boolean {
  const previous = group.items.at(-1);
  return (
    previous !== undefined &&
    sameAuthor(group.author, item.author) &&
    Math.floor(previous.at / 60_000) === Math.floor(item.at / 60_000) &&
    previous.late === item.late
  );
}

function sameAuthor(a: Item["author"], b: Item["author"]): boolean {
  if (a.type !== b.type) return false;
  return nameOf(a) === nameOf(b) && isAutomatic(a) === isAutomatic(b);
}

/** Sent by a rule, not written by a person. */
export function isAutomatic(author: Item["author"]): boolean {
  return author.type === "operator" && author.automatic === true;
}

export function nameOf(author: Item["author"]): string | undefined {
  return author.type === "bot" || author.type === "operator" ? author.name : undefined;
}

/** One or two letters to stand for a picture. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends
    .map((word) => String.fromCodePoint(word?.codePointAt(0) ?? 32).trim())
    .join("")
    .toUpperCase();
}
