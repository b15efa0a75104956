import type { Book, Market, Side, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { PriceSize, Quote } from '../../../../shared/domain/quote.ts';
import { quoteKey } from '../../../../shared/domain/quote.ts';
import {
  type EpochMs,
  type EventId,
  type MarketId,
  minorUnits,
  type SelectionId,
  type SourceId,
} from '../../../../shared/domain/units.ts';
import { type BookOptions, bookOf } from './books.ts';
import {
  alwaysThreeWay,
  DRAW,
  MARKET_SHAPES,
  type MarketContext,
  mismatchedLines,
  type Placed,
  SIDES,
} from './market-shapes.ts';
import { type OddsFormat, readPrice } from './odds-format.ts';
import { readOddsPayload } from './payload.ts';
import {
  isWireBookmaker,
  isWireEvent,
  isWireMarket,
  isWireOutcome,
  mismatch,
  outcomeFault,
  type WireBookmaker,
  type WireEvent,
  type WireMarket,
  type WireOutcome,
  type WireTime,
} from './protocol.ts';
import { countQuotes, type QuarantinedPart, type QuarantineReason, sampleOf } from './quarantine.ts';
import { epochMs } from './wire-time.ts';

export const SOURCE_ID = 'the-odds-api' as SourceId;

export type NormaliseContext = BookOptions & {
  readonly oddsFormat: OddsFormat;
  readonly receivedAt: EpochMs;
};

/** received = used + duplicate + quarantined; one outcome is one quote, a refused part without outcomes is one too. */
export type QuoteCounts = {
  readonly received: number;
  readonly used: number;
  readonly duplicate: number;
  readonly quarantined: number;
};

export type Fixture = { readonly event: SportingEvent; readonly markets: readonly Market[] };

export type NormalisedOdds = {
  readonly books: readonly Book[];
  /** In the payload's order; also those without a single usable quote. */
  readonly fixtures: readonly Fixture[];
  readonly quotes: readonly Quote[];
  readonly quarantined: readonly QuarantinedPart[];
  readonly counts: QuoteCounts;
};

export const eventIdOf = (nativeId: string): EventId => `${SOURCE_ID}:${nativeId}` as EventId;

/** What one pass over a payload has gathered so far. */
type Gathered = {
  readonly context: NormaliseContext;
  readonly books: Map<string, Book>;
  readonly fixtures: Map<EventId, { readonly event: SportingEvent; readonly markets: Map<MarketId, Market> }>;
  readonly quotes: Map<string, Quote>;
  readonly quarantined: QuarantinedPart[];
  readonly times: Map<WireTime, EpochMs>;
  duplicate: number;
};

type Refused = { readonly reason: QuarantineReason; readonly where: string; readonly detail?: string };

function refuse(gathered: Gathered, part: unknown, { reason, where, detail = '' }: Refused): void {
  gathered.quarantined.push({ reason, where, detail, quotes: countQuotes(part), sample: sampleOf(part) });
}

const SELECTION_NAMES: Readonly<Partial<Record<Side, string>>> = {
  draw: DRAW,
  over: 'Over',
  under: 'Under',
  yes: 'Yes',
  no: 'No',
};

const selectionIdOf = (market: MarketId, side: Side): SelectionId => `${market}:${side}` as SelectionId;

const marketIdOf = (event: EventId, { type, period, line }: Placed): MarketId =>
  `${event}:${type}${period === 'match' ? '' : `:${period}`}${line === null ? '' : `:${line}`}` as MarketId;

function selectionName({ home, away }: SportingEvent, side: Side): string {
  switch (side) {
    case 'home':
      return home;
    case 'away':
      return away;
    case '1X':
      return `${home} or ${DRAW}`;
    case '12':
      return `${home} or ${away}`;
    case 'X2':
      return `${DRAW} or ${away}`;
    default:
      return SELECTION_NAMES[side] ?? side;
  }
}

function marketOf(id: MarketId, event: SportingEvent, { type, period, line }: Placed): Market {
  const selections = (SIDES[type] ?? []).map((side) => ({
    id: selectionIdOf(id, side),
    marketId: id,
    name: selectionName(event, side),
    side,
  }));
  return { id, eventId: event.id, type, period, line, status: 'open', selections };
}

/** The event of `wire`, new or already met in this payload; `undefined` when it was refused. */
function openFixture(gathered: Gathered, wire: WireEvent, startsAt: EpochMs) {
  const id = eventIdOf(wire.id);
  const event: SportingEvent = {
    id,
    sourceId: SOURCE_ID,
    sport: wire.sport_key,
    competition: wire.sport_title || wire.sport_key,
    home: wire.home_team,
    away: wire.away_team,
    startsAt,
    status: startsAt <= gathered.context.receivedAt ? 'live' : 'scheduled',
    score: null,
  };
  const met = gathered.fixtures.get(id);
  if (met !== undefined)
    return met.event.home === event.home && met.event.away === event.away ? met : undefined;
  const fixture = { event, markets: new Map<MarketId, Market>() };
  gathered.fixtures.set(id, fixture);
  return fixture;
}

const sameLevels = (one: readonly PriceSize[], other: readonly PriceSize[]): boolean =>
  one.length === other.length &&
  one.every((level, index) => level.price === other[index]?.price && level.size === other[index]?.size);

type MarketReading = {
  readonly gathered: Gathered;
  readonly fixture: { readonly event: SportingEvent; readonly markets: Map<MarketId, Market> };
  readonly book: Book;
  readonly sourceTime: EpochMs;
  readonly where: string;
};

/** The book as this payload shows it; one that offers lay prices anywhere is an exchange everywhere. */
function rememberBook(books: Map<string, Book>, book: Book): void {
  if (books.get(book.id)?.kind !== 'exchange') books.set(book.id, book);
}

function takeOutcome(
  reading: MarketReading,
  backLay: Quote['side'],
  outcome: WireOutcome,
  placed: Placed,
): void {
  const { gathered, fixture, book, sourceTime } = reading;
  const { oddsFormat, receivedAt } = gathered.context;
  const price = readPrice(outcome.price, oddsFormat);
  if (price.kind === 'invalid') {
    refuse(gathered, outcome, { reason: price.reason, where: `${reading.where}/${outcome.name}` });
    return;
  }
  const marketId = marketIdOf(fixture.event.id, placed);
  const limit = outcome.bet_limit ?? -1;
  const levels: readonly PriceSize[] =
    price.kind === 'withdrawn'
      ? []
      : [{ price: price.odds, size: limit < 0 ? null : (minorUnits(limit, book.currency) ?? null) }];
  const quote: Quote = {
    selectionId: selectionIdOf(marketId, placed.side),
    marketId,
    bookId: book.id,
    side: backLay,
    levels,
    sourceId: SOURCE_ID,
    sourceTime,
    receivedAt,
  };
  const key = quoteKey(quote);
  const met = gathered.quotes.get(key);
  if (met === undefined) {
    if (!fixture.markets.has(marketId))
      fixture.markets.set(marketId, marketOf(marketId, fixture.event, placed));
    rememberBook(gathered.books, book);
    gathered.quotes.set(key, quote);
  } else if (sameLevels(met.levels, levels)) gathered.duplicate += 1;
  else refuse(gathered, outcome, { reason: 'conflicting-quote', where: `${reading.where}/${outcome.name}` });
}

function takeMarket(reading: MarketReading, wire: WireMarket, context: MarketContext): void {
  const { gathered, where } = reading;
  const shape = MARKET_SHAPES.get(wire.key);
  if (shape === undefined) {
    if (wire.outcomes.length > 0) refuse(gathered, wire, { reason: 'unsupported-market', where });
    return;
  }
  const placed = new Map<Placed, WireOutcome>();
  for (const outcome of wire.outcomes) {
    if (!isWireOutcome(outcome)) {
      refuse(gathered, outcome, { reason: 'malformed-outcome', where, detail: outcomeFault(outcome) ?? '' });
      continue;
    }
    const placement = shape.place(outcome, context);
    if ('reason' in placement)
      refuse(gathered, outcome, { reason: placement.reason, where: `${where}/${outcome.name}` });
    else placed.set({ ...placement, period: shape.period }, outcome);
  }
  const mismatched = mismatchedLines(shape.pair, [...placed.keys()]);
  for (const [placement, outcome] of placed)
    if (mismatched.has(placement))
      refuse(gathered, outcome, { reason: 'mismatched-points', where: `${where}/${outcome.name}` });
    else takeOutcome(reading, shape.backLay, outcome, placement);
}

/**
 * The market's own time, or its bookmaker's when it has none; `undefined` when the one that counts is unreadable. Most
 * markets of a payload share a few times: each is read once.
 */
function sourceTimeOf(gathered: Gathered, market: WireMarket, book: WireBookmaker): EpochMs | undefined {
  const stated = market.last_update ?? book.last_update;
  if (stated === undefined || stated === null) return gathered.context.receivedAt;
  const known = gathered.times.get(stated);
  if (known !== undefined) return known;
  const read = epochMs(stated);
  if (read !== undefined) gathered.times.set(stated, read);
  return read;
}

/** Characters of a book's name that are shown. */
const MOST_TITLE = 200;

const isDraw = (outcome: unknown): boolean =>
  typeof outcome === 'object' && outcome !== null && 'name' in outcome && outcome.name === DRAW;
const namesDraw = (market: unknown): boolean =>
  isWireMarket(market) && (market.key === 'h2h' || market.key === 'h2h_lay') && market.outcomes.some(isDraw);
/** Whether a draw is a result in `market`: a half's own prices say so, whatever the whole match's do. */
const isThreeWay = (market: WireMarket, event: WireEvent, wholeMatch: boolean): boolean =>
  MARKET_SHAPES.get(market.key)?.period === 'first-half'
    ? alwaysThreeWay(event.sport_key) || market.outcomes.some(isDraw)
    : wholeMatch;
const isLay = (market: unknown): boolean => isWireMarket(market) && market.key.endsWith('_lay');

function takeBookmaker(
  gathered: Gathered,
  event: WireEvent,
  fixture: MarketReading['fixture'],
  wire: WireBookmaker,
): void {
  const offersLay = wire.markets.some(isLay);
  const book = bookOf(wire.key, (wire.title || wire.key).slice(0, MOST_TITLE), offersLay, gathered.context);
  // One answer for the whole book: its lay prices belong on the same market as its back prices.
  const threeWay = alwaysThreeWay(event.sport_key) || wire.markets.some(namesDraw);
  for (const market of wire.markets) {
    if (!isWireMarket(market)) {
      const where = `${event.id}/${wire.key}`;
      refuse(gathered, market, { reason: 'malformed-market', where, detail: mismatch(isWireMarket) });
      continue;
    }
    const where = `${event.id}/${wire.key}/${market.key}`;
    const sourceTime = sourceTimeOf(gathered, market, wire);
    if (sourceTime === undefined)
      refuse(gathered, market, { reason: 'malformed-time', where, detail: 'last_update' });
    else
      takeMarket({ gathered, fixture, book, sourceTime, where }, market, {
        event,
        threeWay: isThreeWay(market, event, threeWay),
      });
  }
}

type OpenedFixture = { readonly wire: WireEvent; readonly fixture: MarketReading['fixture'] };

function openEvent(gathered: Gathered, wire: unknown, index: number): OpenedFixture | Refused {
  if (!isWireEvent(wire)) {
    const where = `event ${index + 1} of the payload`;
    return { reason: 'malformed-event', where, detail: mismatch(isWireEvent) };
  }
  const where = wire.id;
  const startsAt = epochMs(wire.commence_time);
  if (startsAt === undefined) return { reason: 'malformed-time', where, detail: 'commence_time' };
  if (wire.home_team === wire.away_team) return { reason: 'same-team-twice', where };
  const fixture = openFixture(gathered, wire, startsAt);
  return fixture === undefined ? { reason: 'conflicting-event', where } : { wire, fixture };
}

function takeEvent(gathered: Gathered, part: unknown, index: number): void {
  const opened = openEvent(gathered, part, index);
  if ('reason' in opened) {
    refuse(gathered, part, opened);
    return;
  }
  const { wire, fixture } = opened;
  for (const bookmaker of wire.bookmakers)
    if (isWireBookmaker(bookmaker)) takeBookmaker(gathered, wire, fixture, bookmaker);
    else {
      const detail = mismatch(isWireBookmaker);
      refuse(gathered, bookmaker, { reason: 'malformed-bookmaker', where: wire.id, detail });
    }
}

/**
 * An /odds answer as domain values. Pure, and total: whatever `payload` is, it never throws, and what cannot be used
 * is in `quarantined` part by part (outcome, market, bookmaker, event) while the rest is used.
 *
 * Markets: h2h is match-odds where the book prices a draw (always in soccer), else moneyline; h2h_lay is the lay side
 * of the same market; spreads are asian-handicap markets, one per line from the home side's view; totals one per line.
 * A decimal price of 1 is a used quote without levels: the book shows the outcome but does not offer it.
 * The first of two different prices for one selection, book and side counts; the second is quarantined.
 */
export function normaliseOdds(payload: unknown, context: NormaliseContext): NormalisedOdds {
  const gathered: Gathered = {
    context,
    books: new Map(),
    fixtures: new Map(),
    quotes: new Map(),
    quarantined: [],
    times: new Map(),
    duplicate: 0,
  };
  const read = readOddsPayload(payload);
  if (read.ok) for (const [index, event] of read.events.entries()) takeEvent(gathered, event, index);
  else
    gathered.quarantined.push({
      reason: 'not-an-odds-payload',
      where: 'the payload',
      detail: read.message,
      quotes: 1,
      sample: sampleOf(payload),
    });
  const used = gathered.quotes.size;
  const quarantined = gathered.quarantined.reduce((sum, part) => sum + part.quotes, 0);
  return {
    books: [...gathered.books.values()],
    fixtures: [...gathered.fixtures.values()].map(({ event, markets }) => ({
      event,
      markets: [...markets.values()],
    })),
    quotes: [...gathered.quotes.values()],
    quarantined: gathered.quarantined,
    counts: {
      received: used + gathered.duplicate + quarantined,
      used,
      duplicate: gathered.duplicate,
      quarantined,
    },
  };
}
