import type { SourceValues } from '../../../../shared/contract/sources.ts';
import type { Book, Market, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { type Quote, quoteKey } from '../../../../shared/domain/quote.ts';
import type { Currency, EpochMs, EventId, MarketId, SourceId } from '../../../../shared/domain/units.ts';
import type { Decoder, RawPayload } from '../raw-payload.ts';
import type { FeedSink } from '../source.ts';
import { type NormalisedOdds, normaliseOdds, type QuoteCounts } from '../the-odds-api/normalise-odds.ts';
import { FORGET_AFTER_MS } from './standing-offers.ts';

/** All of these prices are The Odds API's, whoever kept them: events and books go by its ids. */
export const ODDS_SOURCE = 'the-odds-api' as SourceId;

/** A payload with everything each named book offers on each named event: what is missing was taken down. */
export const WHOLE = 'odds snapshot';
/** A payload with changes only: what is missing stands. */
export const CHANGES = 'odds changes';

export type SnapshotDecoder = Decoder & {
  /** In quotes: received = used + duplicate + quarantined. */
  counts(): QuoteCounts;
};

type KnownEvent = { readonly event: SportingEvent; readonly markets: Set<MarketId> };

const sameEvent = (one: SportingEvent, other: SportingEvent): boolean =>
  one.status === other.status && one.startsAt === other.startsAt;

const sameBook = (one: Book | undefined, other: Book): boolean =>
  one !== undefined && one.kind === other.kind && one.name === other.name;

/**
 * Reads /odds answers of The Odds API v4, plain or in their historical envelope, as snapshots or changes by their
 * channel. `values.oddsFormat` is how their prices are written.
 */
export function createSnapshotDecoder(values: SourceValues, sink: FeedSink): SnapshotDecoder {
  const oddsFormat = values['oddsFormat'] === 'american' ? 'american' : 'decimal';
  const books = new Map<string, Book>();
  const events = new Map<EventId, KnownEvent>();
  /** What each book offers on each event, by `event/book`, then by quote key. */
  const offers = new Map<string, Map<string, Quote>>();
  const offersOf = new Map<EventId, Set<string>>();
  const counts = { received: 0, used: 0, duplicate: 0, quarantined: 0 };

  const tellBooks = (told: readonly Book[]) => {
    const fresh = told.filter((book) => !sameBook(books.get(book.id), book));
    for (const book of fresh) books.set(book.id, book);
    if (fresh.length > 0) sink({ kind: 'books', books: fresh });
  };

  const tellEvent = (event: SportingEvent, markets: readonly Market[]) => {
    const known = events.get(event.id);
    const fresh = markets.filter((market) => !known?.markets.has(market.id));
    if (known !== undefined && fresh.length === 0 && sameEvent(known.event, event)) return;
    const all = known?.markets ?? new Set<MarketId>();
    for (const market of fresh) all.add(market.id);
    events.set(event.id, { event, markets: all });
    sink({ kind: 'event', event, markets: fresh });
  };

  const placeOf = (eventId: EventId, quote: Quote): Map<string, Quote> => {
    const place = `${eventId}/${quote.bookId}`;
    const met = offers.get(place);
    if (met !== undefined) return met;
    const made = new Map<string, Quote>();
    offers.set(place, made);
    offersOf.set(eventId, (offersOf.get(eventId) ?? new Set()).add(place));
    return made;
  };

  /** Remembers what is offered now; of whole snapshots, answers with what is offered no longer. */
  const remember = (odds: NormalisedOdds, at: EpochMs, whole: boolean): readonly Quote[] => {
    const eventOf = new Map(
      odds.fixtures.flatMap(({ event, markets }) => markets.map((market) => [market.id, event.id] as const)),
    );
    const told = new Map<Map<string, Quote>, Set<string>>();
    for (const quote of odds.quotes) {
      const eventId = eventOf.get(quote.marketId);
      if (eventId === undefined) continue;
      const place = placeOf(eventId, quote);
      const key = quoteKey(quote);
      place.set(key, quote);
      told.set(place, (told.get(place) ?? new Set()).add(key));
    }
    if (!whole) return [];
    const gone: Quote[] = [];
    for (const [place, keys] of told)
      for (const [key, quote] of place)
        if (!keys.has(key)) {
          place.delete(key);
          if (quote.levels.length > 0) gone.push({ ...quote, levels: [], sourceTime: at, receivedAt: at });
        }
    return gone;
  };

  const forget = (at: EpochMs) => {
    for (const [id, { event }] of events)
      if (at - event.startsAt > FORGET_AFTER_MS) {
        events.delete(id);
        for (const place of offersOf.get(id) ?? []) offers.delete(place);
        offersOf.delete(id);
      }
  };

  const read = ({ body, at }: RawPayload): NormalisedOdds => {
    let payload: unknown;
    try {
      payload = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
    } catch {
      payload = undefined;
    }
    return normaliseOdds(payload, { oddsFormat, receivedAt: at, currency: 'USD' as Currency });
  };

  return {
    take(payload) {
      const { at } = payload;
      const odds = read(payload);
      tellBooks(odds.books);
      for (const { event, markets } of odds.fixtures) tellEvent(event, markets);
      const gone = remember(odds, at, payload.channel === WHOLE);
      if (odds.quotes.length + gone.length > 0) sink({ kind: 'quotes', quotes: [...odds.quotes, ...gone] });
      for (const part of odds.quarantined) {
        const reason = `${part.reason} at ${part.where}${part.detail === '' ? '' : `: ${part.detail}`}`;
        sink({ kind: 'quarantine', reason, sample: part.sample, at });
      }
      for (const unit of ['received', 'used', 'duplicate', 'quarantined'] as const)
        counts[unit] += odds.counts[unit];
      forget(at);
    },
    counts: () => ({ ...counts }),
  };
}

/** For the table of kinds: files of The Odds API's prices, in whichever shape they were kept. */
export const ODDS_SNAPSHOTS = { name: 'The Odds API', decoder: createSnapshotDecoder } as const;
