/** What models are fed: versioned lists of features, each value as it was known before the match. */
import { CLASSICAL_COLUMNS, createClassicalState } from './classical/classical-state.ts';
import type { FeatureSet } from './feature-set.ts';
import { type Column, RESULT_COLUMNS } from './football/columns.ts';
import { createFootballState, type FixtureWriter } from './football/football-state.ts';
import { MARKET_COLUMNS, writeMarket } from './football/market-columns.ts';
import { WINNER_COLUMNS } from './winner/columns.ts';
import { WINNER_TUNINGS, type WinnerSport } from './winner/tuning.ts';
import { createWinnerState } from './winner/winner-state.ts';

export type { FeatureSet, FeatureSnapshot, FeatureState } from './feature-set.ts';
export {
  finishWalk,
  type WalkedFeatures,
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

const winnerSet = (sport: WinnerSport, description: string): FeatureSet => {
  const id = `${sport}-results@1`;
  return {
    id,
    sport,
    description,
    names: WINNER_COLUMNS.map(({ name }) => name),
    meanings: WINNER_COLUMNS.map(({ meaning }) => meaning),
    resultsOnly: true,
    create: (snapshot) => createWinnerState(id, WINNER_TUNINGS[sport], snapshot),
  };
};

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
  {
    id: 'football-ratings@1',
    sport: 'football',
    description: 'Football: Elo with margin, pi-ratings, Massey and Colley by themselves',
    names: CLASSICAL_COLUMNS.map(({ name }) => name),
    meanings: CLASSICAL_COLUMNS.map(({ meaning }) => meaning),
    resultsOnly: true,
    create: (snapshot) => createClassicalState('football-ratings@1', snapshot),
  },
  winnerSet('tennis', 'Tennis: Elo of players, in all and by surface, form and rest'),
  winnerSet('basketball', 'Basketball: Elo and margin ratings of teams, form, rest and schedule'),
  winnerSet('american-football', 'American football: Elo and margin ratings of teams, form and rest'),
];

/** The set of this id; `undefined` where there is none. */
export const featureSet = (id: string): FeatureSet | undefined => FEATURE_SETS.find((set) => set.id === id);
