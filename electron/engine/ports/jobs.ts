/** Where a job stands. `share` runs from 0 to 1 and never back; `stage` is a few words: `2019-20: fitting, 3 of 6`. */
export type JobProgress = {
  readonly share: number;
  readonly stage: string;
  /** Figures worth showing on the way, by name. */
  readonly figures?: Readonly<Record<string, number>>;
};

export type JobEnd<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'cancelled' }
  /** A message for people: what went wrong and what to do. A crash of the process is told the same way. */
  | { readonly kind: 'failed'; readonly message: string };

export type JobHandle = {
  /** Stops it; what it has checkpointed stays. The end is told by `onEnd` as always. */
  cancel(): void;
};

/**
 * Long work in a process of its own. A job is plain data, by which the process finds its work; it ends exactly once,
 * whatever happens to the process.
 */
export interface Jobs {
  start<Job extends { readonly kind: string }, Result>(
    job: Job,
    listener: {
      readonly onProgress: (progress: JobProgress) => void;
      readonly onEnd: (end: JobEnd<Result>) => void;
    },
  ): JobHandle;
}
