import type { EventStatus, Score } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import { eventIdOf } from './normalise-odds.ts';
import { isWireScores, mismatch, type WireScores } from './protocol.ts';
import { type QuarantinedPart, sampleOf } from './quarantine.ts';
import { epochMs } from './wire-time.ts';

/** How an event stands. `score` is `null` before the first score, and where the API never gave one. */
export type Standing = {
  readonly eventId: EventId;
  readonly startsAt: EpochMs;
  readonly status: EventStatus;
  readonly score: Score | null;
};

export type NormalisedScores = {
  readonly standings: readonly Standing[];
  readonly quarantined: readonly QuarantinedPart[];
};

/** Scores come as strings: `"25"`. Anything but whole digits (cricket's `250/7`) is not a score we can settle on. */
function points(score: string | number | null | undefined): number | undefined {
  const text = typeof score === 'number' ? String(score) : (score ?? '').trim();
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}

function refused(
  part: unknown,
  reason: QuarantinedPart['reason'],
  where: string,
  detail: string,
): QuarantinedPart {
  return { reason, where, detail, quotes: 1, sample: sampleOf(part) };
}

function standingOf(wire: WireScores, receivedAt: EpochMs): Standing | QuarantinedPart {
  const eventId = eventIdOf(wire.id);
  const startsAt = epochMs(wire.commence_time);
  const at =
    wire.last_update === undefined || wire.last_update === null ? receivedAt : epochMs(wire.last_update);
  if (startsAt === undefined || at === undefined)
    return refused(wire, 'malformed-time', wire.id, startsAt === undefined ? 'commence_time' : 'last_update');
  const status: EventStatus = wire.completed ? 'ended' : startsAt <= receivedAt ? 'live' : 'scheduled';
  if (wire.scores === null || wire.scores === undefined || wire.scores.length === 0)
    return { eventId, startsAt, status, score: null };
  const of = (team: string) => points(wire.scores?.find(({ name }) => name === team)?.score);
  const [home, away] = [of(wire.home_team), of(wire.away_team)];
  if (home === undefined || away === undefined)
    return refused(wire, 'unreadable-score', wire.id, 'a whole number for each of the two teams is needed');
  return { eventId, startsAt, status, score: { home, away, at } };
}

/** A /scores answer as standings; `undefined` when it is not a list. Pure; never throws. */
export function normaliseScores(payload: unknown, receivedAt: EpochMs): NormalisedScores | undefined {
  if (!Array.isArray(payload)) return undefined;
  const standings: Standing[] = [];
  const quarantined: QuarantinedPart[] = [];
  for (const [index, wire] of payload.entries()) {
    if (!isWireScores(wire)) {
      const where = `event ${index + 1} of the scores`;
      quarantined.push(refused(wire, 'malformed-score', where, mismatch(isWireScores)));
      continue;
    }
    const read = standingOf(wire, receivedAt);
    if ('reason' in read) quarantined.push(read);
    else standings.push(read);
  }
  return { standings, quarantined };
}
