import type { PriceSize, Quote } from '../../../../shared/domain/quote.ts';
import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import type { World } from './calendar.ts';
import { hashOf } from './hashed-random.ts';
import type { PriceGrid } from './price-grids.ts';
import { PRICE_GRIDS } from './price-grids.ts';
import { gridOf, PRICED_BOOKS } from './quoting.ts';
import type { Match } from './timeline.ts';
import { marketStatusAt } from './timeline.ts';

/** Prices keep within this many steps of where the market really stands. */
const REACH = 2;
const VARIANTS = 2 * REACH + 1;
/** Of 2^32: one runner in five changes price at each confirmation. */
const CHANGE = 0.2 * 2 ** 32;

/** One book's market: its quotes with every price they may take worked out beforehand. */
type Lane = {
  readonly eventId: EventId;
  readonly quotes: readonly Quote[];
  /** Of each quote, the levels `REACH` steps shorter up to `REACH` steps longer. */
  readonly levels: readonly (readonly (readonly PriceSize[])[])[];
  /** Quotes of one runner (back and lay) move together: where the runner's shift is kept. */
  readonly runners: readonly number[];
  readonly shifts: Int8Array;
};

/** Makes quotes faster than any feed, from a real state of the market. */
export interface QuoteMill {
  /** Takes a match in, priced as at `at`; markets that are not open are left out. */
  add(match: Match, at: number): void;
  remove(eventId: EventId): void;
  readonly lanes: number;
  /** The next book's whole market, or nothing when no market is in. */
  next(sourceTime: number, receivedAt: number): readonly Quote[];
}

function shifted(grid: PriceGrid, levels: readonly PriceSize[], by: number): readonly PriceSize[] {
  if (by === 0) return levels;
  return levels.flatMap((level) => {
    const price = grid[grid.indexOf(level.price) + by];
    return price === undefined ? [] : [{ price, size: level.size }];
  });
}

function lanesOf(world: World, match: Match, at: number): Lane[] {
  const lanes: Lane[] = [];
  for (const book of PRICED_BOOKS) {
    const grid = gridOf(world, book, match, at);
    match.markets.forEach((market, marketNumber) => {
      if (marketStatusAt(match, market, at) !== 'open') return;
      const quotes = book.quote(world, match, marketNumber, grid, { sourceTime: at, receivedAt: at });
      if (quotes === null) return;
      const prices = PRICE_GRIDS[book.profile.grid];
      lanes.push({
        eventId: match.fixture.eventId,
        quotes,
        levels: quotes.map(({ levels }) =>
          Array.from({ length: VARIANTS }, (_, variant) => shifted(prices, levels, variant - REACH)),
        ),
        runners: quotes.map((quote) =>
          market.selections.findIndex((selection) => selection.id === quote.selectionId),
        ),
        shifts: new Int8Array(market.selections.length).fill(REACH),
      });
    });
  }
  return lanes;
}

export function createQuoteMill(world: World): QuoteMill {
  let lanes: Lane[] = [];
  let turn = 0;
  let random = hashOf(world.seed, 0x10ad) | 1;

  /** xorshift32 (Marsaglia 2003). */
  const draw = (): number => {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    return random >>> 0;
  };

  /** Moves a fifth of the runners by one step and keeps them within reach. */
  const move = (shifts: Int8Array) => {
    for (let runner = 0; runner < shifts.length; runner++) {
      const chance = draw();
      if (chance >= CHANGE) continue;
      const shift = shifts[runner] ?? REACH;
      const up = shift === 0 || (shift < VARIANTS - 1 && (chance & 1) === 1);
      shifts[runner] = shift + (up ? 1 : -1);
    }
  };

  return {
    add(match, at) {
      lanes = lanes.concat(lanesOf(world, match, at));
    },
    remove(eventId) {
      lanes = lanes.filter((lane) => lane.eventId !== eventId);
    },
    get lanes() {
      return lanes.length;
    },
    next(sourceTime, receivedAt) {
      const lane = lanes[turn % lanes.length];
      turn = (turn + 1) % Math.max(1, lanes.length);
      if (lane === undefined) return [];
      const { quotes, levels, runners, shifts } = lane;
      move(shifts);
      const batch = new Array<Quote>(quotes.length);
      for (let number = 0; number < quotes.length; number++) {
        const quote = quotes[number] as Quote;
        batch[number] = {
          selectionId: quote.selectionId,
          marketId: quote.marketId,
          bookId: quote.bookId,
          side: quote.side,
          levels: levels[number]?.[shifts[runners[number] ?? 0] ?? REACH] ?? quote.levels,
          sourceId: quote.sourceId,
          sourceTime: sourceTime as EpochMs,
          receivedAt: receivedAt as EpochMs,
        };
      }
      return batch;
    },
  };
}
