import { performance } from 'node:perf_hooks';
import type { EpochMs } from '../../../shared/domain/units.ts';
import type { Clock } from '../../engine/ports/clock.ts';

/** The longest delay Node's timers know; they run longer ones at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/**
 * Real time that never runs backwards: when the system's clock is set back, time goes on from where it was, for a
 * price that is 90 seconds old must not become fresh again. Steps forward (sleep, a clock put right) are followed.
 * Its timers do not keep the process alive. `every` takes at most 2^31 - 1 ms (24 days). */
export function createNodeClock(
  system: () => number = () => Date.now(),
  monotonic: () => number = () => performance.now(),
): Clock {
  let anchor = system();
  let anchoredAt = monotonic();
  return {
    now() {
      const elapsed = monotonic() - anchoredAt;
      const told = system();
      if (told < anchor + elapsed) return Math.floor(anchor + elapsed) as EpochMs;
      anchor = told;
      anchoredAt += elapsed;
      return told as EpochMs;
    },
    monotonic,
    after(ms, task) {
      let timer: NodeJS.Timeout;
      const wait = (left: number) => {
        const step = Math.min(left, LONGEST_DELAY);
        timer = setTimeout(() => (left > step ? wait(left - step) : task()), step);
        timer.unref();
      };
      wait(ms);
      return () => clearTimeout(timer);
    },
    every(ms, task) {
      if (ms > LONGEST_DELAY) throw new RangeError(`every() takes at most ${LONGEST_DELAY} ms, not ${ms}`);
      const timer = setInterval(task, ms);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}
