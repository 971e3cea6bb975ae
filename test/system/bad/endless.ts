/** Lists of Zendesk's that never end: each page says that there is another one. */
import type { Random } from "../history/random.ts";
import { isEntries } from "./hostile.ts";

/** A page of a list of Conversations or of the Support API, whose cursors differ by name only. */
interface Page {
  readonly meta: Record<string, unknown>;
}

/** A spell that lies on a list: for so many more pages. */
interface Spell {
  readonly page: Page;
  readonly cursor: (page: number) => string;
  told: number;
}

/** Cursors that go nowhere, round in circles, and ever on. */
const cursors = [
  () => "again",
  (page: number) => (page % 2 === 0 ? "there" : "and back"),
  (page: number) => `in circles ${page % 7}`,
  (page: number) => `on and on ${page}`,
] as const;

export interface Endless {
  /** The next page of a list that is under a spell; undefined: it is asked for where it is. */
  readonly pageOf: (path: string, isFirst: boolean) => unknown;
  /** Puts a spell on the list, if it is one: from now on it has no end, for so many pages at least. */
  readonly begin: (path: string, answer: unknown) => unknown;
}

export function createEndless(random: Random, pages: number): Endless {
  const spells = new Map<string, Spell>();

  function next(path: string, spell: Spell): unknown {
    spell.told += 1;
    if (spell.told >= pages) spells.delete(path);
    const cursor = spell.cursor(spell.told);
    return {
      ...spell.page,
      meta: {
        ...spell.page.meta,
        ...("has_more" in spell.page.meta
          ? { has_more: true, after_cursor: cursor }
          : { hasMore: true, afterCursor: cursor, beforeCursor: cursor }),
      },
    };
  }

  return {
    pageOf: (path, isFirst) => {
      // Who begins anew sees the list as it is: the next one is not to suffer for the one before.
      if (isFirst) spells.delete(path);
      const spell = spells.get(path);
      return spell && next(path, spell);
    },
    begin: (path, answer) => {
      if (!isEntries(answer) || !isEntries(answer["meta"])) return answer;
      const spell: Spell = {
        page: { ...answer, meta: answer["meta"] },
        cursor: random.pick(cursors),
        told: 0,
      };
      spells.set(path, spell);
      return next(path, spell);
    },
  };
}
