import type { Clock } from '../../engine/ports/clock.ts';
import type { JobEnd, Jobs } from '../../engine/ports/jobs.ts';
import { type JobOrder, jobNews } from '../job-messages.ts';

/** How a process ended: its exit code or the signal that ended it, and the last it wrote to standard error. */
export type ProcessEnd = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly said: string;
};

/** A process for one job, however a host starts it. */
export type JobProcess = {
  post(order: JobOrder): void;
  kill(): void;
};

export type JobProcessListener = {
  readonly onMessage: (message: unknown) => void;
  /** Once, after the last message. */
  readonly onExit: (end: ProcessEnd) => void;
  /** It could not be started at all. */
  readonly onFailure: (message: string) => void;
};

export type StartJobProcess = (listener: JobProcessListener) => JobProcess;

/** A cancelled job that is still there after this is ended; what it has saved by then stays. */
export const CANCEL_GRACE_MS = 700;

/** Runs each job in a process of its own that ends with it. */
export const createJobs = (start: StartJobProcess, clock: Pick<Clock, 'after'>): Jobs => ({
  start(job, { onProgress, onEnd }) {
    let cancelled = false;
    let ended = false;
    let told: JobEnd<unknown> | undefined;
    const finish = (end: JobEnd<unknown>) => {
      if (ended) return;
      ended = true;
      // What the process posted is plain data of the job's own code: the types meet where the job is defined.
      onEnd(end as Parameters<typeof onEnd>[0]);
    };
    const child = start({
      onMessage(message) {
        const news = jobNews(message);
        if (news === undefined || told !== undefined) return;
        if (news.kind === 'end') told = news.end;
        else if (!cancelled) onProgress(news.progress);
      },
      onExit: (end) =>
        finish(told ?? (cancelled ? { kind: 'cancelled' } : { kind: 'failed', message: deathOf(end) })),
      onFailure: (message) => finish({ kind: 'failed', message }),
    });
    child.post({ kind: 'start', job });
    return {
      cancel() {
        if (cancelled || ended) return;
        cancelled = true;
        child.post({ kind: 'cancel' });
        clock.after(CANCEL_GRACE_MS, () => {
          if (!ended) child.kill();
        });
      },
    };
  },
});

/** Lines of a crash that are worth reading: not the stack, not the heap's statistics. */
function lastWords(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) =>
      /^(Uncaught )?\w*(Error|Exception)( \[\w+\])?: |FATAL ERROR|^terminate called/.test(line),
    );
  return (lines[0] ?? '').slice(0, 300);
}

/** Why a process that had not finished is gone, for people. */
export function deathOf({ code, signal, said }: ProcessEnd): string {
  if (/heap out of memory|Array buffer allocation failed|allocation failure/i.test(said))
    return 'It ran out of memory. Choose fewer competitions or seasons, or smaller parameters, and start it again.';
  const words = lastWords(said);
  const because = words === '' ? '' : ` (${words})`;
  if (signal === 'SIGKILL')
    return `Its process was stopped by signal SIGKILL${because}: memory may have run out, or someone stopped it. Resume it; if it stops again, close other programs or choose fewer seasons.`;
  const how = signal === null ? `with code ${code ?? 'unknown'}` : `by ${signal}`;
  return `Its process ended ${how} before it had finished${because}. What it had saved is kept: resume it, and report this if it happens again.`;
}
