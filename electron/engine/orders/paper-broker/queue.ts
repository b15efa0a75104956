import type { Market } from '../../../../shared/domain/catalogue.ts';
import type { PriceSize, Quote } from '../../../../shared/domain/quote.ts';
import type { MinorUnits, OddsE4 } from '../../../../shared/domain/units.ts';
import type { MarketView } from '../../ports/market-view.ts';
import type { VenueRecord } from '../../ports/venue-store.ts';
import { offersFor, queueFor } from './arrival.ts';
import type { TakenLiquidity } from './liquidity.ts';
import type { Take } from './matching.ts';
import { advanceQueue, isAtLeast, sizeAt, takeLevels } from './matching.ts';

/** The size shown at a line's price, and whether that price was the best of its side or better. */
type Look = { readonly size: MinorUnits; readonly isBest: boolean };

/** What a look at the market did to one waiting order. */
export type Advance = {
  readonly record: VenueRecord;
  readonly ahead: MinorUnits;
  readonly takes: readonly Take[];
};

/**
 * Moves waiting orders on when the market changes. Approximations, each on the careful side, because a public feed
 * shows sizes and not who traded:
 * - a fall of the size at our price counts as traded only while that price is the best of its side: further back it
 *   can only have been cancelled;
 * - cancellations at the best price count as trades ahead of us first, and fill us only past what stood ahead;
 * - the price moving through ours (someone now offers our price or better) fills from the sizes offered there;
 * - while our price is the best or better, nobody is ahead of us but what is shown at it;
 * - the first look after an opening, a suspension or a restart counts nothing: it only notes the size.
 */
export type WaitingQueue = {
  /** Notes what is shown at the order's price now, so that only later falls count. */
  join(record: VenueRecord): void;
  /** Orders of one market, in the order they arrived. Returns those that changed. */
  look(records: readonly VenueRecord[], market: Market): readonly Advance[];
};

const lineOf = (record: VenueRecord): string =>
  `${record.selectionId}/${record.bookId}/${record.side}/${record.price}`;

export function createWaitingQueue(view: MarketView, liquidity: TakenLiquidity): WaitingQueue {
  /** The last look at each line; absent while it must not be compared. */
  const shown = new Map<string, Look>();
  const lookAt = (record: VenueRecord): Look => {
    const levels = queueFor(view, record)?.levels ?? [];
    const best = levels[0]?.price;
    return {
      size: sizeAt(levels, record.price),
      isBest: best !== undefined && isBestOrBetter(record, best),
    };
  };

  const advanceLine = (records: readonly VenueRecord[]): readonly Advance[] => {
    const [first] = records;
    if (!first) return [];
    const line = lineOf(first);
    const before = shown.get(line);
    const now = lookAt(first);
    shown.set(line, now);
    const fall = before?.isBest && now.isBest ? Math.max(0, before.size - now.size) : 0;
    const waiting = records.map((record) => ({
      ahead: record.queueAhead,
      left: (record.stake - record.matched) as MinorUnits,
    }));
    const advanced = advanceQueue(waiting, fall as MinorUnits);
    const offers = offersFor(view, first);
    return records.map((record, index) => {
      const step = advanced[index] ?? { ahead: record.queueAhead, filled: 0 as MinorUnits };
      const queued: Take[] = step.filled > 0 ? [{ price: record.price, stake: step.filled }] : [];
      const left = (record.stake - record.matched - step.filled) as MinorUnits;
      const crossed = offers ? takeCrossed(record, offers, left, liquidity) : [];
      // Never more people ahead than are shown, unless ours is hidden behind better prices.
      const ahead = now.isBest ? Math.min(step.ahead, now.size) : step.ahead;
      return { record, ahead: ahead as MinorUnits, takes: [...queued, ...crossed] };
    });
  };

  return {
    join: (record) => void shown.set(lineOf(record), lookAt(record)),
    look(records, market) {
      const trades = ({ marketId, bookId }: VenueRecord) =>
        market.status === 'open' && view.standing(marketId, bookId).state === 'open';
      for (const record of records) if (!trades(record)) shown.delete(lineOf(record));
      const lines = Map.groupBy(records.filter(trades), lineOf);
      return [...lines.values()]
        .flatMap(advanceLine)
        .filter(({ record, ahead, takes }) => takes.length > 0 || ahead !== record.queueAhead);
    },
  };
}

/** Whether our price is the best of its own side, or better than all shown there (a resting back wants a short price). */
const isBestOrBetter = (record: VenueRecord, best: OddsE4): boolean =>
  record.side === 'back' ? record.price <= best : record.price >= best;

function takeCrossed(
  record: VenueRecord,
  offers: Quote,
  left: MinorUnits,
  liquidity: TakenLiquidity,
): readonly Take[] {
  const atOurs = offers.levels.filter((level) => isAtLeast(record.side, level.price, record.price));
  const takes = takeLevels(record.side, atOurs, record.price, left, (level) =>
    liquidity.taken(offers, level),
  );
  for (const take of takes) {
    const level: PriceSize | undefined = offers.levels.find((candidate) => candidate.price === take.price);
    if (level) liquidity.take(offers, level, take.stake);
  }
  // Resting first, our price stands: the one who crosses it gets the better of the two.
  return takes.map((take) => ({ price: record.price, stake: take.stake }));
}
