import type { Arbitrage, ArbitrageLeg } from '../../../shared/domain/edge.ts';
import { compareArbitrages } from '../../../shared/domain/price-truth/arbitrage-rank.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import { winnersIn } from '../../../shared/domain/settlement.ts';
import { type EpochMs, ODDS_SCALE, type Probability } from '../../../shared/domain/units.ts';
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

/** The chance that a price still stands. */
type Chance = (quote: Quote) => Probability;

type Leg = { readonly quote: Quote; readonly share: number };
type Found = { readonly roi: number; readonly legs: readonly Leg[] };

/**
 * The best arbitrage of a market: backs on every selection (stakes proportional to 1/odds), or a back and a lay of
 * one selection. Only quotes that are `sound` count. What is likely still there comes before what is likely gone, then
 * what returns most when its return is discounted by the age of its prices: an old price that pays more does not hide
 * an arbitrage of fresh ones. `null` when nothing wins for certain.
 */
export function findArbitrage(
  state: MarketState,
  sound: Sound,
  chance: Chance,
  at: EpochMs,
): Arbitrage | null {
  // The highest prices first: most markets have none, and what they don't win no others do.
  if (!isAny(state, sound)) return null;
  let best: Arbitrage | null = null;
  for (const least of chancesIn(state, sound, chance)) {
    const younger: Sound = (prices, index, quote) => sound(prices, index, quote) && chance(quote) >= least;
    for (const found of findAll(state, younger)) {
      const arbitrage = discounted(state, found, chance, at);
      if (best === null || compareArbitrages(arbitrage, best) < 0) best = arbitrage;
    }
  }
  return best;
}

const isAny = (state: MarketState, sound: Sound): boolean => {
  for (const _ of findAll(state, sound)) return true;
  return false;
};

/** The different chances of the market's sound prices. */
function chancesIn(state: MarketState, sound: Sound, chance: Chance): ReadonlySet<number> {
  const chances = new Set<number>();
  for (const prices of state.prices)
    for (const row of [prices.backs, prices.lays])
      row.forEach((quote, index) => {
        if (quote && quote.levels.length > 0 && sound(prices, index, quote)) chances.add(chance(quote));
      });
  return chances;
}

function discounted(state: MarketState, { roi, legs }: Found, chance: Chance, at: EpochMs): Arbitrage {
  let standing = 1;
  for (const { quote } of legs) standing *= chance(quote);
  return {
    eventId: state.event.id,
    marketId: state.market.id,
    roi,
    standing: standing as Probability,
    roiNow: roi * standing,
    legs: legs.flatMap(({ quote, share }) => leg(quote, share, chance)),
    at,
  };
}

const leg = (quote: Quote, share: number, chance: Chance): ArbitrageLeg[] =>
  quote.levels[0]
    ? [
        {
          selectionId: quote.selectionId,
          bookId: quote.bookId,
          side: quote.side,
          price: quote.levels[0].price,
          share,
          standing: chance(quote),
          receivedAt: quote.receivedAt,
        },
      ]
    : [];

function* findAll(state: MarketState, sound: Sound): Generator<Found> {
  const all = dutch(state, sound);
  if (all) yield all;
  for (let index = 0; index < state.market.selections.length; index += 1) {
    const pair = backLay(state, index, sound);
    if (pair) yield pair;
  }
}

function dutch(state: MarketState, sound: Sound): Found | null {
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
  return {
    roi: 1 / inverse - 1,
    legs: offers.map(({ quote, net }) => ({ quote, share: 1 / net / inverse })),
  };
}

function backLay(state: MarketState, index: number, sound: Sound): Found | null {
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
    roi: profit / outlay,
    legs: [
      { quote: back.quote, share: 1 / outlay },
      { quote: lay.quote, share: (outlay - 1) / outlay },
    ],
  };
}
