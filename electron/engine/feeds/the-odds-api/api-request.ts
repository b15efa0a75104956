import type { EventStatus } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import type { Wish } from './planner.ts';
import type { OddsApiSettings } from './settings.ts';

/** A request that could be sent, with what it is worth. */
export type ApiRequest = {
  readonly kind: 'sports' | 'events' | 'odds' | 'event-odds' | 'scores';
  readonly wish: Wish;
  readonly sport: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** For people: why it is worth asking. */
  readonly why: string;
};

/** An event of the API, from whatever told of it. */
export type KnownEvent = {
  readonly id: EventId;
  readonly sport: string;
  readonly startsAt: EpochMs;
  readonly status: EventStatus;
  readonly edge: number;
  /** In the last answer of /events. */
  readonly listed: boolean;
};

const minutes = (ms: number): string => {
  const rounded = Math.round(ms / 60_000);
  return rounded < 60 ? `${rounded} min` : `${Math.round(rounded / 60)} h`;
};

/** `8 events, the next in 2 h, best edge 3.1 %`. */
export function reasonOf(events: readonly KnownEvent[], now: EpochMs): string {
  const under = events.filter(({ startsAt }) => startsAt <= now).length;
  const next = Math.min(...events.map(({ startsAt }) => startsAt).filter((at) => at > now));
  const edge = Math.max(0, ...events.map((event) => event.edge));
  return [
    `${events.length} ${events.length === 1 ? 'event' : 'events'}`,
    ...(under > 0 ? [`${under} under way`] : []),
    ...(Number.isFinite(next) ? [`the next in ${minutes(next - now)}`] : []),
    ...(edge > 0 ? [`best edge ${(edge * 100).toFixed(1)} %`] : []),
  ].join(', ');
}

/** The parameters that say whose prices and how. */
export const pricesParameters = (
  settings: Pick<OddsApiSettings, 'bookmakers' | 'regions' | 'oddsFormat'>,
  markets: readonly string[],
): Readonly<Record<string, string>> => ({
  ...(settings.bookmakers.length > 0
    ? { bookmakers: settings.bookmakers.join(',') }
    : { regions: settings.regions.join(',') }),
  markets: markets.join(','),
  oddsFormat: settings.oddsFormat,
  dateFormat: 'iso',
  includeBetLimits: 'true',
});

export const sportPath = (sport: string): string => `/sports/${encodeURIComponent(sport)}`;
