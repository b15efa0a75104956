import type { Quote } from '../../../../shared/domain/quote.ts';
import type { MarketId } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { FeedEvent, FeedSink, Source } from '../source.ts';
import type { Agenda } from './agenda.ts';
import { createAgenda } from './agenda.ts';
import { BOOKS } from './books.ts';
import type { World } from './calendar.ts';
import { slotsBetween } from './calendar.ts';
import { createHealthRecord } from './health-record.ts';
import { HOUR, MINUTE } from './match-clock.ts';
import type { Poll } from './polls.ts';
import { nextPoll, reopeningPoll } from './polls.ts';
import { createQuoteMill } from './quote-mill.ts';
import type { PricedBook } from './quoting.ts';
import { gridOf, PRICED_BOOKS, withdrawal } from './quoting.ts';
import type { Match, Step } from './timeline.ts';
import { introduction, marketStatusAt, matchOf, SIMULATOR_ID } from './timeline.ts';

export type SimulatorOptions = {
  /** Any whole number; the same seed and `startedAt` make the same world. */
  readonly seed: number;
  /** World time; a scaled clock makes the world run faster. */
  readonly clock: Clock;
  /** The world's first moment, epoch milliseconds. Kept by whoever restarts the world later. */
  readonly startedAt: number;
  /** World time after which nothing more is said. */
  readonly until?: number;
  /** Load test: instead of polling at a natural rate, this many quotes each real second, up to 100,000. */
  readonly updatesPerSecond?: number;
  /** Natural rate's ceiling in quotes a real second; a fast world confirms prices less often rather than more. */
  readonly maximumQuotesPerSecond?: number;
  readonly log?: Log;
};

/** Matches that ended this long ago are told again at the start, so that bets open since can settle. */
const RECENT = 3 * HOUR;
const LONGEST_MATCH = 2 * HOUR;
const DISCOVERY = 10 * MINUTE;
/** Real milliseconds of work after which the event loop gets its turn. */
const SLICE_MS = 10;
const LOAD_SLICE_MS = 10;
const LOAD_TRANSPORT_MS = 40;
export const HIGHEST_LOAD = 100_000;
const NATURAL_CEILING = 30_000;

/** A match that can be bet on, and which books show prices in which of its markets. */
type Running = { readonly match: Match; readonly shown: Set<MarketId>[] };
type BookPoll = {
  readonly running: Running;
  readonly book: PricedBook;
  readonly number: number;
  readonly poll: Poll;
  /** An extra look when betting resumes; doesn't start a series of its own. */
  readonly extra: boolean;
};

/** Quotes that may still be sent: fills up with real time, holds at most one second's worth. */
function createAllowance(clock: Clock, perSecond: number) {
  let left = perSecond;
  let at = clock.monotonic();
  return {
    refill() {
      const now = clock.monotonic();
      left = Math.min(perSecond, left + ((now - at) * perSecond) / 1000);
      at = now;
    },
    spend(quotes: number) {
      left -= quotes;
    },
    available: () => left >= 1,
    /** Real milliseconds until there is some again. */
    wait: () => Math.max(0, ((1 - left) * 1000) / perSecond),
  };
}

function checkedLoad(updatesPerSecond: number | undefined): number | null {
  if (updatesPerSecond === undefined) return null;
  if (updatesPerSecond > 0 && updatesPerSecond <= HIGHEST_LOAD) return updatesPerSecond;
  throw new RangeError(
    `updatesPerSecond must be above 0 and at most ${HIGHEST_LOAD}, not ${updatesPerSecond}`,
  );
}

/**
 * The practice market: invented football with an exchange and eight bookmakers, as a pure function of seed, start and
 * time. Stopping and starting again at a later moment continues the same world.
 */
export function createSimulator(options: SimulatorOptions): Source {
  const { clock, log } = options;
  const world: World = { seed: options.seed, startedAt: options.startedAt };
  const until = options.until ?? Number.POSITIVE_INFINITY;
  const load = checkedLoad(options.updatesPerSecond);
  const health = createHealthRecord(SIMULATOR_ID);
  const allowance = createAllowance(clock, options.maximumQuotesPerSecond ?? NATURAL_CEILING);
  const mill = createQuoteMill(world);
  /** What happens in the world: always told, in order, before any price. */
  const happenings: Agenda<(at: number) => void> = createAgenda();
  const polls: Agenda<BookPoll> = createAgenda();
  let sink: FeedSink | null = null;
  /** World time of the present slice: everything told in it is received then. */
  let present = clock.now() as number;
  let cancels: (() => void)[] = [];
  let cancelWake: (() => void) | null = null;

  const tell = (event: FeedEvent) => sink?.(event);

  const tellQuotes = (quotes: readonly Quote[]) => {
    if (quotes.length === 0) return;
    health.record(quotes);
    allowance.spend(quotes.length);
    tell({ kind: 'quotes', quotes });
  };

  const addPoll = (running: Running, number: number, book: PricedBook, poll: Poll, extra = false) =>
    polls.add(poll.due, { running, book, number, poll, extra });

  const withdrawAll = (running: Running, marketId: MarketId, sourceTime: number) => {
    const market = running.match.markets.find(({ id }) => id === marketId);
    if (market === undefined) return;
    const stamp = { sourceTime, receivedAt: present };
    tellQuotes(
      PRICED_BOOKS.flatMap((book, number) =>
        running.shown[number]?.delete(marketId) ? withdrawal(book, market, stamp) : [],
      ),
    );
  };

  /** In a load test the mill makes the prices; any book may then show any market. */
  const joinMill = (running: Running, at: number) => {
    for (const shown of running.shown) for (const { id } of running.match.markets) shown.add(id);
    mill.add(running.match, at);
  };

  const resume = (running: Running, at: number) => {
    if (load !== null) {
      joinMill(running, at);
      return;
    }
    const { index } = running.match.fixture;
    PRICED_BOOKS.forEach((book, number) => {
      if (book.profile.inPlay)
        addPoll(running, number, book, reopeningPoll(world, book.profile, book.key, index, at), true);
    });
  };

  const takeStep = (running: Running, { at, events }: Step) => {
    let resumes = false;
    mill.remove(running.match.fixture.eventId);
    for (const event of events) {
      if (event.kind === 'market-status') {
        if (event.status === 'open') resumes = true;
        else withdrawAll(running, event.marketId, at);
      }
      tell(event);
    }
    if (resumes) resume(running, at);
  };

  const introduce = (match: Match, at: number) => {
    for (const event of introduction(match, at)) tell(event);
    if (at >= match.endedAt) return;
    const running: Running = { match, shown: PRICED_BOOKS.map(() => new Set<MarketId>()) };
    for (const step of match.steps) if (step.at > at) happenings.add(step.at, () => takeStep(running, step));
    if (load !== null) {
      joinMill(running, at);
      return;
    }
    PRICED_BOOKS.forEach((book, number) => {
      addPoll(running, number, book, { at: at - (book.key & 0xff) - 1, due: at });
    });
  };

  /** Finds matches that appear in (from, to]; those already there at the start come at once. */
  const discover = (from: number, to: number) => {
    for (const slot of slotsBetween(world, from, to)) {
      if (slot.appearsAt <= from) continue;
      happenings.add(slot.appearsAt, (at) => introduce(matchOf(world, slot.index), at));
    }
    happenings.add(to, () => discover(to, to + DISCOVERY));
  };

  const begin = (now: number) => {
    tell({ kind: 'books', books: BOOKS });
    const matches = slotsBetween(world, now - RECENT - LONGEST_MATCH, now)
      .map((slot) => matchOf(world, slot.index))
      .filter((match) => match.endedAt > now - RECENT)
      .sort((a, b) => a.fixture.clock.kickOff - b.fixture.clock.kickOff);
    for (const match of matches) introduce(match, now);
    discover(now, now + DISCOVERY);
    log?.info('practice market started', { seed: world.seed, matches: matches.length });
  };

  const confirm = ({ running, book, number }: BookPoll, sourceTime: number, receivedAt: number) => {
    const { match } = running;
    const isOpen = (market: Match['markets'][number], at: number) =>
      marketStatusAt(match, market, at) === 'open';
    const grid = gridOf(world, book, match, sourceTime);
    match.markets.forEach((market, marketNumber) => {
      if (!isOpen(market, sourceTime) || !isOpen(market, receivedAt)) return;
      const stamp = { sourceTime, receivedAt };
      const quotes = book.quote(world, match, marketNumber, grid, stamp);
      const shown = running.shown[number];
      if (quotes !== null) {
        shown?.add(market.id);
        tellQuotes(quotes);
      } else if (shown?.delete(market.id)) {
        tellQuotes(withdrawal(book, market, stamp));
      }
    });
  };

  /** A poll that comes late is made as of now: what it missed is never caught up with. */
  const takePoll = (entry: BookPoll, now: number) => {
    const { running, book, number, poll, extra } = entry;
    const { match } = running;
    const sourceTime = poll.at + (now - poll.due);
    if (sourceTime >= match.endedAt) return;
    const { index, clock: times } = match.fixture;
    confirm(entry, sourceTime, now);
    if (extra || (sourceTime >= times.kickOff && !book.profile.inPlay)) return;
    addPoll(running, number, book, nextPoll(world, book.profile, book.key, index, times.kickOff, sourceTime));
  };

  /** Works off what is due, happenings first, until nothing is or the slice is over. */
  const work = () => {
    present = Math.min(clock.now(), until);
    const now = present;
    const end = clock.monotonic() + SLICE_MS;
    const inTime = () => clock.monotonic() < end;
    allowance.refill();
    while (sink !== null && happenings.nextDue() <= now && inTime()) {
      const due = happenings.nextDue();
      happenings.take(now)?.(due);
    }
    while (sink !== null && happenings.nextDue() > now && allowance.available() && inTime()) {
      const entry = polls.take(now);
      if (entry === undefined) break;
      takePoll(entry, now);
    }
  };

  const wake = () => {
    cancelWake = null;
    work();
    if (sink === null) return;
    // World time is never slower than real time, so this wakes too early rather than too late.
    const pollDue = Math.max(polls.nextDue(), clock.now() + allowance.wait());
    const due = Math.min(happenings.nextDue(), pollDue);
    if (due > until) return;
    cancelWake = clock.after(Math.max(1, due - clock.now()), wake);
  };

  /** Load: as many quotes as real time allows since the last slice, never more than a tenth of a second's. */
  const driveLoad = (perSecond: number) => {
    let last = clock.monotonic();
    let owed = 0;
    return clock.every(LOAD_SLICE_MS, () => {
      const start = clock.monotonic();
      owed = Math.min(perSecond / 10, owed + ((start - last) * perSecond) / 1000);
      last = start;
      const now = clock.now();
      if (now > until) return;
      // A happening is told before the prices that follow it.
      if (happenings.nextDue() <= now) return;
      while (sink !== null && owed >= 1 && mill.lanes > 0 && clock.monotonic() < start + SLICE_MS) {
        const quotes = mill.next(now - LOAD_TRANSPORT_MS, now);
        owed -= quotes.length;
        tellQuotes(quotes);
      }
    });
  };

  return {
    id: SIMULATOR_ID,
    async start(to) {
      if (sink !== null) return;
      sink = to;
      health.begin();
      present = clock.now();
      begin(present);
      wake();
      if (load !== null) cancels = [driveLoad(load)];
    },
    async stop() {
      sink = null;
      cancelWake?.();
      for (const cancel of cancels) cancel();
      cancels = [];
      happenings.clear();
      polls.clear();
      health.end();
    },
    health: () => health.read(),
  };
}
