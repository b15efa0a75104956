import type { EventStatus, MarketStatus, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs, SourceId } from '../../../../shared/domain/units.ts';
import type { FeedEvent } from '../source.ts';
import type { World } from './calendar.ts';
import { slotOf } from './calendar.ts';
import type { Fixture } from './fixture.ts';
import { drawFixture, scoreAt } from './fixture.ts';
import { between, DRAW, hashOf, pick } from './hashed-random.ts';
import { PRACTICE_SPORT } from './leagues.ts';
import type { PracticeMarket } from './markets.ts';
import { catalogueMarket, marketsOf } from './markets.ts';
import { SECOND, timeAtShare } from './match-clock.ts';

export const SIMULATOR_ID = 'simulator' as SourceId;

/** Betting stops in [from, to): all markets of the match are suspended. */
export type Halt = { readonly from: number; readonly to: number };
/** What the simulator says about a match at one moment, besides prices. */
export type Step = { readonly at: number; readonly events: readonly FeedEvent[] };

/** A fixture with all that is published about it and when. */
export type Match = {
  readonly fixture: Fixture;
  readonly markets: readonly PracticeMarket[];
  /** Disjoint, in order. The last ends with the result. */
  readonly halts: readonly Halt[];
  /** The final whistle as the feed has it; markets close then. */
  readonly endedAt: number;
  /** From kick-off to the result, in order of time. */
  readonly steps: readonly Step[];
};

/** From the final whistle to the confirmed result; longer than the slowest goal reveal. */
const CONFIRMATION = 5 * SECOND;

/** A halt of `low` to `high` seconds from `from`, its length drawn by `key`. */
const haltFrom = (
  world: World,
  fixture: Fixture,
  from: number,
  low: number,
  high: number,
  key: number,
): Halt => ({
  from,
  to: from + Math.round(between(hashOf(world.seed, DRAW.halt, fixture.index, key), low, high) * SECOND),
});

/** Turning in-play, goals, the red card, and scares that come to nothing (a review, a penalty missed). */
function rawHalts(world: World, fixture: Fixture): Halt[] {
  const hash = hashOf(world.seed, DRAW.halt, fixture.index);
  const scares = Array.from({ length: pick(hash, 4) }, (_, scare) =>
    haltFrom(
      world,
      fixture,
      timeAtShare(fixture.clock, between(hashOf(hash, scare, 1), 0.03, 0.97)),
      15,
      45,
      200 + scare,
    ),
  );
  const card = fixture.redCard === null ? [] : [haltFrom(world, fixture, fixture.redCard.at, 20, 50, 100)];
  return [
    haltFrom(world, fixture, fixture.clock.kickOff, 6, 15, 1),
    ...fixture.goals.map((goal, index) => haltFrom(world, fixture, goal.revealedAt, 25, 60, 10 + index)),
    ...card,
    ...scares,
  ];
}

function mergeHalts(halts: readonly Halt[], fullTime: number, endedAt: number): Halt[] {
  const merged: Halt[] = [];
  for (const halt of [...halts, { from: fullTime, to: endedAt }].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    // Markets don't open for a moment between two halts, nor in the last seconds of a match.
    const to = Math.min(endedAt, halt.to >= fullTime ? endedAt : halt.to);
    if (last && halt.from <= last.to + SECOND)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else merged.push({ from: halt.from, to });
  }
  return merged;
}

export function marketStatusAt(
  match: Pick<Match, 'halts' | 'endedAt'>,
  market: PracticeMarket,
  at: number,
): MarketStatus {
  if (at >= match.endedAt || (market.decidedAt !== null && at >= market.decidedAt)) return 'closed';
  return match.halts.some((halt) => at >= halt.from && at < halt.to) ? 'suspended' : 'open';
}

export function eventStatusAt(match: Pick<Match, 'fixture' | 'endedAt'>, at: number): EventStatus {
  if (at >= match.endedAt) return 'ended';
  return at >= match.fixture.clock.kickOff ? 'live' : 'scheduled';
}

const scoreEvent = (match: Pick<Match, 'fixture' | 'endedAt'>, at: number): FeedEvent => ({
  kind: 'score',
  eventId: match.fixture.eventId,
  status: eventStatusAt(match, at),
  score: { ...scoreAt(match.fixture, at), at: at as EpochMs },
});

/**
 * Markets are suspended before the score that caused it is told, and closed after it. The start is told first of all:
 * what the books show until then is the close.
 */
function stepAt(match: Omit<Match, 'steps'>, at: number, scores: boolean): Step {
  const before: FeedEvent[] = [];
  const after: FeedEvent[] = [];
  for (const market of match.markets) {
    const status = marketStatusAt(match, market, at);
    if (status === marketStatusAt(match, market, at - 1)) continue;
    const change: FeedEvent = { kind: 'market-status', marketId: market.id, status, at: at as EpochMs };
    (status === 'closed' ? after : before).push(change);
  }
  const score = scores ? [scoreEvent(match, at)] : [];
  const starts = at === match.fixture.clock.kickOff;
  return { at, events: starts ? [...score, ...before] : [...before, ...score, ...after] };
}

/** Everything that will be said about the fixture of an index, as a function of the world alone. */
export function matchOf(world: World, index: number): Match {
  const fixture = drawFixture(world, slotOf(world, index));
  const { kickOff, fullTime } = fixture.clock;
  const endedAt = fullTime + CONFIRMATION;
  const halts = mergeHalts(rawHalts(world, fixture), fullTime, endedAt);
  const match = { fixture, markets: marketsOf(fixture), halts, endedAt };
  const scoreTimes = new Set([kickOff, ...fixture.goals.map((goal) => goal.revealedAt), endedAt]);
  const times = new Set([...scoreTimes, ...halts.flatMap(({ from, to }) => [from, to])]);
  const steps = [...times].sort((a, b) => a - b).map((at) => stepAt(match, at, scoreTimes.has(at)));
  return { ...match, steps };
}

/** The match as the catalogue knows it at `at`. */
export function sportingEventAt(match: Match, at: number): SportingEvent {
  const { fixture } = match;
  const status = eventStatusAt(match, at);
  const lastChange = match.steps.findLast(
    (step) => step.at <= at && step.events.some((event) => event.kind === 'score'),
  );
  return {
    id: fixture.eventId,
    sourceId: SIMULATOR_ID,
    sport: PRACTICE_SPORT,
    competition: fixture.competition,
    home: fixture.home,
    away: fixture.away,
    startsAt: fixture.clock.kickOff as EpochMs,
    status,
    score:
      status === 'scheduled'
        ? null
        : { ...scoreAt(fixture, at), at: (lastChange?.at ?? fixture.clock.kickOff) as EpochMs },
  };
}

/** What a newcomer is told of the match at `at`; an ended match comes with its final score. */
export function introduction(match: Match, at: number): readonly FeedEvent[] {
  const event = sportingEventAt(match, at);
  const markets = match.markets.map((market) =>
    catalogueMarket(match.fixture, market, marketStatusAt(match, market, at)),
  );
  const introduced: FeedEvent = { kind: 'event', event, markets };
  return event.status === 'ended' ? [introduced, scoreEvent(match, match.endedAt)] : [introduced];
}
