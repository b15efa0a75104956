import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import { createAgenda } from '../simulator/agenda.ts';

/** Market time that moves only when told: everything scheduled in it runs at its own moment, in order. */
export type ReplayClock = Clock & {
  /** Runs what falls due up to and at `to`, each at its own moment; stays where it is when that is not ahead. */
  advance(to: number): void;
  /** The moment of what is delivered now; behind, too, where the recording machine's clock was set back. */
  stand(at: EpochMs): void;
  /** Between these two nothing arrives: recurring tasks are thinned out on the way. Told before any step of it. */
  stretch(from: number, until: number): void;
};

/**
 * Turns of one recurring task in a stretch without payloads. A night between two snapshots would have a task that
 * recurs every quarter of a second run a hundred thousand times, each time to find what the last one found.
 */
const MOST_TURNS = 64;

type Task = { readonly run: () => void; cancelled: boolean };

/**
 * What runs when depends on the moments told alone, never on how fast or in how many steps they are reached: the book
 * after a payload is the same at any speed. `monotonic` stays real, for latencies.
 */
export function createReplayClock(base: Pick<Clock, 'monotonic'>, start: EpochMs): ReplayClock {
  const agenda = createAgenda<Task>();
  let now: number = start;
  let way: { readonly ms: number; readonly until: number } = { ms: 0, until: start };

  const schedule = (due: number, run: () => void): Task => {
    const task = { run, cancelled: false };
    agenda.add(due, task);
    return task;
  };
  /** The turn after this one; the last of a stretch is at its end, so that what follows isn't thinned out too. */
  const nextTurn = (period: number): number => {
    const spaced = now + period * Math.max(1, Math.floor(way.ms / period / MOST_TURNS));
    return Math.min(spaced, Math.max(now + period, way.until));
  };

  return {
    now: () => Math.floor(now) as EpochMs,
    monotonic: () => base.monotonic(),
    after(ms, run) {
      const task = schedule(now + Math.max(0, ms), run);
      return () => {
        task.cancelled = true;
      };
    },
    every(ms, run) {
      const period = Math.max(1, ms);
      const turn = () => {
        task = schedule(nextTurn(period), turn);
        run();
      };
      let task = schedule(now + period, turn);
      return () => {
        task.cancelled = true;
      };
    },
    advance(to) {
      for (let due = agenda.nextDue(); due <= to; due = agenda.nextDue()) {
        const task = agenda.take(due);
        if (task === undefined || task.cancelled) continue;
        now = Math.max(now, due);
        task.run();
      }
      now = Math.max(now, to);
    },
    stand(at) {
      now = at;
    },
    stretch(from, until) {
      way = { ms: until - from, until };
    },
  };
}
