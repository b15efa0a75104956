import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { footballLeague } from '../../../../shared/domain/football-leagues.ts';
import type { Quote } from '../../../../shared/domain/quote.ts';
import type { BookId, EpochMs } from '../../../../shared/domain/units.ts';
import type { Fixture } from '../../ports/forecaster.ts';
import type { MarketState } from '../../ports/market-state.ts';
import type { HistoricalOdds } from '../../ports/market-store.ts';

/** The stored markets that live ones correspond to. */
const MARKETS: Readonly<Partial<Record<MarketState['market']['type'], HistoricalOdds['market']>>> = {
  'match-odds': 'match-odds',
  totals: 'totals',
  'asian-handicap': 'asian-handicap',
};

export type LiveFixtureOptions = {
  /** Prices received before this are left out. */
  readonly freshSince: EpochMs;
  /** Prices that are not traded on are no feature of a model either. None unless given. */
  readonly isDoubtful?: (quote: Quote) => boolean;
  /** A live book's name in imported matches. */
  readonly bookName: (id: BookId) => string;
  /** A live team's name in imported matches of the competition. */
  readonly teamName: (competition: string, name: string) => string;
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * A live event as models see past matches: by the day and hour of its start (UTC), its competition's code, its teams'
 * imported names, and the best back prices as they stand, which are the pre-closing ones.
 */
export function liveFixture(
  event: SportingEvent,
  markets: readonly MarketState[],
  options: LiveFixtureOptions,
): Fixture {
  const { teamName } = options;
  const start = new Date(event.startsAt);
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + 1];
  const first = month < 7 ? year - 1 : year;
  const competition = footballLeague(event.sport)?.code ?? event.competition;
  return {
    competition,
    season: `${first}/${twoDigits((first + 1) % 100)}`,
    playedOn: `${year}-${twoDigits(month)}-${twoDigits(start.getUTCDate())}`,
    kickOff: `${twoDigits(start.getUTCHours())}:${twoDigits(start.getUTCMinutes())}`,
    home: teamName(competition, event.home),
    away: teamName(competition, event.away),
    odds: markets.flatMap((state) => pricesOf(state, options)),
  };
}

function pricesOf(
  { market, prices }: MarketState,
  { freshSince, bookName, isDoubtful }: LiveFixtureOptions,
): readonly HistoricalOdds[] {
  const stored = MARKETS[market.type];
  if (stored === undefined || market.period !== 'match' || market.status !== 'open') return [];
  return prices.flatMap(({ book, backs, standing }) =>
    market.selections.flatMap((selection, index): HistoricalOdds[] => {
      const quote = backs[index];
      const best = quote?.levels[0];
      if (!quote || !best || quote.receivedAt < freshSince) return [];
      if (standing.state !== 'open' || isDoubtful?.(quote) === true) return [];
      return [
        {
          book: bookName(book.id),
          market: stored,
          line: market.line,
          side: selection.side,
          stage: 'pre-closing',
          price: best.price,
        },
      ];
    }),
  );
}
