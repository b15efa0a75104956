import type { StateChange } from '../../../shared/contract/models.ts';
import type { ModelState, ModelTarget } from '../../../shared/domain/model.ts';
import type { Mode } from '../../../shared/domain/order.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';

export type StoredModelState = {
  readonly modelId: string;
  readonly slot: string;
  readonly state: ModelState;
};

/** Who a slot's champion was from a moment on; `null` where it had none. Rolling back walks these backwards. */
export type Reign = { readonly sequence: number; readonly slot: string; readonly modelId: string | null };

/** A forecast of a match that is over, for drift and for champion against shadow. */
export type SettledPrediction = {
  readonly modelId: string;
  /** Practice matches are no evidence about real ones. */
  readonly mode: Mode;
  readonly eventId: string;
  /** `trainedTo` of the version that made it, or its hash. */
  readonly version: string;
  /** As last told before the start, in the order of the target's outcomes. */
  readonly probabilities: readonly number[];
  /** Index of the outcome that happened. */
  readonly observed: number;
  readonly at: EpochMs;
};

/** What a model last said of an event before its start: what it will be judged by, and what it was made of. */
export type KeptPrediction = Omit<SettledPrediction, 'observed'> & {
  readonly target: ModelTarget;
  /** One value a column; `null` where it was missing. */
  readonly inputs: readonly (number | null)[];
};

/** How often a feature fell into each tenth of its training values: ten counts, and the eleventh of missing ones. */
export type FeatureCounts = { readonly column: string; readonly counts: readonly number[] };

/**
 * What became of each model, in `models.db`: shared by the modes, by the engine and by the command line at the same
 * time. Methods throw `StorageFailure`; what they wrote is durable when they return.
 */
export interface ModelStore {
  /** All or nothing, and nobody else writes meanwhile. Synchronous; may not nest. */
  transaction<T>(work: () => T): T;
  /** A number that changes whenever another process has changed the file; cheap enough to ask every second. */
  foreignChanges(): number;

  states(): readonly StoredModelState[];
  state(modelId: string): StoredModelState | undefined;
  /** Inserts or replaces. Fails with `invalid` when the slot has another champion. */
  saveState(state: StoredModelState): void;
  addChange(change: StateChange): void;
  /** Newest first. */
  changes(limit: number): readonly StateChange[];

  addReign(reign: Omit<Reign, 'sequence'>): void;
  /** Oldest first; empty for a slot that never had a champion. */
  reigns(slot: string): readonly Reign[];
  removeReign(sequence: number): void;
  /**
   * Forgets the state, counts and settled predictions of a removed model, and whose its reigns were: another may come by
   * its name. Its changes are kept.
   */
  forget(modelId: string): void;

  /** Replaces what was kept of the same model, mode and event. */
  keepPredictions(predictions: readonly KeptPrediction[]): void;
  keptPredictions(mode: Mode, eventId: string): readonly KeptPrediction[];
  /** Forgets what was kept of the event, and of events last predicted before `since`. */
  dropPredictions(mode: Mode, eventId: string, since: EpochMs): void;
  /** Idempotent by model, mode and event. */
  saveSettled(predictions: readonly SettledPrediction[]): void;
  /** Newest first. */
  settled(modelId: string, mode: Mode, limit: number): readonly SettledPrediction[];
  /** Adds to what was counted of the day (`YYYY-MM-DD`) before. */
  addFeatureCounts(modelId: string, mode: Mode, day: string, counts: readonly FeatureCounts[]): void;
  /** Summed over the days from `since` on. */
  featureCounts(modelId: string, mode: Mode, since: string): readonly FeatureCounts[];
}
