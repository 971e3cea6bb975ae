import { startTransition, useEffect, useState } from "react";

/** Milliseconds after which the rest of what was opened is drawn. */
const REST = 60;

/** False until what was opened has been on the screen for a moment: its rest, out of sight, is drawn then. */
export function useSettled(opened: boolean): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    if (!opened) return undefined;
    const rest = window.setTimeout(() => startTransition(() => setSettled(true)), REST);
    return () => window.clearTimeout(rest);
  }, [opened]);
  return settled;
}
