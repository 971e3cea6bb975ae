/** Lists that come page by page, by cursor. */
import * as z from "zod";
import { CodedError } from "../errors.ts";

/**
 * A conversation holds 30,000 messages at most, a hundred a page (zendesk.md §2); no other list is longer: a visitor's
 * conversations, an account's groups, the agents of a group.
 */
export const mostPages = 300;

/** Of an address: what is longer did not come from Zendesk, and would not get there again. */
export const cursor = z.string().max(2_048).nullish();

export interface ReadPage<Page> {
  readonly page: Page;
  /** Where the list goes on; undefined at its end. */
  readonly next: string | undefined;
}

/**
 * The pages of a list, read as they are asked for. A cursor that does not move is the end. Fails with
 * `zendesk_answer_unreadable` where the list comes back to a page it had, or has more pages than any can have.
 */
export async function* eachPage<Page>(
  read: (after: string | undefined) => Promise<ReadPage<Page>>,
): AsyncGenerator<Page> {
  const visited = new Set<string>();
  let after: string | undefined;
  for (;;) {
    const { page, next } = await read(after);
    yield page;
    if (next === undefined || next === after) return;
    if (visited.has(next) || visited.size + 1 >= mostPages)
      throw new CodedError("zendesk_answer_unreadable", "a list of Zendesk's does not come to an end");
    visited.add(next);
    after = next;
  }
}
