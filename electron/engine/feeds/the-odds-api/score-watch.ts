import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import { type ApiRequest, type KnownEvent, sportPath } from './api-request.ts';
import { INTERVALS, SCORES_COST } from './cadence.ts';
import { CHANNELS } from './decoder.ts';
import type { Standing } from './normalise-scores.ts';
import type { OddsApiSettings } from './settings.ts';
import { scoreWorth, usualDurationMs } from './worth.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The endpoint looks back three days at most. */
const MOST_DAYS = 3;
/** An event that the scores don't name is asked for again after this, then after twice that, and so on. */
const FIRST_ABSENCE_MS = 10 * MINUTE_MS;
const LONGEST_ABSENCE_MS = 6 * 60 * MINUTE_MS;
/** Bets on an event that has ended are settled long before. */
const KEPT_MS = 14 * DAY_MS;
/** Some answers lag behind the start. */
const GRACE_MS = 5 * MINUTE_MS;
/** How often bets that should be settled by now are asked for: later and later, between these. */
const ESSENTIAL = { leastMs: 2 * MINUTE_MS, mostMs: 30 * MINUTE_MS } as const;
/** Credits are kept back for so many requests for each sport with open bets. */
const POLLS_KEPT = 6;

type Awaited = Omit<KnownEvent, 'edge' | 'listed'>;
type Timing = (id: string) => { readonly since: EpochMs | null; readonly notBefore: EpochMs | null };

export type ScoreInput = {
  readonly known: readonly KnownEvent[];
  /** Of this source. */
  readonly bets: readonly SportingEvent[];
  readonly now: EpochMs;
  readonly timing: Timing;
};

/** Which events' ends are still to be learnt from the scores, and how long to leave those that they don't name. */
export type ScoreWatch = {
  /** An answer to a request made for the events `asked`; `standings` is `null` when it came again unchanged. */
  take(sport: string, standings: readonly Standing[] | null, asked: readonly EventId[], now: EpochMs): void;
  hasEnded(id: EventId): boolean;
  requests(input: ScoreInput): readonly ApiRequest[];
  /** The events that a request for the sport would be made for. */
  awaited(sport: string, input: Omit<ScoreInput, 'timing'>): readonly EventId[];
  pollsAhead(bets: readonly SportingEvent[]): number;
};

export function createScoreWatch(settings: Pick<OddsApiSettings, 'scores' | 'inPlay'>): ScoreWatch {
  /** When each was last told to have ended. */
  const ended = new Map<EventId, EpochMs>();
  const last = new Map<string, readonly Standing[]>();
  const absent = new Map<EventId, { readonly times: number; readonly until: EpochMs }>();

  /** Scores of it are not asked for any more, whatever it was. */
  const forget = (now: EpochMs) => {
    for (const [id, at] of ended) if (now - at > KEPT_MS) ended.delete(id);
    for (const [id, { until }] of absent) if (now - until > KEPT_MS) absent.delete(id);
  };

  /** Under way or over, within reach, not known to have ended and not left for a while. */
  const isAwaited = ({ id, startsAt, status }: Awaited, now: EpochMs): boolean =>
    startsAt <= now &&
    now - startsAt <= MOST_DAYS * DAY_MS &&
    (status === 'scheduled' || status === 'live') &&
    !ended.has(id) &&
    (absent.get(id)?.until ?? 0) <= now;

  const bySport = ({ known, bets, now }: Omit<ScoreInput, 'timing'>) => {
    const events = new Map<EventId, Awaited>();
    for (const event of [...known, ...bets]) if (isAwaited(event, now)) events.set(event.id, event);
    return Map.groupBy(events.values(), ({ sport }) => sport);
  };

  const requestOf = (
    sport: string,
    events: readonly Awaited[],
    betIds: ReadonlySet<EventId>,
    now: EpochMs,
    timing: Timing,
  ): ApiRequest => {
    const id = CHANNELS.scores(sport);
    const worth = events.reduce(
      (sum, event) =>
        sum +
        scoreWorth({ ...event, toStartMs: event.startsAt - now }, betIds.has(event.id), settings.inPlay),
      0,
    );
    const late = events
      .filter((event) => betIds.has(event.id))
      .map((event) => now - event.startsAt - usualDurationMs(event.sport))
      .filter((ms) => ms >= 0);
    const earliest = Math.min(...events.map(({ startsAt }) => startsAt)) as EpochMs;
    const { since, notBefore } = timing(id);
    const bets = events.filter((event) => betIds.has(event.id)).length;
    return {
      kind: 'scores',
      wish: {
        id,
        cost: SCORES_COST,
        worth,
        floorMs: INTERVALS.scoresMs,
        since: since ?? (late.length > 0 ? null : earliest),
        notBefore,
        essentialMs:
          late.length === 0
            ? null
            : Math.min(ESSENTIAL.mostMs, Math.max(ESSENTIAL.leastMs, Math.min(...late) / 4)),
      },
      sport,
      path: `${sportPath(sport)}/scores`,
      parameters: {
        daysFrom: String(Math.min(MOST_DAYS, Math.max(1, Math.ceil((now - earliest + 1) / DAY_MS)))),
        dateFormat: 'iso',
      },
      why: `${events.length} under way${bets > 0 ? `, ${bets} with bets` : ''}`,
    };
  };

  return {
    take(sport, answered, asked, now) {
      const standings = answered ?? last.get(sport) ?? [];
      last.set(sport, standings);
      const named = new Set(standings.map(({ eventId }) => eventId));
      for (const { eventId, status } of standings) {
        absent.delete(eventId);
        if (status === 'ended') ended.set(eventId, now);
      }
      for (const id of asked) {
        if (named.has(id)) continue;
        const times = (absent.get(id)?.times ?? 0) + 1;
        const wait = Math.min(LONGEST_ABSENCE_MS, FIRST_ABSENCE_MS * 2 ** (times - 1));
        absent.set(id, { times, until: (now + wait) as EpochMs });
      }
      forget(now);
    },
    hasEnded: (id) => ended.has(id),
    awaited: (sport, input) =>
      (bySport(input).get(sport) ?? [])
        .filter(({ startsAt }) => input.now - startsAt >= GRACE_MS)
        .map(({ id }) => id),
    requests({ known, bets, now, timing }) {
      if (!settings.scores) return [];
      const betIds = new Set(bets.map(({ id }) => id));
      return [...bySport({ known, bets, now })].map(([sport, events]) =>
        requestOf(sport, events, betIds, now, timing),
      );
    },
    pollsAhead: (bets) =>
      new Set(bets.filter(({ id }) => !ended.has(id)).map(({ sport }) => sport)).size * POLLS_KEPT,
  };
}
