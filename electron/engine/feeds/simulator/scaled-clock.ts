import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import { createAgenda } from './agenda.ts';

/** World time: runs at `speed` times real time. `monotonic` stays real, for latencies. */
export type ScaledClock = Clock & {
  /** Takes effect at once, for waiting tasks too. 1 to 1000; throws RangeError otherwise. */
  setSpeed(speed: number): void;
  speed(): number;
};

export const SLOWEST_SPEED = 1;
export const FASTEST_SPEED = 1000;
/** Real milliseconds of due tasks after which the event loop gets its turn. */
const SLICE_MS = 10;
/** A remainder smaller than a clock can show would have the timer fire again and again at one moment. */
const SHORTEST_DELAY_MS = 0.01;
/** Timers overflow beyond 2^31 ms; waking once a day for nothing costs nothing. */
const LONGEST_DELAY_MS = 86_400_000;

type Task = { run: () => void; cancelled: boolean };

function checkedSpeed(speed: number): number {
  if (speed >= SLOWEST_SPEED && speed <= FASTEST_SPEED) return speed;
  throw new RangeError(`speed must be between ${SLOWEST_SPEED} and ${FASTEST_SPEED}, not ${speed}`);
}

/**
 * A clock that starts at `startedAt` and runs `speed` times as fast as `base`. Delays are in world milliseconds. Tasks
 * run in order of their due time; `every` skips the turns it is late for, so a fast world can't fall behind for ever.
 */
export function createScaledClock(
  base: Clock,
  options: { readonly startedAt: number; readonly speed: number },
): ScaledClock {
  let speed = checkedSpeed(options.speed);
  let worldAnchor = options.startedAt;
  let baseAnchor = base.monotonic();
  const agenda = createAgenda<Task>();
  let cancelTimer: (() => void) | null = null;
  let timerDue = Number.POSITIVE_INFINITY;

  const exact = (): number => worldAnchor + (base.monotonic() - baseAnchor) * speed;

  const arm = () => {
    // A cancelled task must not keep the process awake.
    while (agenda.peek()?.cancelled) agenda.take(Number.POSITIVE_INFINITY);
    const due = agenda.nextDue();
    if (due === timerDue) return;
    cancelTimer?.();
    cancelTimer = null;
    timerDue = due;
    if (due === Number.POSITIVE_INFINITY) return;
    const real = (due - exact()) / speed;
    const delay = real <= 0 ? 0 : Math.min(LONGEST_DELAY_MS, Math.max(SHORTEST_DELAY_MS, real));
    cancelTimer = base.after(delay, runDue);
  };

  const runDue = () => {
    cancelTimer = null;
    timerDue = Number.POSITIVE_INFINITY;
    const now = exact();
    const start = base.monotonic();
    try {
      for (let task = agenda.take(now); task; task = agenda.take(now)) {
        if (!task.cancelled) task.run();
        if (base.monotonic() - start >= SLICE_MS) break;
      }
    } finally {
      arm();
    }
  };

  const schedule = (due: number, run: () => void): Task => {
    const task = { run, cancelled: false };
    agenda.add(due, task);
    arm();
    return task;
  };

  const cancel = (task: Task) => {
    task.cancelled = true;
    arm();
  };

  return {
    now: () => Math.floor(exact()) as EpochMs,
    monotonic: () => base.monotonic(),
    after(ms, run) {
      const task = schedule(exact() + Math.max(0, ms), run);
      return () => {
        cancel(task);
      };
    },
    every(ms, run) {
      const period = Math.max(1, ms);
      let due = exact() + period;
      let task = schedule(due, turn);
      function turn() {
        const now = exact();
        due += period * (1 + Math.max(0, Math.floor((now - due) / period)));
        task = schedule(due, turn);
        run();
      }
      return () => {
        cancel(task);
      };
    },
    setSpeed(next) {
      const checked = checkedSpeed(next);
      worldAnchor = exact();
      baseAnchor = base.monotonic();
      speed = checked;
      timerDue = Number.NaN;
      arm();
    },
    speed: () => speed,
  };
}
