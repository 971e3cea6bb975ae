/** What every part of the page needs at hand. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Language } from "../../../src/protocol/chat.ts";
import type { Chat } from "../core/chat.ts";
import type { FileLinks } from "../core/file-links.ts";
import type { Strings } from "../i18n/strings.ts";

export interface Surroundings {
  readonly chat: Chat<File>;
  readonly links: FileLinks;
  readonly strings: Strings;
  readonly language: Language;
  /** Puts a text back to where the visitor writes. */
  readonly reuse: (text: string) => void;
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

export function useSurroundings(): Surroundings {
  const value = useContext(SurroundingsContext);
  if (value === undefined) throw new Error("Drawn outside of the chatbox");
  return value;
}
