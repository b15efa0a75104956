import type { PriceSize, Quote } from '../../../../shared/domain/quote.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import { bookmakerLimit, bookmakerPrices } from './bookmaker-prices.ts';
import type { BookProfile } from './books.ts';
import { BOOKMAKERS, EXCHANGE } from './books.ts';
import type { World } from './calendar.ts';
import { exchangeLadder } from './exchange-prices.ts';
import type { PracticeMarket } from './markets.ts';
import { bookHash, opinionAt } from './opinion.ts';
import type { ScoreGrid } from './score-grid.ts';
import type { Match } from './timeline.ts';
import { SIMULATOR_ID } from './timeline.ts';

/** Where and when quotes are made: confirmed by the book at `sourceTime`, here at `receivedAt`. */
export type Stamp = { readonly sourceTime: number; readonly receivedAt: number };

/** A book with the way it makes prices. One row per book; its place is the book's number. */
export type PricedBook = {
  readonly profile: BookProfile;
  /** Tells the book's draws from the others'. */
  readonly key: number;
  /** Quotes on every runner, back before lay, or `null` while the market is withdrawn. */
  readonly quote: (
    world: World,
    match: Match,
    marketNumber: number,
    grid: ScoreGrid,
    stamp: Stamp,
  ) => readonly Quote[] | null;
};

const quoteOf = (
  profile: BookProfile,
  market: PracticeMarket,
  runner: number,
  side: Quote['side'],
  levels: readonly PriceSize[],
  stamp: Stamp,
): Quote[] => {
  const selection = market.selections[runner];
  if (selection === undefined) return [];
  return [
    {
      selectionId: selection.id,
      marketId: market.id,
      bookId: profile.book.id,
      side,
      levels,
      sourceId: SIMULATOR_ID,
      sourceTime: stamp.sourceTime as EpochMs,
      receivedAt: stamp.receivedAt as EpochMs,
    },
  ];
};

const exchangeBook: PricedBook = {
  profile: EXCHANGE,
  key: bookHash(EXCHANGE),
  quote(world, match, marketNumber, grid, stamp) {
    const market = match.markets[marketNumber];
    if (market === undefined) return null;
    return market.fair(grid).flatMap((fair, runner) => {
      const ladder = exchangeLadder(world, match, market, marketNumber, runner, fair, stamp.sourceTime);
      return [
        ...quoteOf(EXCHANGE, market, runner, 'back', ladder.back, stamp),
        ...quoteOf(EXCHANGE, market, runner, 'lay', ladder.lay, stamp),
      ];
    });
  },
};

export const PRICED_BOOKS: readonly PricedBook[] = [
  exchangeBook,
  ...BOOKMAKERS.map((profile): PricedBook => {
    const key = bookHash(profile);
    return {
      profile,
      key,
      quote(world, match, marketNumber, grid, stamp) {
        const market = match.markets[marketNumber];
        if (market === undefined) return null;
        const prices = bookmakerPrices(world, profile, key, match, market, grid, stamp.sourceTime);
        if (prices === null) return null;
        const size = bookmakerLimit(profile, match, market, stamp.sourceTime);
        return prices.flatMap((price, runner) =>
          quoteOf(profile, market, runner, 'back', [{ price, size }], stamp),
        );
      },
    };
  }),
];

/** The match as book number `book` sees it at `at`; shared by all its markets. */
export const gridOf = (world: World, book: PricedBook, match: Match, at: number): ScoreGrid =>
  opinionAt(world, book.profile, book.key, match.fixture, at);

/** Empty quotes: the book offers nothing on this market any more. */
export const withdrawal = (book: PricedBook, market: PracticeMarket, stamp: Stamp): readonly Quote[] =>
  market.selections.flatMap((_, runner) => {
    const back = quoteOf(book.profile, market, runner, 'back', [], stamp);
    if (book.profile.book.kind === 'bookmaker') return back;
    return [...back, ...quoteOf(book.profile, market, runner, 'lay', [], stamp)];
  });
