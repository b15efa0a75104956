import type { Clock } from '../../ports/clock.ts';

export type LimiterOptions = {
  readonly clock: Clock;
  /** Running at the same time. */
  readonly concurrent: number;
  /** Started in any one second. */
  readonly perSecond: number;
};

/** Runs tasks in the order given, within both limits. A task that throws frees its place like any other. */
export type RequestLimiter = <T>(task: () => Promise<T>) => Promise<T>;

export function createRequestLimiter({ clock, concurrent, perSecond }: LimiterOptions): RequestLimiter {
  const waiting: (() => void)[] = [];
  /** Start times of the last second, oldest first; monotonic milliseconds. */
  let starts: number[] = [];
  let running = 0;
  let timer = false;

  const advance = () => {
    const now = clock.monotonic();
    starts = starts.filter((at) => now - at < 1_000);
    while (waiting.length > 0 && running < concurrent && starts.length < perSecond) {
      starts.push(now);
      running += 1;
      waiting.shift()?.();
    }
    const oldest = starts[0];
    if (waiting.length > 0 && running < concurrent && oldest !== undefined && !timer) {
      timer = true;
      clock.after(Math.max(1, oldest + 1_000 - now), () => {
        timer = false;
        advance();
      });
    }
  };

  return async (task) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      advance();
    });
    try {
      return await task();
    } finally {
      running -= 1;
      advance();
    }
  };
}
