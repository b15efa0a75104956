import { type Quote, quoteKey } from '../../../../shared/domain/quote.ts';
import type { EpochMs, MarketId, SelectionId } from '../../../../shared/domain/units.ts';
import type { FeedSink } from '../source.ts';

/** What was told before, for who takes the place in a market that goes on. */
export type Told = {
  readonly offers: readonly Quote[];
  /** Markets with a result. */
  readonly settled: readonly MarketId[];
};
export const NOTHING_TOLD: Told = { offers: [], settled: [] };

/** What one decoder offered, while another that knows nothing of it takes its place. */
export type Handover = {
  /** What the new one tells, on its way out: what it tells again is its own. */
  readonly sink: FeedSink;
  /** After a payload: takes back what was not told again of the markets that are told whole by now, with their selections. */
  settle(whole: () => ReadonlyMap<MarketId, ReadonlySet<SelectionId>>, at: EpochMs): void;
  /** Neither told again nor taken back so far. */
  left(): readonly Quote[];
  /** What was last received before then. */
  forget(before: EpochMs): void;
};

export function createHandover(sink: FeedSink, offered: readonly Quote[]): Handover {
  const left = new Map<MarketId, Map<string, Quote>>();
  for (const quote of offered) {
    const ofMarket = left.get(quote.marketId) ?? new Map<string, Quote>();
    left.set(quote.marketId, ofMarket.set(quoteKey(quote), quote));
  }
  /** A market's first prices are the first reason to tell how it stands. */
  const stirred = new Set<MarketId>();

  return {
    sink(event) {
      if (left.size > 0 && event.kind === 'quotes')
        for (const quote of event.quotes) left.get(quote.marketId)?.delete(quoteKey(quote));
      if (event.kind === 'book-standing' && left.has(event.marketId)) stirred.add(event.marketId);
      sink(event);
    },
    settle(whole, at) {
      if (stirred.size === 0) return;
      const known = whole();
      const gone: Quote[] = [];
      for (const id of stirred) {
        const selections = known.get(id);
        if (selections === undefined) continue;
        // A selection that the market has no more took its prices with it.
        for (const quote of left.get(id)?.values() ?? [])
          if (selections.has(quote.selectionId))
            gone.push({ ...quote, levels: [], sourceTime: at, receivedAt: at });
        left.delete(id);
      }
      stirred.clear();
      if (gone.length > 0) sink({ kind: 'quotes', quotes: gone });
    },
    left: () => [...left.values()].flatMap((ofMarket) => [...ofMarket.values()]),
    forget(before) {
      for (const [id, ofMarket] of left) {
        for (const [key, { receivedAt }] of ofMarket) if (receivedAt < before) ofMarket.delete(key);
        if (ofMarket.size === 0) left.delete(id);
      }
    },
  };
}
