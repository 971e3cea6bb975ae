import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Pixels from the end that still count as being there. */
const NEAR = 48;

/** Keeps a scrolled area at its end while it grows, unless the person has scrolled up to read. */
export function useStickToEnd() {
  const area = useRef<HTMLDivElement>(null);
  const sticking = useRef(true);
  const [away, setAway] = useState(false);

  const toEnd = useCallback(() => {
    if (area.current) area.current.scrollTop = area.current.scrollHeight;
  }, []);
  useLayoutEffect(toEnd, [toEnd]);
  useEffect(() => {
    const element = area.current;
    const content = element?.firstElementChild;
    if (!element || !content) return undefined;
    const onScroll = (): void => {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      sticking.current = near;
      setAway(!near);
    };
    // Pictures arrive later and change the height, as does the growing reply box below.
    const sizes = new ResizeObserver(() => {
      if (sticking.current) toEnd();
    });
    sizes.observe(content);
    sizes.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [toEnd]);
  return { area, away, toEnd };
}
