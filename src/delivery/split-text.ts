/** Cuts a text that is too long for one message into several. Pure. */

/** Where a part may end, the best first: after a paragraph, a line, a sentence, a word. A no-break space holds. */
const ends = [/\n\s*\n\s*/gu, /\n\s*/gu, /[.!?…。！？]["'»”’)\]]*\s+/gu, /[^\S\u00a0\u202f]+/gu] as const;

/** A part that would be shorter than this share of the longest is ended at a lesser place instead. */
const leastShare = 0.5;

/** More than the longest character that anybody writes, in UTF-16 units: families of emoji have eleven. */
const slack = 64;

const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Parts of at most `longest` UTF-16 units that read one after another as the text does: only blanks at which it was
 * cut are gone. What a reader takes for one character is never broken, unless it alone is longer than a part; a
 * surrogate pair never.
 *
 * @param longest at least 2
 */
export function splitText(text: string, longest: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > longest) {
    const { end, next } = cut(rest, longest);
    const part = rest.slice(0, end);
    if (part.trim() !== "") parts.push(part);
    rest = rest.slice(next);
  }
  return rest.trim() === "" && text.length > longest ? parts : [...parts, rest];
}

interface Cut {
  /** The part ends before this place… */
  readonly end: number;
  /** …and what follows begins here, blanks between them left out. */
  readonly next: number;
}

/** Where the first part of a text that is longer than one ends. */
function cut(text: string, longest: number): Cut {
  const between = new Set<number>();
  for (const { index } of characters.segment(text.slice(0, longest + slack))) between.add(index);
  // One unit more: a blank right behind a full part is a place to end it.
  const head = text.slice(0, longest + 1);
  for (const place of ends) {
    const found = [...head.matchAll(place)]
      .map((match) => match.index + match[0].trimEnd().length)
      .filter((end) => end <= longest && end >= longest * leastShare && between.has(end))
      .map((end) => ({ end, next: end + blanksAt(text, end) }))
      .findLast(({ next }) => next > longest + slack || next === text.length || between.has(next));
    if (found !== undefined) return found;
  }
  const end = Math.max(...[...between].filter((place) => place <= longest)) || withinCharacter(text, longest);
  return { end, next: end };
}

function blanksAt(text: string, place: number): number {
  return /^\s*/u.exec(text.slice(place))?.[0].length ?? 0;
}

/** A single character is longer than a part: only its surrogate pairs stay whole. */
function withinCharacter(text: string, longest: number): number {
  const last = text.charCodeAt(longest - 1);
  return last >= 0xd800 && last <= 0xdbff ? longest - 1 : longest;
}
