import type { EpochMs, EventId } from './units.ts';

export type Goals = { readonly home: number; readonly away: number };

/**
 * `withdrawn`: the user takes an entry back, so that what the sources say stands again. `unknown`: the user sets aside
 * what the sources have said until then.
 */
export type ResultStatus = 'ended' | 'postponed' | 'abandoned' | 'withdrawn' | 'unknown';
/** How an event can have come out; the rest is about what was said of it. */
export type Outcome = Exclude<ResultStatus, 'withdrawn' | 'unknown'>;
export type ResultOrigin = 'source' | 'user' | 'import';

/** How an event came out, as somebody says. */
export type Result = {
  readonly status: ResultStatus;
  /** Of an ended event; `null` otherwise. */
  readonly score: Goals | null;
  /** Settles first-half markets; `null` while it is not known. */
  readonly halfTime: Goals | null;
};

/** One saying of it. Revisions of an event count from 1 and never change. */
export type ResultRevision = Result & {
  readonly eventId: EventId;
  readonly revision: number;
  readonly at: EpochMs;
  readonly origin: ResultOrigin;
  /** Who of that origin: a source's id, the file format; `user`. */
  readonly teller: string;
  readonly note: string;
};

/** A revision that bets can be settled by. */
export type StandingResult = ResultRevision & { readonly status: Outcome };

export type Telling = Omit<ResultRevision, 'revision' | 'at'>;

const STATUS_WORDS: Readonly<Record<ResultStatus, string>> = {
  ended: 'ended',
  postponed: 'postponed',
  abandoned: 'abandoned',
  withdrawn: 'taken back',
  unknown: 'set aside',
};

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const sameGoals = (a: Goals | null, b: Goals | null): boolean => a?.home === b?.home && a?.away === b?.away;
const isWithin = (part: Goals, whole: Goals): boolean => part.home <= whole.home && part.away <= whole.away;

/** Why a result can't be; `undefined` when it can. */
export function resultFault({ status, score, halfTime }: Result): string | undefined {
  for (const goals of [score, halfTime])
    if (goals && !(isCount(goals.home) && isCount(goals.away)))
      return `${goals.home}-${goals.away} is not a score: give whole numbers of 0 or more, like 2-1.`;
  if (status === 'ended' && score === null)
    return 'An ended event needs its final score: enter it, like 2-1, or say that it was postponed or abandoned.';
  if (status !== 'ended' && score !== null)
    return `A result that is ${STATUS_WORDS[status]} has no final score: leave it out, or say that the event ended.`;
  if (halfTime !== null && status !== 'ended' && status !== 'abandoned')
    return `A result that is ${STATUS_WORDS[status]} has no half-time score: leave it out.`;
  if (score && halfTime && !isWithin(halfTime, score))
    return `Half time ${halfTime.home}-${halfTime.away} can't be more than the final score ${score.home}-${score.away}: check both.`;
  return undefined;
}

const isOutcome = (revision: ResultRevision): revision is StandingResult =>
  revision.status !== 'withdrawn' && revision.status !== 'unknown';

const lastEntry = (revisions: readonly ResultRevision[]): ResultRevision | undefined =>
  revisions.findLast(({ origin }) => origin === 'user');

/** What sources and imports have told, oldest first, but for what the user has set aside. */
function heard(revisions: readonly ResultRevision[]): readonly ResultRevision[] {
  const entered = lastEntry(revisions);
  const since = entered?.status === 'unknown' ? entered.revision : 0;
  return revisions.filter(({ origin, revision }) => origin !== 'user' && revision > since);
}

/** A half-time score stays known when the same or another source later tells a score without one. */
function withHalfTime(told: readonly ResultRevision[], newest: StandingResult): StandingResult {
  const { score } = newest;
  if (newest.status !== 'ended' || score === null || newest.halfTime !== null) return newest;
  const known = told.findLast(({ halfTime }) => halfTime !== null && isWithin(halfTime, score));
  return known ? { ...newest, halfTime: known.halfTime } : newest;
}

/**
 * The result bets are settled by: the user's newest entry; without one, or after it was withdrawn, the newest saying
 * of a source or an import that was not set aside. `undefined` while there is none. `revisions` oldest first.
 */
export function standingResult(revisions: readonly ResultRevision[]): StandingResult | undefined {
  const entered = lastEntry(revisions);
  if (entered && isOutcome(entered)) return entered;
  const told = heard(revisions).filter(isOutcome);
  const newest = told.at(-1);
  return newest && withHalfTime(told, newest);
}

const differs = (a: Result, b: Result): boolean =>
  a.status !== b.status ||
  !sameGoals(a.score, b.score) ||
  (a.halfTime !== null && b.halfTime !== null && !sameGoals(a.halfTime, b.halfTime));

const tellerOf = ({ origin, teller }: Telling): string => `${origin}/${teller}`;

/** Whether a telling says only what the same teller said last: a poll, or an import run again. */
export function isRepeated(revisions: readonly ResultRevision[], telling: Telling): boolean {
  const last = revisions.findLast((revision) => tellerOf(revision) === tellerOf(telling));
  // There is nothing yet to take back, or to set aside.
  if (last === undefined)
    return telling.status === 'withdrawn' || (telling.status === 'unknown' && revisions.length === 0);
  if (telling.origin !== 'user') {
    const addsHalfTime = last.halfTime === null && telling.halfTime !== null;
    return !differs(last, telling) && !addsHalfTime;
  }
  // What was said since is to be set aside too.
  if (telling.status === 'unknown' && revisions.at(-1) !== last) return false;
  return !differs(last, telling) && sameGoals(last.halfTime, telling.halfTime) && last.note === telling.note;
}

/** Whether this is the last word of any source. */
export const isSaid = (revisions: readonly ResultRevision[], telling: Telling): boolean =>
  [...new Map(revisions.map((revision) => [tellerOf(revision), revision])).values()].some(
    (revision) => revision.origin === 'source' && !differs(revision, telling),
  );

/**
 * The newest saying of another teller that contradicts what stands; an entry by hand is only contradicted by what came
 * after it, for the user knew the rest.
 */
export function disputeOf(revisions: readonly ResultRevision[]): ResultRevision | undefined {
  const standing = standingResult(revisions);
  if (!standing) return undefined;
  const newest = new Map(heard(revisions).map((revision) => [tellerOf(revision), revision]));
  return [...newest.values()]
    .filter(
      (revision) =>
        tellerOf(revision) !== tellerOf(standing) &&
        (standing.origin !== 'user' || revision.revision > standing.revision) &&
        differs(revision, standing),
    )
    .sort((a, b) => b.revision - a.revision)[0];
}

/** `2-1 (1-0)`, `postponed`, `set aside`: the one name of each everywhere. */
export function resultWords({ status, score, halfTime }: Result): string {
  const half = halfTime ? ` (${halfTime.home}-${halfTime.away})` : '';
  return score ? `${score.home}-${score.away}${half}` : `${STATUS_WORDS[status]}${half}`;
}
