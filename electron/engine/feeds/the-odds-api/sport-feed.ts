import type { Book, EventStatus, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { Quote } from '../../../../shared/domain/quote.ts';
import type { EpochMs, EventId, MarketId } from '../../../../shared/domain/units.ts';
import type { FeedSink } from '../source.ts';
import { type Fixture, type NormalisedOdds, type QuoteCounts, SOURCE_ID } from './normalise-odds.ts';
import type { Standing } from './normalise-scores.ts';
import type { QuarantinedPart } from './quarantine.ts';
import { createQuoteMemory, type QuoteMemory } from './quote-memory.ts';

const LONGEST_SAMPLE = 2_000;
/** The scores endpoint looks back three days at most. */
const SCORES_REACH_MS = 3 * 86_400_000;

export type SportFeedOptions = {
  readonly sink: FeedSink;
  /** Books already told, of all sports. */
  readonly books: Map<string, Book>;
};

/** What one sport's answers mean to the engine: only changes are told, apart from the quotes. */
export type SportFeed = {
  takeOdds(odds: NormalisedOdds, receivedAt: EpochMs): QuoteCounts;
  /** The odds came again unchanged. */
  confirmOdds(receivedAt: EpochMs): QuoteCounts;
  /** An answer about one event alone: it says nothing of the others, nor of the markets it was not asked for. */
  takeEventOdds(eventId: EventId, odds: NormalisedOdds, receivedAt: EpochMs): QuoteCounts;
  confirmEventOdds(eventId: EventId, receivedAt: EpochMs): QuoteCounts;
  /** Whether answers about the event alone are remembered: until it is over. */
  follows(eventId: EventId): boolean;
  takeScores(
    standings: readonly Standing[],
    quarantined: readonly QuarantinedPart[],
    receivedAt: EpochMs,
  ): void;
};

/** What the scores said last; `signature` tells whether they say something new. */
type Told = { readonly signature: string; readonly status: EventStatus; readonly startsAt: EpochMs };
type Tracked = { event: SportingEvent; readonly markets: Set<MarketId>; present: boolean };
/** The answers about one event alone. */
type EventAnswers = { readonly memory: QuoteMemory; last: QuoteCounts; readonly tell: QuarantineTeller };
type QuarantineTeller = (parts: readonly QuarantinedPart[], at: EpochMs) => void;

/** Quote keys begin with the event's id: `the-odds-api:<native id>:<market>`. */
const eventOfKey = (key: string): EventId => key.slice(0, key.indexOf(':', SOURCE_ID.length + 1)) as EventId;

const NO_QUOTES: QuoteCounts = { received: 0, used: 0, duplicate: 0, quarantined: 0 };

const sameEvent = (one: SportingEvent, other: SportingEvent): boolean =>
  one.status === other.status &&
  one.startsAt === other.startsAt &&
  one.home === other.home &&
  one.away === other.away &&
  one.competition === other.competition;

const sameBook = (one: Book | undefined, other: Book): boolean =>
  one !== undefined &&
  one.name === other.name &&
  one.kind === other.kind &&
  one.commission === other.commission &&
  one.currency === other.currency;

/** Tells each refused part once for as long as it stays in the answers: a standing fault is one line, not one a minute. */
function createQuarantineTeller(sink: FeedSink): QuarantineTeller {
  let told = new Set<string>();
  return (parts, at) => {
    const now = new Set<string>();
    for (const { reason, where, detail, sample } of parts) {
      const line = `${where}${detail === '' ? '' : ` (${detail})`}: ${sample}`.slice(0, LONGEST_SAMPLE);
      const key = `${reason} ${line}`;
      if (!told.has(key) && !now.has(key)) sink({ kind: 'quarantine', reason, sample: line, at });
      now.add(key);
    }
    told = now;
  };
}

export function createSportFeed({ sink, books }: SportFeedOptions): SportFeed {
  const perEvent = new Map<EventId, EventAnswers>();
  const memory: QuoteMemory = createQuoteMemory((key) =>
    perEvent.size === 0 ? undefined : perEvent.get(eventOfKey(key))?.memory.get(key),
  );
  const tracked = new Map<EventId, Tracked>();
  const standings = new Map<EventId, Told>();
  const tellOddsQuarantine = createQuarantineTeller(sink);
  const tellScoresQuarantine = createQuarantineTeller(sink);
  let last = NO_QUOTES;

  const answersOf = (eventId: EventId): EventAnswers => {
    const known = perEvent.get(eventId);
    if (known !== undefined) return known;
    const made = {
      memory: createQuoteMemory(memory.get),
      last: NO_QUOTES,
      tell: createQuarantineTeller(sink),
    };
    perEvent.set(eventId, made);
    return made;
  };

  const tellQuotes = (quotes: readonly Quote[]) => {
    if (quotes.length > 0) sink({ kind: 'quotes', quotes });
  };

  const tellBooks = (seen: readonly Book[]) => {
    const changed = seen.filter((book) => !sameBook(books.get(book.id), book));
    for (const book of changed) books.set(book.id, book);
    if (changed.length > 0) sink({ kind: 'books', books: changed });
  };

  const tellFixture = ({ event, markets }: Fixture) => {
    const known = tracked.get(event.id);
    const entry: Tracked = known ?? { event, markets: new Set(), present: true };
    // What the scores have said stands: the odds do not know that an event has ended.
    const ended = known?.event.status === 'ended';
    const next = known
      ? ({ ...event, score: known.event.score, status: ended ? 'ended' : event.status } as const)
      : event;
    const added = markets.filter(({ id }) => !entry.markets.has(id));
    if (known === undefined || added.length > 0 || !sameEvent(known.event, next))
      sink({
        kind: 'event',
        event: next,
        markets: ended ? added.map((m) => ({ ...m, status: 'closed' as const })) : added,
      });
    entry.event = next;
    entry.present = true;
    for (const { id } of added) entry.markets.add(id);
    tracked.set(event.id, entry);
  };

  /** Events whose start has come, and those too old to hear about again. */
  const age = (now: EpochMs) => {
    for (const [id, entry] of tracked) {
      if (entry.event.status === 'scheduled' && entry.event.startsAt <= now) {
        entry.event = { ...entry.event, status: 'live' };
        sink({ kind: 'event', event: entry.event, markets: [] });
      }
      if (!entry.present && now - entry.event.startsAt > SCORES_REACH_MS) {
        tracked.delete(id);
        standings.delete(id);
        perEvent.delete(id);
      }
    }
    for (const id of perEvent.keys())
      if ((tracked.get(id)?.event.status ?? 'ended') === 'ended') perEvent.delete(id);
    for (const [id, { startsAt }] of standings)
      if (!tracked.has(id) && now - startsAt > SCORES_REACH_MS) standings.delete(id);
  };

  const close = (entry: Tracked, at: EpochMs) => {
    for (const marketId of entry.markets) sink({ kind: 'market-status', marketId, status: 'closed', at });
  };

  const takeStanding = ({ eventId, startsAt, status, score }: Standing, at: EpochMs) => {
    const signature = `${status} ${score?.home}-${score?.away}`;
    const before = standings.get(eventId);
    standings.set(eventId, { signature, status, startsAt });
    if (before?.signature === signature) return;
    const entry = tracked.get(eventId);
    if (score !== null && status !== 'scheduled') {
      if (entry) entry.event = { ...entry.event, status, score };
      sink({ kind: 'score', eventId, status, score });
    } else if (status === 'ended' && entry) {
      entry.event = { ...entry.event, status };
      sink({ kind: 'event', event: entry.event, markets: [] });
    }
    if (status === 'ended' && score === null) {
      const sample = `${eventId}: the event is completed but has no score. Settle its bets by hand.`;
      sink({ kind: 'quarantine', reason: 'completed-without-score', sample, at });
    }
    if (status === 'ended' && entry) close(entry, at);
  };

  return {
    takeOdds(odds, receivedAt) {
      tellBooks(odds.books);
      for (const entry of tracked.values()) entry.present = false;
      for (const fixture of odds.fixtures) tellFixture(fixture);
      age(receivedAt);
      const { quotes, repeated } = memory.take(odds.quotes, receivedAt);
      tellQuotes(quotes);
      tellOddsQuarantine(odds.quarantined, receivedAt);
      last = odds.counts;
      return { ...last, used: last.used - repeated, duplicate: last.duplicate + repeated };
    },
    confirmOdds(receivedAt) {
      age(receivedAt);
      tellQuotes(memory.confirm(receivedAt));
      return { ...last, used: 0, duplicate: last.used + last.duplicate };
    },
    takeEventOdds(eventId, odds, receivedAt) {
      const answers = answersOf(eventId);
      tellBooks(odds.books);
      for (const fixture of odds.fixtures) tellFixture(fixture);
      age(receivedAt);
      const { quotes, repeated } = answers.memory.take(odds.quotes, receivedAt);
      tellQuotes(quotes);
      answers.tell(odds.quarantined, receivedAt);
      answers.last = odds.counts;
      const { used, duplicate } = odds.counts;
      return { ...odds.counts, used: used - repeated, duplicate: duplicate + repeated };
    },
    confirmEventOdds(eventId, receivedAt) {
      age(receivedAt);
      const answers = perEvent.get(eventId);
      if (answers === undefined) return NO_QUOTES;
      tellQuotes(answers.memory.confirm(receivedAt));
      const { used, duplicate } = answers.last;
      return { ...answers.last, used: 0, duplicate: used + duplicate };
    },
    follows: (eventId) => perEvent.has(eventId),
    takeScores(list, quarantined, receivedAt) {
      for (const standing of list) takeStanding(standing, receivedAt);
      tellScoresQuarantine(quarantined, receivedAt);
    },
  };
}
