/** A promise taken away, and where that is to be noticed. */
export interface Mutation {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Where it is expected to be noticed: arguments of Vitest. */
  readonly suites: readonly string[];
}

/** `find` stands exactly once in the file. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Fails when the text to replace does not stand exactly once in the file. */
export function mutated(text: string, { file, find, replace }: Edit): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
}
