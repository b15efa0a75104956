import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import type { Prospect } from '../source-kind.ts';
import { type ApiRequest, type KnownEvent, pricesParameters, reasonOf, sportPath } from './api-request.ts';
import { type Asked, INTERVALS, oddsCost, oddsFloorMs, SCORES_COST } from './cadence.ts';
import { CHANNELS } from './decoder.ts';
import { eventOddsRequests } from './event-odds-requests.ts';
import { SOURCE_ID } from './normalise-odds.ts';
import type { Wish } from './planner.ts';
import { createScoreWatch, type ScoreWatch } from './score-watch.ts';
import type { OddsApiSettings } from './settings.ts';
import { priceWorth } from './worth.ts';

export type AgendaOptions = {
  readonly settings: OddsApiSettings;
  readonly prospects: () => readonly Prospect[];
  readonly withBets: () => readonly SportingEvent[];
  /** A request will never be made again: what it was about is over. */
  readonly onGone?: (id: string) => void;
};

/** What the API offers beside its list of sports. */
export const UPCOMING = 'upcoming';
const DAY_MS = 86_400_000;
/** An event that nobody has called ended is forgotten this long after its start: scores reach no further. */
const FORGOTTEN_MS = 3 * DAY_MS;
/** Of a sport whose events are not known, and of what is upcoming in all sports: some near events without an edge. */
const UNSEEN_WORTH = 1;

/** Everything the polling knows, and what could be asked for by it. */
export type Agenda = {
  /** `null` before the sports are known; then the chosen ones by whether they are in season, `undefined` when unknown. */
  takeSports(active: ReadonlyMap<string, boolean>): void;
  seasonOf(sport: string): boolean | undefined;
  takeEvents(sport: string, events: readonly { readonly id: EventId; readonly startsAt: EpochMs }[]): void;
  readonly scores: ScoreWatch;
  /** The events whose end a request for the sport's scores is made for. */
  awaited(sport: string, now: EpochMs): readonly EventId[];
  /** An answer came: it is asked again by the plan. */
  answered(id: string, at: EpochMs): void;
  postpone(id: string, until: EpochMs): void;
  /** Not asked again by this agenda. */
  park(id: string): void;
  failures(id: string): number;
  failed(id: string): void;
  requests(now: EpochMs, broke: boolean): readonly ApiRequest[];
  /** When requests that cost credits were last answered, to be kept. */
  asked(): Readonly<Record<string, EpochMs>>;
  /** Credits kept back for the scores of bets. */
  reserve(): number;
};

export function createAgenda(
  { settings, prospects, withBets, onGone = () => {} }: AgendaOptions,
  earlier: Readonly<Record<string, EpochMs>> = {},
): Agenda {
  const asked: Asked = settings;
  const since = new Map<string, EpochMs>(Object.entries(earlier));
  const postponed = new Map<string, EpochMs>();
  const failed = new Map<string, number>();
  const parked = new Set<string>();
  /** From /events, by sport; `undefined` before its first answer. */
  const listed = new Map<string, Map<EventId, EpochMs>>();
  /** Of all sports, what the last answers named. */
  const present = new Map<string, ReadonlySet<EventId>>();
  let season: ReadonlyMap<string, boolean> | null = null;
  const ownBets = () => withBets().filter(({ sourceId }) => sourceId === SOURCE_ID);
  const scores = createScoreWatch(settings);

  const eventsNow = (now: EpochMs): ReadonlyMap<EventId, KnownEvent> => {
    const known = new Map<EventId, KnownEvent>();
    for (const [sport, events] of listed)
      for (const [id, startsAt] of events)
        if (present.get(sport)?.has(id) === true || now - startsAt <= FORGOTTEN_MS)
          known.set(id, {
            id,
            sport,
            startsAt,
            status: 'scheduled',
            edge: 0,
            listed: present.get(sport)?.has(id) === true,
          });
        else events.delete(id);
    for (const { event, edge } of prospects())
      if (event.sourceId === SOURCE_ID && now - event.startsAt <= FORGOTTEN_MS)
        known.set(event.id, {
          id: event.id,
          sport: event.sport,
          startsAt: event.startsAt,
          status: event.status,
          edge,
          listed: known.get(event.id)?.listed ?? false,
        });
    for (const [id, event] of known) if (scores.hasEnded(id)) known.set(id, { ...event, status: 'ended' });
    return known;
  };

  /** When a wish that was never asked in this run was last answered: by an earlier run, or by the prices in the book. */
  const quotedAt = (sport: string): EpochMs | null => {
    const times = prospects().flatMap(({ event, quotedAt: at }) =>
      event.sourceId === SOURCE_ID && event.sport === sport && at !== null ? [at] : [],
    );
    return times.length === 0 ? null : (Math.max(...times) as EpochMs);
  };

  const timing = (id: string) => ({
    since: since.get(id) ?? null,
    notBefore: postponed.get(id) ?? null,
  });
  const free = (id: string, floorMs: number): Wish => ({
    id,
    cost: 0,
    worth: 0,
    floorMs,
    essentialMs: null,
    ...timing(id),
  });

  const sportsRequest = (broke: boolean): ApiRequest => ({
    kind: 'sports',
    wish: free(CHANNELS.sports, broke ? INTERVALS.sportsWhenBrokeMs : INTERVALS.sportsMs),
    sport: '',
    path: '/sports',
    parameters: { all: 'true' },
    why: 'free; which sports are in season',
  });

  const eventsRequest = (sport: string): ApiRequest => ({
    kind: 'events',
    wish: free(CHANNELS.events(sport), INTERVALS.eventsMs),
    sport,
    path: `${sportPath(sport)}/events`,
    parameters: { dateFormat: 'iso' },
    why: 'free; which events come up',
  });

  const oddsRequest = (sport: string, events: readonly KnownEvent[], now: EpochMs): ApiRequest => {
    const id = CHANNELS.odds(sport);
    const unseen = sport === UPCOMING || !listed.has(sport) ? UNSEEN_WORTH : 0;
    const worths = events.map((event) =>
      priceWorth({ ...event, toStartMs: event.startsAt - now }, settings.inPlay),
    );
    const wanted = events.filter((_, index) => (worths[index] ?? 0) > 0);
    const inPlay = wanted.some(({ startsAt }) => startsAt <= now);
    return {
      kind: 'odds',
      wish: {
        id,
        cost: oddsCost(asked),
        worth: worths.reduce((sum, worth) => sum + worth, unseen),
        floorMs: oddsFloorMs(asked, inPlay),
        essentialMs: null,
        ...timing(id),
        since: since.get(id) ?? quotedAt(sport),
      },
      sport,
      path: `${sportPath(sport)}/odds`,
      parameters: pricesParameters(settings, settings.markets),
      why: sport === UPCOMING ? 'what is on now and next' : reasonOf(wanted, now),
    };
  };

  const pricesOf = (sport: string, events: readonly KnownEvent[], now: EpochMs): readonly ApiRequest[] => {
    if (sport === UPCOMING) return [oddsRequest(sport, events, now)];
    const list = eventsRequest(sport);
    // What comes up decides what its odds are worth; an address that can't say is asked for odds all the same.
    if (!listed.has(sport) && (failed.get(list.wish.id) ?? 0) === 0) return [list];
    return [
      list,
      oddsRequest(sport, events, now),
      ...eventOddsRequests({ settings, sport, events, now, timing }),
    ];
  };

  /** Requests for an event alone go with it. */
  const forgetGone = (known: readonly KnownEvent[]) => {
    const wished = new Set(
      known.map(({ id, sport }) => CHANNELS.eventOdds(sport, id.slice(SOURCE_ID.length + 1))),
    );
    const isGone = (id: string) => id.startsWith('event-odds ') && !wished.has(id);
    const gone = new Set([...since.keys(), ...postponed.keys(), ...failed.keys(), ...parked].filter(isGone));
    for (const id of gone) {
      for (const kept of [since, postponed, failed, parked]) kept.delete(id);
      onGone(id);
    }
  };

  return {
    takeSports(active) {
      season = active;
    },
    seasonOf: (sport) => (sport === UPCOMING ? true : season?.get(sport)),
    takeEvents(sport, events) {
      const before = listed.get(sport) ?? new Map<EventId, EpochMs>();
      present.set(sport, new Set(events.map(({ id }) => id)));
      listed.set(sport, new Map([...before, ...events.map(({ id, startsAt }) => [id, startsAt] as const)]));
    },
    scores,
    awaited: (sport, now) =>
      scores.awaited(sport, { known: [...eventsNow(now).values()], bets: ownBets(), now }),
    answered(id, at) {
      since.set(id, at);
      postponed.delete(id);
      failed.delete(id);
    },
    postpone: (id, until) => void postponed.set(id, until),
    park: (id) => void parked.add(id),
    failures: (id) => failed.get(id) ?? 0,
    failed: (id) => void failed.set(id, (failed.get(id) ?? 0) + 1),
    requests(now, broke) {
      if (season === null) return [sportsRequest(broke)];
      const known = [...eventsNow(now).values()];
      forgetGone(known);
      const ofSport = Map.groupBy(known, ({ sport }) => sport);
      const followed = settings.sports.filter((sport) => sport === UPCOMING || season?.get(sport) === true);
      const upcoming = known.filter(({ sport }) => !followed.includes(sport));
      const prices = followed.flatMap((sport) =>
        pricesOf(sport, sport === UPCOMING ? upcoming : (ofSport.get(sport) ?? []), now),
      );
      const standings = scores.requests({ known, bets: ownBets(), now, timing });
      return [sportsRequest(broke), ...prices, ...standings].filter(({ wish }) => !parked.has(wish.id));
    },
    asked: () => Object.fromEntries([...since].filter(([id]) => /^(odds|scores) /.test(id))),
    reserve: () => (settings.scores ? scores.pollsAhead(ownBets()) * SCORES_COST : 0),
  };
}
