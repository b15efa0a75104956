import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';

/**
 * An event that is live as it is listed again by someone who doesn't know that yet: it stays live, with its score, unless
 * its start was put off to a moment still to come.
 */
export function keptLive(before: SportingEvent, listed: SportingEvent, now: EpochMs): SportingEvent {
  if (before.status !== 'live' || listed.status !== 'scheduled') return listed;
  const isPutOff = listed.startsAt > before.startsAt && listed.startsAt > now;
  return isPutOff ? listed : { ...listed, status: 'live', score: listed.score ?? before.score };
}
