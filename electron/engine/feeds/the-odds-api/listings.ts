import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import { eventIdOf } from './normalise-odds.ts';
import { isWireListedEvent, isWireSport } from './protocol.ts';
import { epochMs } from './wire-time.ts';

/** Sport key to whether it is in season; `undefined` when the answer is no list of sports. */
export function readSports(value: unknown): ReadonlyMap<string, boolean> | undefined {
  if (!Array.isArray(value)) return undefined;
  const known = value.filter((item) => isWireSport(item));
  if (known.length === 0 && value.length > 0) return undefined;
  return new Map(known.map(({ key, active }) => [key, active]));
}

export type ListedEvent = { readonly id: EventId; readonly startsAt: EpochMs };

/** The events of /events with their starts; `undefined` when the answer is no list of events. */
export function readEvents(value: unknown): readonly ListedEvent[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const known = value.filter((item) => isWireListedEvent(item));
  if (known.length === 0 && value.length > 0) return undefined;
  return known.flatMap(({ id, commence_time }) => {
    const startsAt = epochMs(commence_time);
    return startsAt === undefined ? [] : [{ id: eventIdOf(id), startsAt }];
  });
}
