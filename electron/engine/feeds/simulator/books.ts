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

/** A bookmaker's row: times in seconds, the limit in pounds; no `withdrawnInPlay`: no betting in play. */
type BookmakerRow = Pick<
  BookmakerProfile,
  'margin' | 'longshotBias' | 'opinion' | 'palpableErrors' | 'grid' | 'rounding'
> & {
  readonly key: string;
  readonly name: string;
  readonly lag: number;
  readonly review: number;
  /** Far, near, in play. */
  readonly cadence: readonly [number, number, number];
  readonly pounds: number;
  readonly withdrawnInPlay?: number;
};

const SHARPEST_FIRST: readonly BookmakerRow[] = [
  {
    key: 'sharpline',
    name: 'Practice Sharpline',
    margin: 0.02,
    longshotBias: 0.2,
    lag: 1,
    review: 3,
    cadence: [30, 8, 4],
    opinion: 0.003,
    palpableErrors: 0.00002,
    grid: 'cents',
    rounding: 'nearest',
    pounds: 5000,
    withdrawnInPlay: 0.02,
  },
  {
    key: 'meridian',
    name: 'Practice Meridian',
    margin: 0.028,
    longshotBias: 0.3,
    lag: 4,
    review: 8,
    cadence: [40, 12, 5],
    opinion: 0.006,
    palpableErrors: 0.00005,
    grid: 'cents',
    rounding: 'nearest',
    pounds: 2500,
    withdrawnInPlay: 0.05,
  },
  {
    key: 'kestrel',
    name: 'Practice Kestrel',
    margin: 0.035,
    longshotBias: 0.25,
    lag: 9,
    review: 15,
    cadence: [60, 18, 6],
    opinion: 0.009,
    palpableErrors: 0.0001,
    grid: 'fives',
    rounding: 'nearest',
    pounds: 1500,
    withdrawnInPlay: 0.1,
  },
  {
    key: 'copperfield',
    name: 'Practice Copperfield',
    margin: 0.043,
    longshotBias: 0.5,
    lag: 16,
    review: 20,
    cadence: [60, 20, 8],
    opinion: 0.013,
    palpableErrors: 0.00015,
    grid: 'fractions',
    rounding: 'nearest',
    pounds: 1000,
  },
  {
    key: 'lantern',
    name: 'Practice Lantern',
    margin: 0.05,
    longshotBias: 0.4,
    lag: 24,
    review: 20,
    cadence: [75, 25, 8],
    opinion: 0.016,
    palpableErrors: 0.0002,
    grid: 'fives',
    rounding: 'down',
    pounds: 750,
    withdrawnInPlay: 0.2,
  },
  {
    key: 'bluebarn',
    name: 'Practice Bluebarn',
    margin: 0.06,
    longshotBias: 0.6,
    lag: 35,
    review: 30,
    cadence: [75, 30, 10],
    opinion: 0.019,
    palpableErrors: 0.0003,
    grid: 'fractions',
    rounding: 'down',
    pounds: 500,
  },
  {
    key: 'halfpenny',
    name: 'Practice Halfpenny',
    margin: 0.07,
    longshotBias: 0.7,
    lag: 47,
    review: 30,
    cadence: [75, 30, 10],
    opinion: 0.022,
    palpableErrors: 0.0004,
    grid: 'fives',
    rounding: 'down',
    pounds: 250,
  },
  {
    key: 'oddlot',
    name: 'Practice Oddlot',
    margin: 0.08,
    longshotBias: 0.8,
    lag: 60,
    review: 45,
    cadence: [90, 40, 12],
    opinion: 0.027,
    palpableErrors: 0.0006,
    grid: 'fractions',
    rounding: 'down',
    pounds: 100,
  },
];

export const BOOKMAKERS: readonly BookmakerProfile[] = SHARPEST_FIRST.map(
  ({ key, name, lag, review, cadence: [far, near, live], pounds, withdrawnInPlay, ...character }) => ({
    ...character,
    book: { id: `practice-${key}` as BookId, name, kind: 'bookmaker', commission: 0, currency: GBP },
    lagMs: lag * SECOND,
    reviewMs: review * SECOND,
    cadence: { far: far * SECOND, near: near * SECOND, live: live * SECOND },
    limit: pounds * 100,
    inPlay: withdrawnInPlay !== undefined,
    withdrawnInPlay: withdrawnInPlay ?? 1,
  }),
);

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
  cadence: { far: 20 * SECOND, near: 6 * SECOND, live: 3500 },
  opinion: 0.0015,
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
