import { beforeEach, describe, expect, test } from 'vitest';
import type { IdentityStore } from '../../../../../../electron/engine/ports/identity-store.ts';
import { createIdentityStore } from '../../../../../../electron/engine/storage/journal/identity.ts';
import type { EpochMs, EventId, SourceId } from '../../../../../../shared/domain/units.ts';
import { openIdentityDatabase } from '../../../../../support/identity-desk.ts';
import { sampleDecision, sampleLink, sampleNamed } from '../../../../../support/sample-identity.ts';

let store: IdentityStore;
beforeEach(() => {
  store = createIdentityStore(openIdentityDatabase());
});

const alias = {
  sport: 'soccer',
  key: 'villa',
  name: 'Villa',
  means: 'Aston Villa',
  sourceId: 'betfair' as SourceId,
  at: 5 as EpochMs,
};

describe('decisions', () => {
  test('make their changes and are listed, newest first', () => {
    store.decide([
      sampleDecision(),
      sampleDecision({
        action: 'alias-learned',
        changes: [{ of: 'alias', sport: 'soccer', key: 'villa', before: null, after: alias }],
      }),
    ]);
    expect(store.links()).toEqual([sampleLink()]);
    expect(store.aliases()).toEqual([alias]);
    expect(store.event('betfair:1' as EventId)).toEqual(sampleNamed('betfair', '1', 'Wolves', 'Villa'));
    expect(store.decisions(10).map(({ sequence, action }) => [sequence, action])).toEqual([
      [2, 'alias-learned'],
      [1, 'matched'],
    ]);
  });

  test('are written whole or not at all', () => {
    const broken = sampleDecision({ changes: [...sampleDecision().changes], events: [] });
    expect(() => store.decide([sampleDecision({ changes: [], events: [] }), broken])).toThrow();
    expect(store.decisions(10)).toEqual([]);
    expect(store.links()).toEqual([]);
  });

  test('are taken back once, newest first, the engine’s own never', () => {
    store.decide([
      sampleDecision({ words: 'one' }),
      sampleDecision({ words: 'two' }),
      sampleDecision({ actor: 'engine' }),
    ]);
    const second = store.newestToUndo();
    expect(second).toMatchObject({ words: 'two', changes: sampleDecision().changes });
    const undo = (undoes: number) =>
      store.decide([
        sampleDecision({
          action: 'undone',
          undoes,
          changes: [{ of: 'link', eventId: 'betfair:1' as EventId, before: sampleLink(), after: null }],
        }),
      ]);
    undo(2);
    expect(store.links()).toEqual([]);
    expect(store.newestToUndo()?.words).toBe('one');
    expect(() => undo(2)).toThrow();
    undo(1);
    expect(store.newestToUndo()).toBeUndefined();
  });

  test('a refused pair is kept until it is taken back', () => {
    const [one, other] = ['betfair:1' as EventId, 'the-odds-api:a' as EventId];
    const rejection = { one, other, at: 5 as EpochMs };
    store.decide([
      sampleDecision({
        action: 'rejected',
        changes: [{ of: 'rejection', one, other, before: null, after: rejection }],
      }),
    ]);
    expect(store.rejections()).toEqual([rejection]);
    store.decide([
      sampleDecision({
        action: 'undone',
        undoes: 1,
        changes: [{ of: 'rejection', one, other, before: rejection, after: null }],
      }),
    ]);
    expect(store.rejections()).toEqual([]);
  });
});

test('what is long over is forgotten with its links; names and decisions stay', () => {
  store.decide([
    sampleDecision(),
    sampleDecision({
      changes: [{ of: 'alias', sport: 'soccer', key: 'villa', before: null, after: alias }],
      events: [],
    }),
  ]);
  const { startsAt } = sampleNamed('betfair', '1', 'Wolves', 'Villa');
  store.forgetBefore(startsAt);
  expect(store.links()).toHaveLength(1);
  store.forgetBefore((startsAt + 1) as EpochMs);
  expect(store.links()).toEqual([]);
  expect(store.event('betfair:1' as EventId)).toBeUndefined();
  expect(store.aliases()).toEqual([alias]);
  expect(store.decisions(10)).toHaveLength(2);
});
