import type { EventResult, ResultEntry, ResultRevision } from '../../../shared/contract/results.ts';
import type { Goals, ResultStatus } from '../../../shared/domain/result.ts';
import { resultFault, resultWords } from '../../../shared/domain/result.ts';
import type { EventId } from '../../../shared/domain/units.ts';

/** What stands in the form. */
export type EntryDraft = {
  readonly eventId: EventId;
  readonly status: ResultStatus;
  readonly score: string;
  readonly halfTime: string;
  readonly note: string;
};

/** `2-1`; nothing where there is no score. */
export const goalsText = (goals: Goals | null | undefined): string =>
  goals ? `${goals.home}-${goals.away}` : '';

/** The form of an event: what stands, to be changed; of one that has ended without a score, its last score. */
export function draftOf({ event, result }: EventResult): EntryDraft {
  const score = result === null && event.status === 'ended' ? event.score : result?.score;
  return {
    eventId: event.id,
    status: result?.status ?? 'ended',
    score: goalsText(score),
    halfTime: goalsText(result?.halfTime ?? event.score?.halfTime),
    note: '',
  };
}

/** `2-1`, `2:1`, `2 1`; `null` for nothing, `undefined` for what is none. */
export function readGoals(text: string): Goals | null | undefined {
  if (text.trim() === '') return null;
  const [, home, away] = /^\s*(\d{1,3})\s*[-:–. ]\s*(\d{1,3})\s*$/.exec(text) ?? [];
  return home === undefined || away === undefined ? undefined : { home: Number(home), away: Number(away) };
}

/** `problem` is `null` while the score is still to be typed: that is no mistake. */
export type ReadDraft =
  | { readonly entry: ResultEntry }
  | { readonly problem: string | null; readonly field: 'score' | 'halfTime' };

/** The entry of a draft, or what is wrong with it and where. */
export function readDraft(draft: EntryDraft): ReadDraft {
  const { eventId, status, note } = draft;
  const score = status === 'ended' ? readGoals(draft.score) : null;
  const halfTime = status === 'ended' || status === 'abandoned' ? readGoals(draft.halfTime) : null;
  if (score === undefined) return { problem: 'Type the score like 2-1.', field: 'score' };
  if (halfTime === undefined) return { problem: 'Type it like 1-0, or leave it empty.', field: 'halfTime' };
  if (status === 'ended' && score === null) return { problem: null, field: 'score' };
  const fault = resultFault({ status, score, halfTime });
  if (fault !== undefined) return { problem: fault, field: 'halfTime' };
  return { entry: { eventId, status, score, halfTime, note: note.trim() } };
}

/**
 * What brings back how it stood before the last entry by hand: the entry before it, or the sources' word. `null` where
 * nothing was entered.
 */
export function undoDraft(eventId: EventId, revisions: readonly ResultRevision[]): EntryDraft | null {
  const entered = revisions.filter(({ origin }) => origin === 'user');
  const last = entered.at(-1);
  if (last === undefined) return null;
  const before = entered.at(-2) ?? { status: 'withdrawn' as const, score: null, halfTime: null };
  return {
    eventId,
    status: before.status,
    score: goalsText(before.score),
    halfTime: goalsText(before.halfTime),
    note: `Undoes revision ${last.revision} (${resultWords(last)})`,
  };
}
