import type { Clock } from '../ports/clock.ts';

const WINDOW_MS = 60_000;

/** Counts what happened in the last minute of the clock. */
export type RateWindow = { count(): void; recent(): number };

export function createRateWindow(clock: Clock): RateWindow {
  let times: number[] = [];
  const prune = () => {
    const from = clock.now() - WINDOW_MS;
    times = times.filter((at) => at > from);
  };
  return {
    count() {
      prune();
      times.push(clock.now());
    },
    recent() {
      prune();
      return times.length;
    },
  };
}
