import { describe, expect, it } from 'vitest';
import {
  changedDraft,
  draftOf,
  type EntryDraft,
  readDraft,
  readGoals,
  undoDraft,
} from '../../../../../renderer/features/results/entry-draft.ts';
import type { EventResult, ResultRevision } from '../../../../../shared/contract/results.ts';
import { resultWords } from '../../../../../shared/domain/result.ts';
import type { EventId } from '../../../../../shared/domain/units.ts';

const eventId = 'e' as EventId;
const draft = (changes: Partial<EntryDraft> = {}): EntryDraft => ({
  eventId,
  status: 'ended',
  score: '2-1',
  halfTime: '',
  note: '',
  undoes: null,
  ...changes,
});

it.each([
  ['2-1', { home: 2, away: 1 }],
  [' 10 : 0 ', { home: 10, away: 0 }],
  ['2 1', { home: 2, away: 1 }],
  ['', null],
  ['2-', undefined],
  ['21', undefined],
  ['2-1-0', undefined],
  ['-1-2', undefined],
  ['1234-0', undefined],
])('reads %j as a score', (text, goals) => {
  expect(readGoals(text)).toEqual(goals);
});

describe('a draft', () => {
  it('becomes an entry', () => {
    expect(readDraft(draft({ halfTime: '1-0', note: ' late goal ' }))).toEqual({
      entry: {
        eventId,
        status: 'ended',
        score: { home: 2, away: 1 },
        halfTime: { home: 1, away: 0 },
        note: 'late goal',
      },
    });
  });

  it('of an event not played out leaves its scores out, but for the half that was played', () => {
    const scores = { score: '2-1', halfTime: '1-0' };
    expect(readDraft(draft({ status: 'postponed', ...scores }))).toMatchObject({
      entry: { score: null, halfTime: null },
    });
    expect(readDraft(draft({ status: 'abandoned', ...scores }))).toMatchObject({
      entry: { score: null, halfTime: { home: 1, away: 0 } },
    });
  });

  it('says what is wrong and where, and nothing while the score is still to come', () => {
    expect(readDraft(draft({ score: '' }))).toEqual({ problem: null, field: 'score' });
    expect(readDraft(draft({ score: '2x1' }))).toMatchObject({ field: 'score' });
    expect(readDraft(draft({ halfTime: '1' }))).toMatchObject({ field: 'halfTime' });
    expect(readDraft(draft({ halfTime: '3-0' }))).toMatchObject({
      field: 'halfTime',
      problem: expect.stringContaining("3-0 can't be more than the final score 2-1"),
    });
  });

  it('of an event begins with what stands', () => {
    const row = {
      event: { id: eventId, status: 'ended', score: { home: 3, away: 3, at: 0 } },
      result: { status: 'abandoned', score: null, halfTime: { home: 1, away: 1 } },
    } as unknown as EventResult;
    expect(draftOf(row)).toMatchObject({ status: 'abandoned', score: '', halfTime: '1-1' });
    expect(draftOf({ ...row, result: null })).toMatchObject({ status: 'ended', score: '3-3' });
    const live = { ...row.event, status: 'live' as const };
    // A running score is not how it ended.
    expect(draftOf({ ...row, event: live, result: null }).score).toBe('');
    // Nor is one that was set aside.
    expect(draftOf({ ...row, result: null, revision: 2 }).score).toBe('');
  });
});

describe('undoing', () => {
  const told = (revision: number, of: Partial<ResultRevision>): ResultRevision =>
    ({
      revision,
      origin: 'user',
      status: 'ended',
      score: null,
      halfTime: null,
      note: '',
      ...of,
    }) as ResultRevision;

  it('brings back the entry before the last', () => {
    const revisions = [
      told(1, { origin: 'source', score: { home: 0, away: 0 } }),
      told(2, { score: { home: 2, away: 1 }, halfTime: { home: 1, away: 0 } }),
      told(3, { status: 'postponed' }),
    ];
    expect(undoDraft(eventId, revisions)).toMatchObject({
      status: 'ended',
      score: '2-1',
      halfTime: '1-0',
      note: 'Undoes revision 3 (postponed)',
      undoes: { entry: 'revision 3 (postponed)', back: 'revision 2 (2-1 (1-0))', isFirst: false },
    });
  });

  it('goes further back each time, to what sources say, and then has nothing left', () => {
    const revisions = [
      told(1, { origin: 'source', score: { home: 3, away: 1 } }),
      told(2, { score: { home: 0, away: 0 }, note: 'Typed in haste' }),
      told(3, { status: 'unknown' }),
      told(4, { status: 'postponed' }),
    ];
    const undone: string[] = [];
    for (let draft = undoDraft(eventId, revisions); draft !== null; draft = undoDraft(eventId, revisions)) {
      const read = readDraft(draft);
      if (!('entry' in read)) throw new Error('An undo is complete.');
      undone.push(`${read.entry.note}: ${resultWords(read.entry)}`);
      revisions.push(told(revisions.length + 1, read.entry));
    }
    expect(undone).toEqual([
      'Undoes revision 4 (postponed): set aside',
      'Undoes revision 3 (set aside): 0-0',
      'Undoes revision 2 (0-0): taken back',
    ]);
    // An entry after that is the newest again.
    revisions.push(told(9, { score: { home: 1, away: 1 } }));
    expect(undoDraft(eventId, revisions)).toMatchObject({
      status: 'withdrawn',
      undoes: { entry: 'revision 9 (1-1)', isFirst: true },
    });
  });

  it('takes an entry for none that says so and brings back something else', () => {
    const revisions = [
      told(1, { score: { home: 0, away: 0 } }),
      told(2, { status: 'postponed', note: 'x' }),
      told(3, { score: { home: 4, away: 0 }, note: 'Undoes revision 2 (postponed)' }),
    ];
    expect(undoDraft(eventId, revisions)).toMatchObject({ status: 'postponed' });
  });

  it('is an entry like any once another result is typed, and stays one with another note', () => {
    const undo = undoDraft(eventId, [told(1, { status: 'postponed' })]);
    if (undo === null) throw new Error('There is an entry.');
    expect(changedDraft(undo, { status: 'ended', score: '1-1' })).toMatchObject({ note: '', undoes: null });
    expect(changedDraft(undo, { note: 'By mistake' })).toMatchObject({
      note: 'By mistake',
      undoes: undo.undoes,
    });
  });

  it('of the only entry takes it back, and there is nothing to undo without one', () => {
    const source = told(1, { origin: 'source', score: { home: 0, away: 0 } });
    const entry = told(2, { score: { home: 2, away: 1 } });
    expect(undoDraft(eventId, [source, entry])).toMatchObject({ status: 'withdrawn', score: '' });
    expect(undoDraft(eventId, [source])).toBeNull();
  });

  it('hears the sources again, or sets them aside again', () => {
    const source = told(1, { origin: 'source', status: 'postponed' });
    const aside = told(2, { status: 'unknown' });
    expect(undoDraft(eventId, [source, aside])).toMatchObject({ status: 'withdrawn' });
    const entry = told(3, { score: { home: 2, away: 1 } });
    expect(undoDraft(eventId, [source, aside, entry])).toMatchObject({ status: 'unknown', score: '' });
  });
});
