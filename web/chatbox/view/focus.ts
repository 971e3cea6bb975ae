import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** For what may go away while it has the focus: the conversation gets it then, so that the keyboard is never lost. */
export function useFocusKept<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null);
  useEffect(
    () => () => {
      if (ref.current?.contains(document.activeElement) !== true) return;
      document.querySelector<HTMLElement>(".scroller")?.focus({ preventScroll: true });
    },
    [],
  );
  return ref;
}
