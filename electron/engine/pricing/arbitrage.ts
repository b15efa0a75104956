import type { Arbitrage, ArbitrageLeg } from '../../../shared/domain/edge.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import { winnersIn } from '../../../shared/domain/settlement.ts';
import { type EpochMs, ODDS_SCALE } from '../../../shared/domain/units.ts';
import type { BookPrices, MarketState } from '../ports/market-state.ts';

type Offer = { readonly quote: Quote; readonly net: number };
/** Whether a price may be traded on. */
type Sound = (prices: BookPrices, index: number, quote: Quote) => boolean;

/** A back's return per unit staked when it wins, commission taken from the winnings. */
const netBack = (prices: BookPrices, quote: Quote): number =>
  1 + ((quote.levels[0]?.price ?? ODDS_SCALE) / ODDS_SCALE - 1) * (1 - prices.book.commission);

/** The sound back of a selection that pays most after commission. */
export const bestBack = (state: MarketState, index: number, sound: Sound): Quote | undefined =>
  bestOffer(state, index, sound, 'backs', netBack)?.quote;

function bestOffer(
  state: MarketState,
  index: number,
  sound: Sound,
  row: 'backs' | 'lays',
  worth: (prices: BookPrices, quote: Quote) => number,
): Offer | undefined {
  let best: Offer | undefined;
  for (const prices of state.prices) {
    const quote = prices[row][index];
    if (!quote || quote.levels.length === 0 || !sound(prices, index, quote)) continue;
    const net = worth(prices, quote);
    if (!best || net > best.net) best = { quote, net };
  }
  return best;
}

const leg = (quote: Quote, share: number): ArbitrageLeg[] =>
  quote.levels[0]
    ? [
        {
          selectionId: quote.selectionId,
          bookId: quote.bookId,
          side: quote.side,
          price: quote.levels[0].price,
          share,
        },
      ]
    : [];

/**
 * The best arbitrage of a market: backs on every selection (stakes proportional to 1/odds), or a back and a lay of
 * one selection. Only quotes that are `sound` count. `null` when nothing wins for certain.
 */
export function findArbitrage(state: MarketState, sound: Sound, at: EpochMs): Arbitrage | null {
  const candidates = [
    dutch(state, sound, at),
    ...state.market.selections.map((_, i) => backLay(state, i, sound, at)),
  ];
  let best: Arbitrage | null = null;
  for (const candidate of candidates) if (candidate && candidate.roi > (best?.roi ?? 0)) best = candidate;
  return best;
}

function dutch(state: MarketState, sound: Sound, at: EpochMs): Arbitrage | null {
  // Backing every selection covers every result only where exactly one wins and all are listed.
  if (winnersIn(state.market.type) !== 1 || state.market.type === 'correct-score') return null;
  const offers: Offer[] = [];
  let inverse = 0;
  for (let i = 0; i < state.market.selections.length; i += 1) {
    const offer = bestOffer(state, i, sound, 'backs', netBack);
    if (!offer) return null;
    offers.push(offer);
    inverse += 1 / offer.net;
  }
  if (inverse >= 1 || offers.length < 2) return null;
  const legs = offers.flatMap(({ quote, net }) => leg(quote, 1 / net / inverse));
  return { eventId: state.event.id, marketId: state.market.id, roi: 1 / inverse - 1, legs, at };
}

function backLay(state: MarketState, index: number, sound: Sound, at: EpochMs): Arbitrage | null {
  const back = bestOffer(state, index, sound, 'backs', netBack);
  // The dearest lay is the one with the lowest price after its commission on the backer's stake.
  const layWorth = (prices: BookPrices, quote: Quote) =>
    (1 - prices.book.commission) /
    ((quote.levels[0]?.price ?? ODDS_SCALE) / ODDS_SCALE - prices.book.commission);
  const lay = bestOffer(state, index, sound, 'lays', layWorth);
  const layPrice = lay?.quote.levels[0]?.price;
  if (!back || !lay || layPrice === undefined || back.quote.bookId === lay.quote.bookId) return null;
  const commission = state.prices.find((prices) => prices.book.id === lay.quote.bookId)?.book.commission ?? 0;
  const odds = layPrice / ODDS_SCALE;
  // Backing 1 at `net`: laying s makes both outcomes equal when net - s (odds - c) = 0, i.e. s = net / (odds - c).
  const stake = back.net / (odds - commission);
  const profit = stake * (1 - commission) - 1;
  if (profit <= 0) return null;
  const outlay = 1 + stake * (odds - 1);
  return {
    eventId: state.event.id,
    marketId: state.market.id,
    roi: profit / outlay,
    legs: [...leg(back.quote, 1 / outlay), ...leg(lay.quote, (outlay - 1) / outlay)],
    at,
  };
}
