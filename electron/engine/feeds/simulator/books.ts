import type { Book } from '../../../../shared/domain/catalogue.ts';
import type { BookId, Currency } from '../../../../shared/domain/units.ts';
import type { PracticeMarketType } from './markets.ts';
import { MINUTE, SECOND } from './match-clock.ts';
import type { PriceGridName } from './price-grids.ts';

/** How often a book is polled, milliseconds: over two hours before the start, closer, and in play. */
export type Cadence = { readonly far: number; readonly near: number; readonly live: number };

/** A book's character. Every bookmaker differs from the others in all of it. */
export type BookProfile = {
  readonly book: Book;
  /** Seconds behind the best informed, in milliseconds. */
  readonly lagMs: number;
  /** How long a price stands before the book looks again, milliseconds. */
  readonly reviewMs: number;
  readonly cadence: Cadence;
  /** Standard deviation of its standing disagreement with the truth, in log goal ratio. */
  readonly opinion: number;
  readonly grid: PriceGridName;
  readonly inPlay: boolean;
};

export type BookmakerProfile = BookProfile & {
  /** Overround less one on three-way markets: 0.02 is two per cent. */
  readonly margin: number;
  /** Share of the margin spread evenly over runners rather than in proportion: 1 is the full favourite-longshot bias. */
  readonly longshotBias: number;
  readonly rounding: 'nearest' | 'down';
  /** Most it lays on one bet on match odds, pence. */
  readonly limit: number;
  /** Chance that, in one fixture, a four-minute stretch has a price that is plainly wrong. */
  readonly palpableErrors: number;
  /** Share of the time in play that its markets are withdrawn. */
  readonly withdrawnInPlay: number;
};

export const GBP = 'GBP' as Currency;

const bookmaker = (
  key: string,
  name: string,
  [margin, longshotBias]: readonly [number, number],
  [lag, review]: readonly [number, number],
  [far, near, live]: readonly [number, number, number],
  [opinion, palpableErrors]: readonly [number, number],
  [grid, rounding]: readonly [PriceGridName, BookmakerProfile['rounding']],
  pounds: number,
  withdrawnInPlay: number | null,
): BookmakerProfile => ({
  book: { id: `practice-${key}` as BookId, name, kind: 'bookmaker', commission: 0, currency: GBP },
  margin,
  longshotBias,
  lagMs: lag * SECOND,
  reviewMs: review * SECOND,
  cadence: { far: far * SECOND, near: near * SECOND, live: live * SECOND },
  opinion,
  palpableErrors,
  grid,
  rounding,
  limit: pounds * 100,
  inPlay: withdrawnInPlay !== null,
  withdrawnInPlay: withdrawnInPlay ?? 1,
});

/**
 * Sharpest first. Columns: margin and its longshot bias; lag and review in seconds; cadence far, near and in play
 * in seconds; spread of opinion and chance of palpable errors; grid and rounding; limit in pounds; share of the
 * time in play without prices, `null` where there is no betting in play at all.
 */
export const BOOKMAKERS: readonly BookmakerProfile[] = [
  bookmaker(
    'sharpline',
    'Practice Sharpline',
    [0.02, 0.2],
    [1, 3],
    [30, 8, 3],
    [0.008, 0.00002],
    ['cents', 'nearest'],
    5000,
    0.02,
  ),
  bookmaker(
    'meridian',
    'Practice Meridian',
    [0.028, 0.3],
    [4, 8],
    [40, 12, 5],
    [0.015, 0.00005],
    ['cents', 'nearest'],
    2500,
    0.05,
  ),
  bookmaker(
    'kestrel',
    'Practice Kestrel',
    [0.035, 0.25],
    [9, 15],
    [60, 18, 6],
    [0.024, 0.0001],
    ['fives', 'nearest'],
    1500,
    0.1,
  ),
  bookmaker(
    'copperfield',
    'Practice Copperfield',
    [0.043, 0.5],
    [16, 20],
    [60, 20, 8],
    [0.03, 0.00015],
    ['fractions', 'nearest'],
    1000,
    null,
  ),
  bookmaker(
    'lantern',
    'Practice Lantern',
    [0.05, 0.4],
    [24, 20],
    [75, 25, 8],
    [0.036, 0.0002],
    ['fives', 'down'],
    750,
    0.2,
  ),
  bookmaker(
    'bluebarn',
    'Practice Bluebarn',
    [0.06, 0.6],
    [35, 30],
    [75, 30, 10],
    [0.044, 0.0003],
    ['fractions', 'down'],
    500,
    null,
  ),
  bookmaker(
    'halfpenny',
    'Practice Halfpenny',
    [0.07, 0.7],
    [47, 30],
    [75, 30, 10],
    [0.05, 0.0004],
    ['fives', 'down'],
    250,
    null,
  ),
  bookmaker(
    'oddlot',
    'Practice Oddlot',
    [0.08, 0.8],
    [60, 45],
    [90, 40, 12],
    [0.06, 0.0006],
    ['fractions', 'down'],
    100,
    null,
  ),
];

export const EXCHANGE: BookProfile = {
  book: {
    id: 'practice-exchange' as BookId,
    name: 'Practice Exchange',
    kind: 'exchange',
    commission: 0.02,
    currency: GBP,
  },
  lagMs: 500,
  reviewMs: 2 * SECOND,
  cadence: { far: 20 * SECOND, near: 6 * SECOND, live: 2500 },
  opinion: 0.004,
  grid: 'exchange',
  inPlay: true,
};

export const BOOKS: readonly Book[] = [EXCHANGE, ...BOOKMAKERS].map(({ book }) => book);

/** Margins and limits against match odds, by market: two-way markets are tighter, side markets dearer. */
export const MARKET_CHARACTER: Readonly<
  Record<PracticeMarketType, { readonly margin: number; readonly limit: number; readonly liquidity: number }>
> = {
  'match-odds': { margin: 1, limit: 1, liquidity: 1 },
  totals: { margin: 0.85, limit: 0.5, liquidity: 0.5 },
  'asian-handicap': { margin: 0.75, limit: 0.8, liquidity: 0.4 },
  'both-teams-to-score': { margin: 1.1, limit: 0.3, liquidity: 0.2 },
};

/** How long before the start `near` begins. */
export const NEAR = 120 * MINUTE;

export type Stage = keyof Cadence;
export const stageAt = (kickOff: number, at: number): Stage => {
  if (at >= kickOff) return 'live';
  return at >= kickOff - NEAR ? 'near' : 'far';
};
