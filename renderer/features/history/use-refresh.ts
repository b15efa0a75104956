import { useEffect, useRef } from 'react';

/** Prices are recorded all the time; what is read of them is as old as this at most while the pane is looked at. */
const REFRESH_MS = 10_000;
const LOOK_MS = 1_000;

/** A pane behind another one is not in the page, or has no box. */
const isLookedAt = (): boolean =>
  document.visibilityState === 'visible' &&
  document.querySelector('.history-pane')?.checkVisibility() === true;

/** Reads again every `everyMs` while the pane is on screen, and soon after it comes back to it. */
export function useRefresh(again: () => void, everyMs = REFRESH_MS): void {
  const latest = useRef(again);
  useEffect(() => {
    latest.current = again;
  });
  useEffect(() => {
    let readAt = performance.now();
    const timer = setInterval(() => {
      if (performance.now() - readAt < everyMs || !isLookedAt()) return;
      readAt = performance.now();
      latest.current();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [everyMs]);
}
