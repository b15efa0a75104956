import type { JobEnd, JobProgress, Jobs } from '../../electron/engine/ports/jobs.ts';

export type StubJob = {
  readonly job: unknown;
  cancelled: boolean;
  progress(progress: JobProgress): void;
  end(end: JobEnd<unknown>): void;
};

/** Jobs that do what the test tells them to. */
export function createStubJobs(): Jobs & { readonly started: readonly StubJob[] } {
  const started: StubJob[] = [];
  return {
    started,
    start(job, { onProgress, onEnd }) {
      const stub: StubJob = {
        job,
        cancelled: false,
        progress: onProgress,
        end: (end) => onEnd(end as Parameters<typeof onEnd>[0]),
      };
      started.push(stub);
      return {
        cancel() {
          stub.cancelled = true;
        },
      };
    },
  };
}
