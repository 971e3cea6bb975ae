import { type RefObject, useEffect, useRef } from "react";

/** Calls `reached` when the element it is given to comes near the visible part of `area`. */
export function useReaching(area: RefObject<HTMLElement>, reached: () => void): RefObject<HTMLDivElement> {
  const mark = useRef<HTMLDivElement>(null);
  const latest = useRef(reached);
  useEffect(() => {
    latest.current = reached;
  });
  useEffect(() => {
    const element = mark.current;
    if (!element) return undefined;
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current();
      },
      { root: area.current, rootMargin: "400px 0px 0px" },
    );
    watch.observe(element);
    return () => watch.disconnect();
  });
  return mark;
}
