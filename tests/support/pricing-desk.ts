import { createMarketBook } from '../../electron/engine/book/index.ts';
import type { MarketState } from '../../electron/engine/ports/market-state.ts';
import { createPricer } from '../../electron/engine/pricing/index.ts';
import { DEFAULT_SETTINGS } from '../../electron/engine/services/settings.ts';
import type { Book, Market } from '../../shared/domain/catalogue.ts';
import type { Quote } from '../../shared/domain/quote.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import type { EpochMs, MinorUnits } from '../../shared/domain/units.ts';
import { bookmaker, event, exchange, market, NOW, quote } from './market-fixture.ts';

export const fixture = event();
export const matchOdds = market(fixture);
export const [alpha, beta, gamma] = [bookmaker('alpha'), bookmaker('beta'), bookmaker('gamma')];
export const venue = exchange('venue', 0.02);
export const BANKROLL = 1_000_000 as MinorUnits;

/** One market with its prices and a pricer of its own; every edge counts, every book weighs the same. */
export function pricingDesk(change: Partial<Settings> = {}, on: Market = matchOdds) {
  let settings: Settings = { ...DEFAULT_SETTINGS, consensusWeights: {}, minimumEv: 0, ...change };
  const book = createMarketBook();
  book.saveBooks([alpha, beta, gamma, venue]);
  book.saveEvent(fixture, [on]);
  const pricer = createPricer({ settings: () => settings, bankroll: () => BANKROLL });
  const state = book.market(on.id) as MarketState;
  return {
    state,
    pricer,
    saveSettings: (next: Partial<Settings>) => {
      settings = { ...settings, ...next };
    },
    put: (...quotes: Quote[]) => {
      for (const each of quotes) book.apply(each, new Set());
    },
    price: (now: EpochMs = NOW) => pricer.price(state, now),
    status: (status: 'open' | 'suspended') => book.saveMarketStatus(on.id, status),
  };
}

/** A book's prices to back, in the order of the market's selections. */
export const prices = (book: Book, ...odds: number[]) =>
  odds.map((price, i) => quote(matchOdds, i, book, price));
