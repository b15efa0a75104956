import type { Market } from '../../../../shared/domain/catalogue.ts';
import type { BackLay, PriceSize, Quote } from '../../../../shared/domain/quote.ts';
import {
  type BookId,
  type Currency,
  type EpochMs,
  MAX_ODDS,
  type MarketId,
  MIN_ODDS,
  type MinorUnits,
  ODDS_SCALE,
  type OddsE4,
} from '../../../../shared/domain/units.ts';
import { type Slot, SOURCE_ID } from './directory.ts';

export const BOOK_ID = 'betfair' as BookId;
/** Market data is in pounds, whatever the account's currency. */
export const CURRENCY = 'GBP' as Currency;

const PENCE = 100;

export type LevelsRead = {
  readonly levels: readonly PriceSize[];
  /** Entries that are no price: outside 1.0001 to 100,000, or a size that is none. */
  readonly refused: number;
};

const MOST_SIZE = Number.MAX_SAFE_INTEGER / PENCE;

/**
 * Parallel prices and sizes, best first, as levels of a quote: `oddsE4` and `minorUnits` in pounds, written out because
 * every change of a ladder comes through here.
 */
export function readLevels(prices: readonly number[], sizes: readonly number[]): LevelsRead {
  const levels: PriceSize[] = [];
  let refused = 0;
  for (let place = 0; place < prices.length; place += 1) {
    const price = Math.round((prices[place] ?? 0) * ODDS_SCALE);
    const size = sizes[place] ?? Number.NaN;
    if (!(price >= MIN_ODDS && price <= MAX_ODDS && size >= 0 && size <= MOST_SIZE)) refused += 1;
    else if (size > 0) levels.push({ price: price as OddsE4, size: Math.round(size * PENCE) as MinorUnits });
  }
  return { levels, refused };
}

const sameLevels = (one: readonly PriceSize[], other: readonly PriceSize[]): boolean => {
  if (one.length !== other.length) return false;
  for (let place = 0; place < one.length; place += 1)
    if (one[place]?.price !== other[place]?.price || one[place]?.size !== other[place]?.size) return false;
  return true;
};

/** The quotes told last, to tell repeats. */
export type QuoteBoard = {
  /** The quote to tell; `undefined` where it says nothing new. */
  take(
    slot: Slot,
    side: BackLay,
    levels: readonly PriceSize[],
    times: { readonly sourceTime: EpochMs; readonly receivedAt: EpochMs },
  ): Quote | undefined;
  /** Every quote of these markets as it stands, seen to be current now. */
  confirm(
    marketIds: Iterable<MarketId>,
    times: { readonly sourceTime: EpochMs; readonly receivedAt: EpochMs },
  ): readonly Quote[];
  /** Forgets what was told of selections the market no longer has. */
  retain(market: Market): void;
  forget(marketIds: Iterable<MarketId>): void;
  /** What stands of all that was told. */
  offers(): readonly Quote[];
};

export function createQuoteBoard(): QuoteBoard {
  const markets = new Map<MarketId, Map<string, Quote>>();
  return {
    take(slot, side, levels, times) {
      const told = markets.get(slot.marketId) ?? new Map<string, Quote>();
      const key = `${slot.selectionId}/${side}`;
      const before = told.get(key);
      // Nothing offered and nothing told yet: there is no quote to withdraw.
      if (before === undefined ? levels.length === 0 : sameLevels(before.levels, levels)) return undefined;
      const quote: Quote = {
        selectionId: slot.selectionId,
        marketId: slot.marketId,
        bookId: BOOK_ID,
        side,
        levels,
        sourceId: SOURCE_ID,
        ...times,
      };
      told.set(key, quote);
      markets.set(slot.marketId, told);
      return quote;
    },
    confirm(marketIds, times) {
      const quotes: Quote[] = [];
      for (const id of marketIds) {
        const told = markets.get(id);
        if (told === undefined) continue;
        for (const [key, quote] of told) {
          if (quote.receivedAt >= times.receivedAt) continue;
          const confirmed = { ...quote, ...times };
          told.set(key, confirmed);
          quotes.push(confirmed);
        }
      }
      return quotes;
    },
    retain({ id, selections }) {
      const told = markets.get(id);
      for (const [key, { selectionId }] of told ?? [])
        if (!selections.some((selection) => selection.id === selectionId)) told?.delete(key);
    },
    forget(marketIds) {
      for (const id of marketIds) markets.delete(id);
    },
    offers: () =>
      [...markets.values()].flatMap((told) => [...told.values()].filter(({ levels }) => levels.length > 0)),
  };
}
