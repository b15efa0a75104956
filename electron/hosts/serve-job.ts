import type { JobEnd, JobProgress } from '../engine/ports/jobs.ts';
import { type JobNews, jobOrder } from './job-messages.ts';

/** The line to the engine that started this process. */
export type EngineLine = {
  onMessage(listener: (message: unknown) => void): void;
  /** The engine is gone. */
  onClose(listener: () => void): void;
  /** Resolves when it has left this process. */
  post(news: JobNews): Promise<void>;
};

export type JobContext = {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
};

/** Does a job; expected failures are its answer. */
export type PerformJob = (job: unknown, context: JobContext) => Promise<JobEnd<unknown>>;

export type WorkerProcess = {
  readonly exit: (code: number) => void;
  /** Milliseconds, monotonic. */
  readonly monotonic: () => number;
};

/** People see no more, and the engine is not kept busy reading. */
const PROGRESS_MS = 100;

/** Serves the one job of this process: news at most every 100 ms, the share never going back, then the end. */
export function serveJob(line: EngineLine, perform: PerformJob, host: WorkerProcess): void {
  const cancel = new AbortController();
  let started = false;
  let share = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  const onProgress = (progress: JobProgress) => {
    share = Math.min(1, Math.max(share, progress.share));
    const now = host.monotonic();
    if (now - toldAt < PROGRESS_MS) return;
    toldAt = now;
    void line.post({ kind: 'progress', progress: { ...progress, share } });
  };
  const run = async (job: unknown) => {
    const end = await perform(job, { signal: cancel.signal, onProgress }).catch(
      (error: unknown): JobEnd<unknown> => ({
        kind: 'failed',
        message: error instanceof Error ? error.message : String(error),
      }),
    );
    await line.post({ kind: 'end', end });
    host.exit(0);
  };
  // Without its engine nobody waits for the result, and a resumed run would do the same work twice.
  line.onClose(() => host.exit(1));
  line.onMessage((message) => {
    const order = jobOrder(message);
    if (order?.kind === 'cancel') cancel.abort();
    if (order?.kind !== 'start' || started) return;
    started = true;
    void run(order.job);
  });
}
