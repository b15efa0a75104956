import type { Fixture } from '../../shared/contract/index.ts';
import type { Book, Market, MarketType, Selection, Side } from '../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../shared/domain/edge.ts';
import type { BackLay, PriceSize, Quote } from '../../shared/domain/quote.ts';
import type {
  BookId,
  Currency,
  EpochMs,
  EventId,
  MarketId,
  MinorUnits,
  OddsE4,
  Probability,
  SelectionId,
  SourceId,
} from '../../shared/domain/units.ts';

const TEAMS = [
  'Arsenal',
  'Brentford',
  'Chelsea',
  'Everton',
  'Fulham',
  'Leeds',
  'Liverpool',
  'Newcastle',
  'Wolves',
  'Spurs',
];
const SOURCE = 'bench' as SourceId;
const GBP = 'GBP' as Currency;

/** mulberry32: small, fast and the same everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One exchange and nine bookmakers. */
export const benchBooks: readonly Book[] = [
  'Exchange',
  'Ash',
  'Birch',
  'Cedar',
  'Elm',
  'Fir',
  'Hazel',
  'Larch',
  'Oak',
  'Pine',
].map((name, index) => ({
  id: name.toLowerCase() as BookId,
  name,
  kind: index === 0 ? 'exchange' : 'bookmaker',
  commission: index === 0 ? 0.02 : 0,
  currency: GBP,
}));

/** `count` matches, an hour apart from `now`, each with match odds, totals and a handicap: seven selections. */
export function benchFixtures(count: number, now: number): readonly Fixture[] {
  return Array.from({ length: count }, (_, index) => {
    const eventId = `bench:${index}` as EventId;
    const home = TEAMS[index % TEAMS.length] ?? '';
    const away = TEAMS[(index + 1 + Math.floor(index / TEAMS.length)) % TEAMS.length] ?? '';
    const market = (
      key: string,
      type: MarketType,
      line: number | null,
      sides: readonly [Side, string][],
    ): Market => {
      const marketId = `${eventId}:${key}` as MarketId;
      const selections: Selection[] = sides.map(([side, name]) => ({
        id: `${marketId}:${side}` as SelectionId,
        marketId,
        name,
        side,
      }));
      return { id: marketId, eventId, type, period: 'match', line, status: 'open', selections };
    };
    return {
      event: {
        id: eventId,
        sourceId: SOURCE,
        sport: 'soccer_epl',
        competition: 'EPL',
        home,
        away,
        startsAt: (now + (index + 1) * 3_600_000) as EpochMs,
        status: 'scheduled',
        score: null,
      },
      markets: [
        market('mo', 'match-odds', null, [
          ['home', home],
          ['draw', 'Draw'],
          ['away', away],
        ]),
        market('ou', 'totals', 2.5, [
          ['over', 'Over 2.5'],
          ['under', 'Under 2.5'],
        ]),
        market('ah', 'asian-handicap', -0.25, [
          ['home', `${home} -0.25`],
          ['away', `${away} +0.25`],
        ]),
      ],
      retired: false,
    };
  });
}

/** One cell of the grid that can tick. */
export type BenchCell = {
  readonly selection: Selection;
  readonly book: Book;
  readonly side: BackLay;
  price: number;
};

export const benchCells = (fixtures: readonly Fixture[], random: () => number): BenchCell[] =>
  fixtures.flatMap(({ markets }) =>
    markets.flatMap(({ selections }) =>
      selections.flatMap((selection) => {
        const middle = 1.6 + random() * 3;
        return benchBooks.flatMap((book) => {
          const sides: readonly BackLay[] = book.kind === 'exchange' ? ['back', 'lay'] : ['back'];
          return sides.map((side) => ({ selection, book, side, price: middle * (0.96 + random() * 0.05) }));
        });
      }),
    ),
  );

/** Moves the cell's price by up to one per cent and quotes it. */
export function tick(cell: BenchCell, random: () => number, now: number): Quote {
  cell.price = Math.min(20, Math.max(1.05, cell.price * (0.99 + random() * 0.0202)));
  const level: PriceSize = {
    price: (Math.round(cell.price * 100) * 100) as OddsE4,
    size: cell.book.kind === 'exchange' ? (Math.round(random() * 500_000) as MinorUnits) : null,
  };
  return {
    selectionId: cell.selection.id,
    marketId: cell.selection.marketId,
    bookId: cell.book.id,
    side: cell.side,
    levels: [level],
    sourceId: SOURCE,
    sourceTime: now as EpochMs,
    receivedAt: now as EpochMs,
  };
}

export const benchFair = (selection: Selection, probability: number, now: number): FairPrice => ({
  selectionId: selection.id,
  marketId: selection.marketId,
  probability: probability as Probability,
  low: (probability * 0.98) as Probability,
  high: (probability * 1.02) as Probability,
  method: 'shin',
  source: 'mean',
  books: 9,
  at: now as EpochMs,
});
