import type { JobSpec, RunResult } from '../../../../shared/contract/runs.ts';
import type { ModelPaths } from '../../ports/paths.ts';

/** Folders that a run's process reads and writes. */
export type RunPlaces = {
  /** Of the `market.db` with the imported matches. */
  readonly matches: string;
  readonly models: ModelPaths;
};

/** A run as its process gets it: plain data. */
export type RunJob = {
  readonly kind: JobSpec['kind'];
  readonly spec: JobSpec;
  readonly places: RunPlaces;
  /** The run's own folder: checkpoints, and the bets of a backtest. */
  readonly folder: string;
};

export type RunOutcome = {
  readonly result: RunResult;
  readonly figures: Readonly<Record<string, number>>;
};
