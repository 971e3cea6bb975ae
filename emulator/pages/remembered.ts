import { useCallback, useState } from "react";

/** A choice kept in this browser. Where storage is refused it lasts as long as the page. */
export function useRemembered(key: string): readonly [string | null, (value: string) => void] {
  const [value, setValue] = useState(() => remembered(key));
  const remember = useCallback(
    (next: string): void => {
      setValue(next);
      try {
        localStorage.setItem(key, next);
      } catch {
        // Private windows may refuse; the choice then holds until the page is left.
      }
    },
    [key],
  );
  return [value, remember];
}

/** What this browser keeps now. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
