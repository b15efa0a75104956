import type { EventResult, ResultEntry, ResultRevision } from '../../../shared/contract/results.ts';
import type { Goals, Result, ResultStatus } from '../../../shared/domain/result.ts';
import { resultFault, resultWords } from '../../../shared/domain/result.ts';
import type { EventId } from '../../../shared/domain/units.ts';

/** What stands in the form. */
export type EntryDraft = {
  readonly eventId: EventId;
  readonly status: ResultStatus;
  readonly score: string;
  readonly halfTime: string;
  readonly note: string;
  /** What it undoes and brings back, in words; `null` where it is an entry like any. */
  readonly undoes: { readonly entry: string; readonly back: string; readonly isFirst: boolean } | null;
};

/** `2-1`; nothing where there is no score. */
export const goalsText = (goals: Goals | null | undefined): string =>
  goals ? `${goals.home}-${goals.away}` : '';

/** The form of an event: what stands, to be changed; of one that has ended without a score, its last score. */
export function draftOf({ event, result, revision }: EventResult): EntryDraft {
  // What was said and set aside, or taken back, is not offered again.
  const told = result === null && revision > 0 ? null : event.score;
  const score = result === null && event.status === 'ended' ? told : result?.score;
  return {
    eventId: event.id,
    status: result?.status ?? 'ended',
    score: goalsText(score),
    halfTime: goalsText(result?.halfTime ?? told?.halfTime),
    note: '',
    undoes: null,
  };
}

/** A draft with what was typed or chosen: another result than the one an undo brings back is no undo. */
export const changedDraft = (draft: EntryDraft, changes: Partial<EntryDraft>): EntryDraft =>
  draft.undoes === null || Object.keys(changes).every((field) => field === 'note')
    ? { ...draft, ...changes }
    : { ...draft, note: '', ...changes, undoes: null };

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

const TAKEN_BACK: Result = { status: 'withdrawn', score: null, halfTime: null };
const isSame = (a: Result, b: Result): boolean =>
  a.status === b.status &&
  goalsText(a.score) === goalsText(b.score) &&
  goalsText(a.halfTime) === goalsText(b.halfTime);

/**
 * Entries by hand that are not undone, oldest first. An undo is an entry too, known by its note: it takes the entry it
 * names away as long as it brought back what stood before that.
 */
function entriesLeft(revisions: readonly ResultRevision[]): readonly ResultRevision[] {
  const left: ResultRevision[] = [];
  for (const entry of revisions.filter(({ origin }) => origin === 'user')) {
    const undone = /^Undoes revision (\d+) /.exec(entry.note)?.[1];
    const isUndo = Number(undone) === left.at(-1)?.revision && isSame(entry, left.at(-2) ?? TAKEN_BACK);
    if (isUndo) left.pop();
    else left.push(entry);
  }
  return left;
}

/**
 * What brings back how it stood before the newest entry by hand that is not undone: the entry before it, or the sources'
 * word. `null` where none is left.
 */
export function undoDraft(eventId: EventId, revisions: readonly ResultRevision[]): EntryDraft | null {
  const [last, before] = entriesLeft(revisions).toReversed();
  if (last === undefined) return null;
  const { status, score, halfTime } = before ?? TAKEN_BACK;
  const entry = `revision ${last.revision} (${resultWords(last)})`;
  return {
    eventId,
    status,
    score: goalsText(score),
    halfTime: goalsText(halfTime),
    note: `Undoes ${entry}`,
    undoes: {
      entry,
      back:
        before === undefined
          ? 'what sources say, as before any entry by hand'
          : `revision ${before.revision} (${resultWords(before)})`,
      isFirst: before === undefined,
    },
  };
}
