import type { FeedEvent, FeedSink } from '../../electron/engine/feeds/source.ts';
import type { Market, SportingEvent } from '../../shared/domain/catalogue.ts';
import { type Quote, quoteKey } from '../../shared/domain/quote.ts';

/** What a source has told, as it stands now. */
export type FeedListener = {
  readonly sink: FeedSink;
  readonly events: ReadonlyMap<string, SportingEvent>;
  readonly markets: ReadonlyMap<string, Market>;
  readonly quotes: ReadonlyMap<string, Quote>;
  readonly quarantined: readonly Extract<FeedEvent, { kind: 'quarantine' }>[];
  readonly told: readonly FeedEvent[];
  /** Ladders by selection and side: what two runs have to agree in. */
  ladders(): Readonly<Record<string, string>>;
  standing(market: string): string;
};

export function createFeedListener(): FeedListener {
  const events = new Map<string, SportingEvent>();
  const markets = new Map<string, Market>();
  const quotes = new Map<string, Quote>();
  const standings = new Map<string, string>();
  const quarantined: Extract<FeedEvent, { kind: 'quarantine' }>[] = [];
  const told: FeedEvent[] = [];
  return {
    events,
    markets,
    quotes,
    quarantined,
    told,
    sink(event) {
      told.push(event);
      if (event.kind === 'event') {
        events.set(event.event.id, event.event);
        for (const market of event.markets) markets.set(market.id, market);
      } else if (event.kind === 'quotes')
        for (const quote of event.quotes) quotes.set(quoteKey(quote), quote);
      else if (event.kind === 'market-status') {
        const market = markets.get(event.marketId);
        if (market !== undefined) markets.set(market.id, { ...market, status: event.status });
      } else if (event.kind === 'book-standing') standings.set(event.marketId, event.standing.state);
      else if (event.kind === 'quarantine') quarantined.push(event);
    },
    ladders: () =>
      Object.fromEntries(
        [...quotes.values()]
          .map(({ selectionId, side, levels }): [string, string] => [
            `${selectionId} ${side}`,
            levels.map(({ price, size }) => `${size}@${price}`).join(' '),
          ])
          .sort(([a], [b]) => a.localeCompare(b)),
      ),
    standing: (market) => standings.get(market) ?? 'open',
  };
}
