import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** For what may go away while it has the focus: the conversation gets it then, so that the keyboard is never lost. */
export function useFocusKept<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null);
  // Not an effect: those are cleaned up when the element is gone.
  useLayoutEffect(
    () => () => {
      if (ref.current?.contains(document.activeElement) !== true) return;
      document.querySelector<HTMLElement>(".scroller")?.focus({ preventScroll: true });
    },
    [],
  );
  return ref;
}
