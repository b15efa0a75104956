/** What models are fed: versioned lists of features, each value as it was known before the match. */
import type { FeatureSet } from './feature-set.ts';
import { type Column, RESULT_COLUMNS } from './football/columns.ts';
import { createFootballState, type FixtureWriter } from './football/football-state.ts';
import { MARKET_COLUMNS, writeMarket } from './football/market-columns.ts';

export type { FeatureSet, FeatureSnapshot, FeatureState } from './feature-set.ts';
export {
  finishWalk,
  type WalkedFeatures,
  type WalkOptions,
  type WalkProgress,
  walkFeatures,
} from './walk-features.ts';

const footballSet = (
  id: string,
  description: string,
  columns: readonly Column[],
  writeFixture?: FixtureWriter,
): FeatureSet => ({
  id,
  sport: 'football',
  description,
  names: columns.map(({ name }) => name),
  meanings: columns.map(({ meaning }) => meaning),
  resultsOnly: writeFixture === undefined,
  create: (snapshot) => createFootballState(id, writeFixture, snapshot),
});

/** Every feature set. Adding one is adding a line; a change of meaning is a new version. */
export const FEATURE_SETS: readonly FeatureSet[] = [
  footballSet(
    'football-results@1',
    'Football: ratings and form from results and match statistics, no prices',
    RESULT_COLUMNS,
  ),
  footballSet(
    'football-market@1',
    'Football: the same with what the books offer before the close',
    [...RESULT_COLUMNS, ...MARKET_COLUMNS],
    ({ odds }, out, offset) => writeMarket(odds, out, offset),
  ),
];

/** The set of this id; `undefined` where there is none. */
export const featureSet = (id: string): FeatureSet | undefined => FEATURE_SETS.find((set) => set.id === id);
