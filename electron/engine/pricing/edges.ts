import type { Edge } from '../../../shared/domain/edge.ts';
import { kellyStake } from '../../../shared/domain/kelly-stake.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { type MinorUnits, ODDS_SCALE, type Probability } from '../../../shared/domain/units.ts';
import { backEv, layEv } from '../../../shared/domain/value.ts';
import type { BookPrices, MarketState } from '../ports/market-state.ts';
import type { Consensus } from './consensus.ts';

export type EdgeContext = {
  readonly settings: Settings;
  /** What Kelly fractions are of. */
  readonly bankroll: MinorUnits;
  /** Whether a price may be traded on: fresh, its book's market open, and not suspect. */
  readonly sound: (prices: BookPrices, index: number, quote: Quote) => boolean;
  /** The chance that a price still stands. */
  readonly chance: (quote: Quote) => Probability;
  /** What stands on the quote's selection and side already. */
  readonly standing: (quote: Quote) => MinorUnits;
};

/**
 * Every quote of a market worth at least `minimumEv` against the consensus, in no particular order. The probability
 * of a push on whole and quarter lines is not priced: EV there is per unit of stake that is decided.
 */
export function findEdges(state: MarketState, consensus: Consensus, context: EdgeContext): Edge[] {
  const edges: Edge[] = [];
  for (const prices of state.prices)
    for (let i = 0; i < consensus.fair.length; i += 1) {
      appendEdge(edges, state, prices, prices.backs[i], i, consensus, context);
      appendEdge(edges, state, prices, prices.lays[i], i, consensus, context);
    }
  return edges;
}

function appendEdge(
  edges: Edge[],
  state: MarketState,
  prices: BookPrices,
  quote: Quote | undefined,
  i: number,
  consensus: Consensus,
  { settings, bankroll, sound, chance, standing }: EdgeContext,
): void {
  const best = quote?.levels[0];
  if (!quote || !best) return;
  const { book } = prices;
  const odds = best.price / ODDS_SCALE;
  const worth = quote.side === 'back' ? backEv : layEv;
  const fair = consensus.fair[i] as number;
  const ev = worth(odds, fair, book.commission);
  if (ev < settings.minimumEv || !sound(prices, i, quote)) return;
  const stands = chance(quote);
  const atLow = worth(odds, consensus.low[i] as number, book.commission);
  const atHigh = worth(odds, consensus.high[i] as number, book.commission);
  edges.push({
    eventId: state.event.id,
    marketId: state.market.id,
    selectionId: quote.selectionId,
    bookId: quote.bookId,
    side: quote.side,
    price: best.price,
    size: best.size,
    fair: fair as Probability,
    ev,
    evLow: Math.min(atLow, atHigh),
    evHigh: Math.max(atLow, atHigh),
    standing: stands,
    evNow: ev * stands,
    stake: kellyStake(
      { side: quote.side, price: best.price, fair, commission: book.commission },
      {
        fraction: settings.kellyFraction,
        bankroll,
        offered: best.size,
        maximumStake: settings.maximumStake,
        standing: standing(quote),
      },
    ),
    sourceTime: quote.sourceTime,
    receivedAt: quote.receivedAt,
  });
}
