import type { Clock } from '../../electron/engine/ports/clock.ts';
import type { EpochMs } from '../../shared/domain/units.ts';

export type ManualClock = Clock & {
  /** Moves time on, running what falls due in order. */
  advance(ms: number): void;
};

/** A clock that stands still until told to advance. */
export function createManualClock(start = 1_700_000_000_000): ManualClock {
  let now = start;
  let sequence = 0;
  const tasks = new Map<number, { due: number; run: () => void; every?: number }>();

  const schedule = (ms: number, run: () => void, every?: number) => {
    const id = ++sequence;
    tasks.set(id, { due: now + ms, run, ...(every === undefined ? {} : { every }) });
    return () => void tasks.delete(id);
  };
  const nextDue = (until: number) =>
    [...tasks].filter(([, task]) => task.due <= until).sort(([a, x], [b, y]) => x.due - y.due || a - b)[0];

  return {
    now: () => Math.floor(now) as EpochMs,
    monotonic: () => now - start,
    after: (ms, task) => schedule(ms, task),
    every: (ms, task) => schedule(ms, task, ms),
    advance(ms) {
      const end = now + ms;
      for (let next = nextDue(end); next; next = nextDue(end)) {
        const [id, task] = next;
        now = Math.max(now, task.due);
        if (task.every === undefined) tasks.delete(id);
        else task.due += task.every;
        task.run();
      }
      now = end;
    },
  };
}
