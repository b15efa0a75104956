import { createMarketBook } from '../../electron/engine/book/index.ts';
import { generateUpdates } from '../../electron/engine/feeds/simulator/index.ts';
import type { MarketState } from '../../electron/engine/ports/market-state.ts';
import { createPricer } from '../../electron/engine/pricing/index.ts';
import { DEFAULT_SETTINGS } from '../../electron/engine/services/settings.ts';
import type { EpochMs, MinorUnits } from '../../shared/domain/units.ts';
import type { Bench } from './bench.ts';

const QUOTES = 1_000_000;

/** Normalised simulator updates to book, prices, consensus and edges, on one core; generation is timed apart. */
export const bench: Bench = {
  name: 'pipeline',
  run() {
    const book = createMarketBook();
    const pricer = createPricer({
      settings: () => ({ ...DEFAULT_SETTINGS, maximumQuoteAgeMs: 86_400_000 }),
      bankroll: () => 1_000_000 as MinorUnits,
    });
    const dirty = new Set<MarketState>();
    let quotes = 0;
    let priced = 0;
    let edges = 0;
    let busy = 0;
    for (const event of generateUpdates({ seed: 1 })) {
      const started = performance.now();
      if (event.kind === 'books') book.saveBooks(event.books);
      if (event.kind === 'event') book.saveEvent(event.event, event.markets);
      if (event.kind === 'quotes') {
        let now = 0 as EpochMs;
        for (const quote of event.quotes) {
          book.apply(quote, dirty);
          now = quote.receivedAt;
        }
        for (const state of dirty) {
          edges += pricer.price(state, now).edges.length;
          priced += 1;
        }
        dirty.clear();
        quotes += event.quotes.length;
      }
      busy += performance.now() - started;
      if (quotes >= QUOTES) break;
    }
    const ours = (quotes * 1000) / busy;
    return {
      unit: 'updates/s',
      ours: Math.round(ours),
      theirs: 100_000,
      against: 'the target of 100,000 updates/s on one core',
      ratio: ours / 100_000,
      target: 1,
      detail: { quotes, pricings: priced, edges },
    };
  },
};
