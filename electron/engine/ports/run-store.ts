import type { Run, RunResult } from '../../../shared/contract/runs.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';

/** A run as it is kept; `removed` only exists on the wire. */
export type KeptRun = Omit<Run, 'removed'>;

export type StoredRun = KeptRun & {
  /** Of the last `save`, by its writer's clock: a run of another living process is saved every few seconds. */
  readonly savedAt: EpochMs;
};

/**
 * Long work and what came of it, in `models.db`: shared by the modes, by the engine and by the command line at the same time.
 * Methods throw `StorageFailure`; what they wrote is durable when they return.
 */
export interface RunStore {
  /** Inserts a run, or replaces the run of that id. */
  save(run: KeptRun, at: EpochMs): void;
  run(id: string): StoredRun | undefined;
  /** Newest first, by `createdAt`. Rows of a form this program no longer knows are left out, with a log line. */
  list(): readonly StoredRun[];
  /** `undefined` before there is one. */
  result(id: string): RunResult | undefined;
  /** Fails with `not-found` for a run that was never saved. */
  saveResult(id: string, result: RunResult): void;
  /** Forgets the run, its result and its files. */
  remove(id: string): void;
  /** The run's own folder for checkpoints and long lists; made when first asked for. */
  folder(id: string): string;
}
