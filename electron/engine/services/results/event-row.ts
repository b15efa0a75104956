import type { EventResult } from '../../../../shared/contract/results.ts';
import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { ResultRevision } from '../../../../shared/domain/result.ts';
import { disputeOf, resultWords, standingResult } from '../../../../shared/domain/result.ts';
import type { Currency, EpochMs, MinorUnits } from '../../../../shared/domain/units.ts';
import type { Orders } from '../../orders/index.ts';
import type { Journal } from '../../ports/journal.ts';
import type { KnownEvent } from './known-events.ts';

/** Longer than any match lasts: after it, somebody should have said how it ended. */
const LONGEST_MATCH_MS = 5 * 3_600_000;

/** What a listed event itself says of its end, where nothing was kept for want of bets. */
function toldByEvent({ status, score }: SportingEvent): EventResult['result'] {
  if (status === 'postponed' || status === 'abandoned') return { status, score: null, halfTime: null };
  if (status !== 'ended' || !score) return null;
  return { status, score: { home: score.home, away: score.away }, halfTime: score.halfTime ?? null };
}

const tellerWords = ({ origin, teller }: ResultRevision): string =>
  origin === 'source' ? `Source ${teller}` : `The ${teller.replace(/s$/, '')}`;

/** What was made of the results told, where none of them stands. */
function takenBackWords(told: readonly ResultRevision[]): string | undefined {
  if (told.length === 0) return undefined;
  const entered = told.findLast(({ origin }) => origin === 'user');
  return entered?.status === 'unknown'
    ? 'what sources said is set aside, and none has said anything else'
    : 'its result was taken back, and nobody has told another';
}

/** Why open bets are still open. */
function waitsFor(
  { status, startsAt }: SportingEvent,
  standing: ResultRevision | undefined,
  takenBack: string | undefined,
  why: string | undefined,
  now: EpochMs,
): string {
  if (standing) return why ?? 'it is about to be settled';
  const isOver = status === 'ended' || startsAt + LONGEST_MATCH_MS <= now;
  if (isOver && takenBack !== undefined) return takenBack;
  if (status === 'ended') return 'it has ended, and no source told the score';
  if (startsAt > now) return 'it has not started';
  return isOver ? 'no source has told how it ended' : 'it is not over';
}

/** One event with its result and its bets, as the screen lists it. */
export function eventRow(
  deps: {
    readonly mode: Mode;
    readonly journal: Pick<Journal, 'results' | 'betsOfEvent' | 'damagedOrders'>;
    readonly orders: Pick<Orders, 'results'>;
    readonly now: EpochMs;
    readonly currency: Currency;
    /** What an import has that may be this event's result, in words. */
    readonly doubt: string | undefined;
  },
  { event, listed }: KnownEvent,
): EventResult {
  const { mode, journal, orders, now } = deps;
  const told = journal.results(mode, event.id);
  const standing = standingResult(told);
  const bets = journal.betsOfEvent(mode, event.id);
  const damaged = journal.damagedOrders(mode).find(({ eventId }) => eventId === event.id);
  const open = bets.filter(({ status }) => status === 'open');
  const dispute = disputeOf(told);
  const waiting = open.length > 0 ? orders.results.outlook(event.id).waiting : [];
  const takenBack = waiting.find(({ forBook }) => forBook)?.why;
  // What was said and taken back is not heard from the event's listing instead.
  const result = standing ?? (told.length === 0 ? toldByEvent(event) : null);
  const isTold = result !== null && told.length === 0;
  return {
    event,
    listed,
    result: result && { status: result.status, score: result.score, halfTime: result.halfTime },
    origin: standing?.origin ?? (isTold ? 'source' : null),
    teller: standing?.teller ?? (isTold ? event.sourceId : null),
    revision: told.length,
    openBets: open.length,
    settledBets: bets.length - open.length,
    profit: bets.reduce((sum, { profit }) => sum + (profit ?? 0), 0) as MinorUnits,
    currency: deps.currency,
    disputed: dispute ? `${tellerWords(dispute)} says ${resultWords(dispute)}` : null,
    waits: damaged
      ? `order ${damaged.id} can't be read in the journal: it is in none of these figures`
      : open.length === 0
        ? null
        : (takenBack ?? deps.doubt ?? waitsFor(event, standing, takenBackWords(told), waiting[0]?.why, now)),
    at: told.at(-1)?.at ?? event.startsAt,
  };
}
