import type { Clock } from '../../ports/clock.ts';
import { backoffMs } from '../backoff.ts';
import type { Problem } from './venue.ts';

/** Work done again and again until stopped; never twice at once. */
export type RepeatedJob = {
  /** Does it now, or again once the one under way is done. Resolves when a run of it has ended. */
  kick(): Promise<void>;
  problem(): Problem | null;
  stop(): Promise<void>;
};

/** Runs `work` every `everyMs`, later and later while it fails, not before the server wants. */
export function createRepeatedJob(options: {
  readonly clock: Clock;
  readonly random: () => number;
  readonly everyMs: number;
  readonly backoff: { readonly firstMs: number; readonly longestMs: number };
  readonly work: () => Promise<Problem | null>;
  readonly onProblem?: (problem: Problem) => void;
}): RepeatedJob {
  const { clock, random, everyMs, backoff, work } = options;
  let problem: Problem | null = null;
  let failures = 0;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let holdUntil = Number.NEGATIVE_INFINITY;
  let cancel = () => {};

  const schedule = (ms: number): void => {
    cancel();
    if (!stopped) cancel = clock.after(ms, () => void kick());
  };
  const run = async () => {
    problem = await work().catch(
      (error: unknown): Problem => ({ state: 'degraded', message: `It went wrong here: ${String(error)}` }),
    );
    if (stopped) return;
    failures = problem === null ? 0 : failures + 1;
    if (problem !== null) options.onProblem?.(problem);
    const wait =
      problem === null ? everyMs : Math.max(backoffMs(failures, backoff, random), problem.retryAfterMs ?? 0);
    holdUntil = problem === null ? holdUntil : clock.monotonic() + wait;
    schedule(again && problem === null ? 0 : wait);
    again = false;
  };
  const kick = async (): Promise<void> => {
    if (stopped) return;
    if (running !== undefined) {
      again = true;
      return running;
    }
    const held = holdUntil - clock.monotonic();
    if (held > 0) {
      schedule(held);
      return;
    }
    running = run().finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    kick,
    problem: () => problem,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
