import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Pixels from the end that still count as being there. */
const NEAR = 48;

/**
 * Keeps a scrolled area at its end while it grows, unless the person has scrolled up to read; then what they read
 * stays where it is, also when `first`, the first thing in it, changes because more is put above.
 */
export function useStickToEnd(first: string | undefined) {
  const area = useRef<HTMLDivElement>(null);
  const sticking = useRef(true);
  const [away, setAway] = useState(false);

  const toEnd = useCallback(() => {
    sticking.current = true;
    setAway(false);
    if (area.current) area.current.scrollTop = area.current.scrollHeight;
  }, []);
  useLayoutEffect(() => {
    if (area.current) area.current.scrollTop = area.current.scrollHeight;
  }, []);
  const above = useRef({ first, height: 0 });
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    const grown = element.scrollHeight - above.current.height;
    if (above.current.first !== first && !sticking.current) element.scrollTop += grown;
    above.current = { first, height: element.scrollHeight };
  });
  useEffect(() => {
    const element = area.current;
    const content = element?.firstElementChild;
    if (!element || !content) return undefined;
    let last = element.scrollTop;
    const onScroll = (): void => {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      // Content that grows also leaves the end behind: only a move upwards is the person's wish.
      if (near || element.scrollTop < last) {
        sticking.current = near;
        setAway(!near);
      }
      last = element.scrollTop;
    };
    // Pictures arrive later and change the height, as does the growing reply box below.
    const sizes = new ResizeObserver(() => {
      if (!sticking.current) return;
      element.scrollTop = element.scrollHeight;
      last = element.scrollTop;
    });
    sizes.observe(content);
    sizes.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, []);
  return { area, away, toEnd };
}
