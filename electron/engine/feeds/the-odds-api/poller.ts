import type { Clock } from '../../ports/clock.ts';
import { retryDelayMs } from './cadence.ts';
import type { Problem } from './error-table.ts';

export type JobOutcome =
  | { readonly kind: 'done'; readonly nextMs: number }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'aborted' };

/** One request that is repeated for as long as the poller runs. */
export type Job = { readonly name: string; run(signal: AbortSignal): Promise<JobOutcome> };

export type PollerOptions = {
  readonly clock: Clock;
  readonly random: () => number;
  /** How a job's last run ended: its problem, or `null` when it worked. */
  readonly report: (job: string, problem: Problem | null) => void;
  /** A run that threw: a fault of ours, made a problem so that the job goes on. */
  readonly onFault: (job: string, error: unknown) => Problem;
};

export type Poller = {
  /** Runs the job now and then at its own pace. Resolves when the first run has ended, however it did. */
  add(job: Job): Promise<void>;
  /** Resolves when no run is under way any more. */
  stop(): Promise<void>;
};

type Slot = {
  readonly job: Job;
  failures: number;
  cancel: () => void;
};

/** Repeats jobs: each by its own cadence, after failures by the problem's retry rule; never two runs of one job. */
export function createPoller({ clock, random, report, onFault }: PollerOptions): Poller {
  const abort = new AbortController();
  const slots: Slot[] = [];
  const running = new Set<Promise<void>>();
  /** Set by a problem that every request would have. */
  let halted = false;

  const schedule = (slot: Slot, delayMs: number) => {
    slot.cancel = clock.after(delayMs, () => void start(slot));
  };

  const settle = (slot: Slot, outcome: JobOutcome) => {
    if (abort.signal.aborted || outcome.kind === 'aborted') return;
    if (outcome.kind === 'done') {
      slot.failures = 0;
      report(slot.job.name, null);
      schedule(slot, outcome.nextMs);
      return;
    }
    slot.failures += 1;
    report(slot.job.name, outcome.problem);
    if (outcome.problem.retry === 'until-told') halted = true;
    const delay = retryDelayMs(outcome.problem, slot.failures, random);
    if (delay !== null) schedule(slot, delay);
  };

  const start = (slot: Slot): Promise<void> => {
    if (abort.signal.aborted || halted) return Promise.resolve();
    const run = slot.job
      .run(abort.signal)
      .catch((error: unknown): JobOutcome => ({ kind: 'problem', problem: onFault(slot.job.name, error) }))
      .then((outcome) => settle(slot, outcome))
      .finally(() => running.delete(run));
    running.add(run);
    return run;
  };

  return {
    add(job) {
      const slot: Slot = { job, failures: 0, cancel: () => undefined };
      slots.push(slot);
      return start(slot);
    },
    async stop() {
      abort.abort();
      for (const slot of slots) slot.cancel();
      await Promise.all(running);
    },
  };
}
