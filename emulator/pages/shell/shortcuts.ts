import { useEffect, useRef } from "react";
import { remembered, useRemembered } from "../remembered.ts";

/** What the page does on a key; `?` and letters alone, `submit` together with Ctrl and Alt. */
export interface Shortcut {
  readonly key: string;
  /** With Ctrl and Alt held, as Zendesk's own shortcuts are; works while writing too. */
  readonly chord: boolean;
  readonly run: () => void;
}

const writing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;

const covered = (): boolean =>
  document.querySelector("[role=dialog], [aria-haspopup][aria-expanded=true]") !== null;

const SINGLE_KEYS = "emulator.singleKeys";

/** Whether letters alone act; people who dictate want them off. */
export function useSingleKeys() {
  const [value, remember] = useRemembered(SINGLE_KEYS);
  return { on: value !== "off", turn: (on: boolean) => remember(on ? "on" : "off") };
}

/** Listens for shortcuts while the component is shown. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const chord = event.ctrlKey && event.altKey;
      const alone = !event.ctrlKey && !event.altKey && !event.metaKey;
      if (
        event.defaultPrevented ||
        (!chord && !(alone && remembered(SINGLE_KEYS) !== "off" && !writing(event.target))) ||
        covered()
      )
        return;
      // With Alt a key may write another letter: its place on the keyboard counts as well.
      const found = latest.current.find(
        ({ key, chord: wanted }) =>
          wanted === chord && (event.key.toLowerCase() === key || event.code === `Key${key.toUpperCase()}`),
      );
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
