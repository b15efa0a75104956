import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';

/** Market time that stands still while one payload is worked through. */
export type HeldClock = Clock & {
  /** It is `at` until the work begun now is done: everything up to the next turn of the event loop's microtasks. */
  hold(at: EpochMs): void;
};

/**
 * Everything a payload leads to happens at the payload's own time, as it does when a recording of it is replayed: a
 * clock that ran on while a large answer is read would give prices other ages than the replay gives them.
 */
export function createHeldClock(base: Clock): HeldClock {
  let held: EpochMs | null = null;
  const release = () => {
    held = null;
  };
  return {
    now: () => held ?? (Math.floor(base.now()) as EpochMs),
    monotonic: () => base.monotonic(),
    after: (ms, task) => base.after(ms, task),
    every: (ms, task) => base.every(ms, task),
    hold(at) {
      if (held === null) queueMicrotask(release);
      held = at;
    },
  };
}
