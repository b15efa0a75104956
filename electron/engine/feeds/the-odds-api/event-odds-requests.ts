import type { EpochMs } from '../../../../shared/domain/units.ts';
import { type ApiRequest, type KnownEvent, pricesParameters, reasonOf, sportPath } from './api-request.ts';
import { ADDITIONAL_FLOOR_MS, oddsCost } from './cadence.ts';
import { CHANNELS } from './decoder.ts';
import { offeredIn } from './market-shapes.ts';
import { SOURCE_ID } from './normalise-odds.ts';
import type { OddsApiSettings } from './settings.ts';
import { priceWorth } from './worth.ts';

const DAY_MS = 86_400_000;
/** Events further away are not worth their own request, unless there is an edge on them. */
const HORIZON_MS = DAY_MS;
/** Additional markets are bet less and repeat what the featured ones say. */
const SHARE_OF_WORTH = 0.5;
/** Of a sport at a time, the most worthwhile. */
const MOST_EVENTS = 40;

export type EventOddsInput = {
  readonly settings: OddsApiSettings;
  readonly sport: string;
  readonly events: readonly KnownEvent[];
  readonly now: EpochMs;
  readonly timing: (id: string) => { readonly since: EpochMs | null; readonly notBefore: EpochMs | null };
};

/** Requests for the additional markets of the sport's events that may be worth one. */
export function eventOddsRequests({
  settings,
  sport,
  events,
  now,
  timing,
}: EventOddsInput): readonly ApiRequest[] {
  const markets = offeredIn(sport, settings.additional);
  if (markets.length === 0) return [];
  const cost = oddsCost({ ...settings, markets });
  return events
    .filter(({ edge, startsAt }) => edge > 0 || startsAt - now <= HORIZON_MS)
    .map((event) => ({
      event,
      worth: SHARE_OF_WORTH * priceWorth({ ...event, toStartMs: event.startsAt - now }, settings.inPlay),
    }))
    .filter(({ worth }) => worth > 0)
    .sort((one, other) => other.worth - one.worth || (one.event.id < other.event.id ? -1 : 1))
    .slice(0, MOST_EVENTS)
    .map(({ event, worth }) => {
      const nativeId = event.id.slice(SOURCE_ID.length + 1);
      const id = CHANNELS.eventOdds(sport, nativeId);
      const { since, notBefore } = timing(id);
      return {
        kind: 'event-odds',
        wish: {
          id,
          cost,
          worth,
          floorMs: ADDITIONAL_FLOOR_MS,
          // Never asked counts as a day old: it is first asked for once it is worth that much a day.
          since: since ?? ((now - DAY_MS) as EpochMs),
          notBefore,
          essentialMs: null,
        },
        sport,
        path: `${sportPath(sport)}/events/${encodeURIComponent(nativeId)}/odds`,
        parameters: pricesParameters(settings, markets),
        why: `${markets.length} additional markets; ${reasonOf([event], now)}`,
      };
    });
}
