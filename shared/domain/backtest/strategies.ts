import { MAXIMUM_BOOK } from '../football-data-books.ts';
import { MAX_ODDS, MIN_ODDS, type MinorUnits } from '../units.ts';
import type { Strategy } from './strategy.ts';

export type NamedStrategy = {
  /** By which it is asked for: `kaunitz-closing`. */
  readonly id: string;
  readonly description: string;
  readonly strategy: Strategy;
};

/** A thousand flat stakes. */
const usual: Pick<Strategy, 'market' | 'stage' | 'filter' | 'stake' | 'bank' | 'commission'> = {
  market: 'match-odds',
  stage: 'pre-closing',
  filter: {
    matches: { competitions: [], seasons: [] },
    outcomes: [],
    minimumOdds: MIN_ODDS,
    maximumOdds: MAX_ODDS,
    minimumBooks: 3,
  },
  stake: { kind: 'flat', amount: 1_000 as MinorUnits },
  bank: 1_000_000 as MinorUnits,
  commission: 0,
};

const kaunitz = {
  ...usual,
  fair: { kind: 'average-price' },
  price: { kind: 'best' },
  rule: { kind: 'kaunitz', alpha: 0.05 },
} as const satisfies Partial<Strategy>;

/** Adding a named strategy is adding an entry. */
export const STRATEGIES: readonly NamedStrategy[] = [
  {
    id: 'kaunitz-closing',
    description:
      'Kaunitz, Zhong, Kreiner 2017: bet where the best closing price of a single bookmaker is above 1 / (1 / average price - 0.05). Recorded closing prices of single books are not all of the same moment, so part of this yield could not have been had.',
    strategy: { ...kaunitz, name: 'Kaunitz consensus, closing', stage: 'closing' },
  },
  {
    id: 'kaunitz',
    description: 'The same on the prices of a day or two before the start.',
    strategy: { ...kaunitz, name: 'Kaunitz consensus, pre-closing' },
  },
  {
    id: 'kaunitz-closing-maximum',
    description:
      'The same at the closing maximum over all books watched, whoever offered it: nearest to the published rule, hardest to have bet.',
    strategy: {
      ...kaunitz,
      name: 'Kaunitz consensus, closing maximum',
      price: { kind: 'book', book: MAXIMUM_BOOK },
      stage: 'closing',
    },
  },
  {
    id: 'kaunitz-maximum',
    description: 'The same at the maximum over all books watched, a day or two before the start.',
    strategy: {
      ...kaunitz,
      name: 'Kaunitz consensus, pre-closing maximum',
      price: { kind: 'book', book: MAXIMUM_BOOK },
    },
  },
  {
    id: 'pinnacle-value',
    description: "Best price at least 2 % above Pinnacle's no-margin price (power method).",
    strategy: {
      ...usual,
      name: 'Pinnacle value',
      fair: { kind: 'book', book: 'pinnacle', method: 'power' },
      price: { kind: 'best' },
      rule: { kind: 'value', minimumEv: 0.02 },
    },
  },
  {
    id: 'overround-line-value',
    description: 'Best price at least 2 % above the Overround line.',
    strategy: {
      ...usual,
      name: 'Overround line value',
      fair: { kind: 'overround-line' },
      price: { kind: 'best' },
      rule: { kind: 'value', minimumEv: 0.02 },
    },
  },
  {
    id: 'model-value',
    description: 'Best price at least 2 % above the price of a model; name yours.',
    strategy: {
      ...usual,
      name: 'Model value',
      fair: { kind: 'model', id: 'football-1x2' },
      price: { kind: 'best' },
      rule: { kind: 'value', minimumEv: 0.02 },
    },
  },
];

export const namedStrategy = (id: string): NamedStrategy | undefined =>
  STRATEGIES.find((strategy) => strategy.id === id);
