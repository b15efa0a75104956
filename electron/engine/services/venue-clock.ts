import type { Clock } from '../ports/clock.ts';

/** The time a paper venue lives in while a file is replayed. */
export type VenueClock = Clock & {
  /** The file has ended, and the market's time with it: whatever still waits is done now, and later requests at once. */
  finish(): void;
};

/**
 * The market's time for as long as there is any. At the end of a file it stands still for ever: an order on its way
 * would never be turned away, a cancel never be confirmed.
 */
export function createVenueClock(market: Clock, wall: Clock): VenueClock {
  const waiting = new Set<() => void>();
  let finished = false;
  return {
    ...market,
    after(ms, task) {
      if (finished) return wall.after(0, task);
      let cancel = () => {};
      const hurry = () => {
        cancel();
        cancel = wall.after(0, task);
      };
      cancel = market.after(ms, () => {
        waiting.delete(hurry);
        task();
      });
      waiting.add(hurry);
      return () => {
        waiting.delete(hurry);
        cancel();
      };
    },
    finish() {
      if (finished) return;
      finished = true;
      for (const hurry of waiting) hurry();
      waiting.clear();
    },
  };
}
