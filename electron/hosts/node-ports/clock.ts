import { uptime } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { EpochMs } from '../../../shared/domain/units.ts';
import type { Clock } from '../../engine/ports/clock.ts';

/** The longest delay Node's timers know; they run longer ones at once. */
const LONGEST_DELAY = 2 ** 31 - 1;
/** Corrections by the network's time are smaller, by people larger. */
const A_LITTLE_MS = 2_000;
/** How often what the machine slept is counted anew, and the correction that may have been such sleep. */
const COUNT_ANEW_MS = 60_000;
const PERHAPS_SLEPT_MS = 100;
/** How long a clock must stand by a large step before it is believed. */
export const BELIEVED_AFTER_MS = 30_000;

/** A clock that also watches over the machine's. */
export type NodeClock = Clock & {
  /** While the machine's clock stands elsewhere than this one: what to do about it. */
  trouble(): string | null;
  /** Calls `task` whenever a large step was believed, with the step in ms: time went on from there, maybe back. */
  onSet(task: (byMs: number) => void): void;
};

/** For people: `6 h 0 min ahead`. */
export function stepText(byMs: number): string {
  const seconds = Math.round(Math.abs(byMs) / 1_000);
  const minutes = Math.round(seconds / 60);
  const length =
    seconds < 120
      ? `${seconds} s`
      : minutes < 120
        ? `${minutes} min`
        : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${length} ${byMs > 0 ? 'ahead' : 'back'}`;
}

/** Milliseconds since the machine started, sleep included; 0 where it doesn't tell. */
function sinceBoot(): number {
  try {
    return uptime() * 1_000;
  } catch {
    return 0;
  }
}

/**
 * The machine's time, checked against how much time went by: what `monotonic` counted, and what the machine slept,
 * which `boot` counts and `monotonic` may not.
 *
 * - Within 2 s of what is due, the machine's clock is right (the network corrected it). Ahead it is followed at once;
 *   behind, time goes on at half its pace until they agree: it never runs backwards, for a price that is 90 seconds
 *   old must not become fresh again.
 * - Further off, somebody set it: wrong, or a wrong one right, and nothing here can tell which. Time goes on by what
 *   went by, with a `trouble` to show. A clock that comes back was wrong, and nothing happened. One that stands by it
 *   for 30 seconds is believed, either way, and `onSet` is told: what was stamped with a time that has not come yet
 *   must be made anew.
 * - After sleep the clock rightly stands later, by as much as the machine slept: that is no step.
 *
 * Its timers do not keep the process alive. `every` takes at most 2^31 - 1 ms (24 days).
 */
export function createNodeClock(
  system: () => number = () => Date.now(),
  monotonic: () => number = () => performance.now(),
  boot: () => number = sinceBoot,
): NodeClock {
  let told = system();
  let toldAt = monotonic();
  let doubt: { readonly by: number; readonly since: number } | undefined;
  /** Where `boot` stood against `monotonic` when it was last asked, and when that was. */
  let asleep = boot() - toldAt;
  let askedAt = toldAt;
  const listeners: ((byMs: number) => void)[] = [];

  const sleptSinceAsked = (at: number): number => {
    const before = asleep;
    asleep = boot() - at;
    askedAt = at;
    return Math.max(0, asleep - before);
  };
  const isStep = (by: number): boolean => Math.abs(by) > A_LITTLE_MS;

  /** `due` stands for the time while the machine's clock is in doubt. */
  const weigh = (due: number, by: number, at: number): number => {
    if (doubt === undefined || isStep(by - doubt.by)) {
      doubt = { by, since: at };
      return due;
    }
    if (at - doubt.since < BELIEVED_AFTER_MS) return due;
    doubt = undefined;
    for (const task of listeners) queueMicrotask(() => task(by));
    return due + by;
  };

  const now = (): EpochMs => {
    const at = monotonic();
    const said = system();
    let due = told + at - toldAt;
    // The machine is asked only when something is new.
    if (isStep(said - due) && (doubt === undefined || isStep(said - due - doubt.by)))
      due += sleptSinceAsked(at);
    const by = said - due;
    if (isStep(by)) told = weigh(due, by, at);
    else {
      doubt = undefined;
      // Short sleeps, and how unevenly two counters run, have been followed by now: they are no part of the next sleep.
      if (by > PERHAPS_SLEPT_MS || at - askedAt > COUNT_ANEW_MS) sleptSinceAsked(at);
      told = by >= 0 ? said : Math.max(said, told + (at - toldAt) / 2);
    }
    toldAt = at;
    return Math.floor(told) as EpochMs;
  };

  return {
    now,
    monotonic,
    trouble: () =>
      doubt === undefined
        ? null
        : `The clock of this machine was set ${stepText(doubt.by)}: check it. Overround goes by the time it had; should the clock stay so for ${BELIEVED_AFTER_MS / 1_000} seconds, it goes by that.`,
    onSet: (task) => void listeners.push(task),
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
