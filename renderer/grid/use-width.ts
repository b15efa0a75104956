import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Columns are laid out anew in steps of this many pixels, not with every pixel of a drag. */
const STEP = 20;

/** The width of the element that `ref` is put on, rounded down to whole steps; `fallback` until it is measured. */
export function useWidth(fallback: number): {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly width: number;
} {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(fallback);
  useLayoutEffect(() => {
    if (ref.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      const now = entry?.contentRect.width ?? 0;
      // A pane behind another one has no width.
      if (now > 0) setWidth(Math.floor(now / STEP) * STEP);
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
