/** Readings that stay fresh by themselves. */
import { useEffect, useRef } from "react";
import { type Loaded, useLoaded } from "../loaded.ts";

const EVERY_MS = 1500;

/** Reads by `load`, again every second and a half while the page is seen, and when the account is replaced. */
export function usePolled<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const loaded = useLoaded(key, load, ({ type }) => type === "reset");
  const reload = useRef(loaded.reload);
  useEffect(() => {
    reload.current = loaded.reload;
  });
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (!document.hidden) reload.current();
    }, EVERY_MS);
    return () => window.clearInterval(timer);
  }, []);
  return loaded;
}
