/** Words of a text in the form in which they are compared, and how alike two of them are. */
import type { Language } from "../protocol/chat.ts";

/** Longer words are cut: nobody's question depends on their end, and comparing stays cheap. */
const maxWordLength = 32;

/** Lower-case words without accents, punctuation and compatibility forms, in order. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return (
    plain
      .replaceAll("œ", "oe")
      .replaceAll("æ", "ae")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).map((word) => word.slice(0, maxWordLength));
}

const small: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set(
    wordsOf(`a an the this that these those there here and or but if so of to in on at by for from with about
      as into is are am was were be been being do does did done have has had can could will would shall should
      may might must i you he she it we they me him her us them my your his its our their mine yours what which
      who whom when where why how some any no not please just also too very really want need like get got go
      let ll m s t d re ve hi hello hey ok okay yes well now then than`),
  ),
  fr: new Set(
    wordsOf(`un une le la les l de d du des au aux ce cet cette ces c ça cela et ou mais si donc or car que qu qui
      quoi dont où en y à a dans sur sous par pour avec chez sans vers est suis es sont êtes été être ai as avez
      ont avoir fait faire peux peut pouvez pourrais pourrait puis veux voudrais voudrait aimerais souhaite
      souhaiterais dois doit faut je j tu il elle on nous vous ils elles me m te t se s moi toi lui leur mon ma
      mes ton ta tes son sa ses notre nos votre vos ne n pas plus non oui quel quelle quels quelles quand
      comment combien pourquoi svp plaît bonjour salut bien aussi très ici là est-ce cest jai jaimerais dun dune quil quon`),
  ),
};

/** How much a word says: the small words of a language say little, but they still tell "who are you" from "where are you". */
export function weightOf(word: string, language: Language): number {
  return small[language].has(word) ? 0.1 : 1;
}

/**
 * 1 for the same word, less for one that differs by a typo or its ending, 0 for another word. Short words must
 * be the same: there, one letter makes another word.
 */
export function likeness(one: string, other: string): number {
  if (one === other) {
    return 1;
  }
  const longer = Math.max(one.length, other.length);
  const shorter = Math.min(one.length, other.length);
  if (longer >= 5 && editsApart(one, other, longer >= 9 ? 2 : 1)) {
    return 0.85;
  }
  const sameBeginning =
    shorter >= 5 && longer - shorter <= 4 && (one.startsWith(other) || other.startsWith(one));
  return sameBeginning ? 0.7 : 0;
}

/** Whether `most` edits (a letter more, less, other, or two neighbours swapped) lead from one word to the other. */
function editsApart(one: string, other: string, most: number): boolean {
  if (Math.abs(one.length - other.length) > most) {
    return false;
  }
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const changed = one[row - 1] === other[column - 1] ? 0 : 1;
      let edits = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + changed);
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        edits = Math.min(edits, at(beforeLast, column - 2) + 1);
      }
      current.push(edits);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, other.length) <= most;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
