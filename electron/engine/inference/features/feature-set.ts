import type { Fixture } from '../../ports/forecaster.ts';
import type { HistoricalMatch } from '../../ports/market-store.ts';

/**
 * A versioned list of features of one sport. A change of meaning is a new version (`football-results@2`), because
 * models name the set they were trained on. Sets are rows of `FEATURE_SETS` in `index.ts`.
 */
export type FeatureSet = {
  /** `name@version`. */
  readonly id: string;
  readonly sport: string;
  readonly description: string;
  /** One name a column, in their order. */
  readonly names: readonly string[];
  /** What each column means, with its unit and source; the same order. */
  readonly meanings: readonly string[];
  /** True when it needs no price of any book. */
  readonly resultsOnly: boolean;
  /** A state that knows nothing yet, or what `snapshot` kept. Throws on a snapshot of another set. */
  readonly create: (snapshot?: FeatureSnapshot) => FeatureState;
};

/** JSON-safe; ratings and running figures only, never results. */
export type FeatureSnapshot = {
  readonly set: string;
  /** The last day observed, `YYYY-MM-DD`; `null` before the first. */
  readonly through: string | null;
  readonly state: unknown;
};

/** Everything known so far. Point-in-time: what it answers for a fixture depends on observed days only. */
export interface FeatureState {
  /**
   * Writes the fixture's features to `out` from `offset`, `NaN` where a value is not known. Reads pre-closing prices
   * only. Allocates nothing that outlives the call.
   */
  write(fixture: Fixture, out: Float32Array, offset: number): void;
  /** Whether both sides have been seen; a model may be asked all the same. */
  knows(fixture: Pick<Fixture, 'competition' | 'home' | 'away'>): boolean;
  /** Teams or players of the competition that were seen, by their imported names. */
  teams(competition: Fixture['competition']): readonly string[];
  /** Learns from the results of one day, after all its fixtures were written. Days come in order. */
  observe(day: readonly HistoricalMatch[]): void;
  snapshot(): FeatureSnapshot;
}
