import { expect, test } from 'vitest';
import {
  saveRetention,
  storedRetention,
} from '../../../../../../electron/engine/services/history/retention.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { createMemoryJournal } from '../../../../../support/memory-journal.ts';

test('how long prices are kept is remembered, with who changed it; for ever until said otherwise', () => {
  const journal = createMemoryJournal();
  expect(storedRetention(journal)).toBeNull();
  saveRetention(journal, 30, 5 as EpochMs);
  expect(storedRetention(journal)).toBe(30);
  saveRetention(journal, null, 6 as EpochMs);
  expect(storedRetention(journal)).toBeNull();
  expect(journal.auditAfter(0, 10)).toMatchObject([
    { at: 5, actor: 'user', action: 'history.retention', detail: { days: 30 } },
    { at: 6, actor: 'user', action: 'history.retention', detail: { days: null } },
  ]);
});

test.each([{ days: 0 }, { days: 1.5 }, { days: '30' }, {}, null, 30])(
  'what can not be a number of days keeps prices for ever: %j',
  (stored) => {
    expect(storedRetention({ setting: () => stored })).toBeNull();
  },
);
