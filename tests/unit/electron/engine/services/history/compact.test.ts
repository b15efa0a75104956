import { expect, test } from 'vitest';
import type { HistoryUpkeep } from '../../../../../../electron/engine/ports/market-store.ts';
import { compactHistory } from '../../../../../../electron/engine/services/history/compact.ts';
import type { HistoryProgress } from '../../../../../../shared/contract/history.ts';

/** Three steps of walking and three of giving back a hundred bytes each; notes which were taken. */
function stubUpkeep() {
  const steps: string[] = [];
  const upkeep = {
    compactFrom(after: number) {
      steps.push('walk');
      return { through: after + 1, share: (after + 1) / 3, removedPoints: 7, done: after === 2 };
    },
    giveBack() {
      steps.push('give');
      return { bytes: 100, done: steps.filter((step) => step === 'give').length === 3 };
    },
    figures: () => ({ freeBytes: 300 }),
  } as unknown as HistoryUpkeep;
  return { upkeep, steps };
}

async function run(cancelAfter: number) {
  const { upkeep, steps } = stubUpkeep();
  const cancel = new AbortController();
  const told: HistoryProgress[] = [];
  const last = await compactHistory({
    upkeep,
    startedBefore: null,
    isProtected: () => false,
    pause: async () => {},
    signal: cancel.signal,
    onProgress(progress) {
      told.push(progress);
      if (told.length === cancelAfter) cancel.abort();
    },
  });
  return { steps, told, last };
}

test('tells what was removed and given back altogether, and how far it is', async () => {
  const { steps, told, last } = await run(Number.POSITIVE_INFINITY);
  expect(steps).toEqual(['walk', 'walk', 'walk', 'give', 'give', 'give']);
  expect(told.map(({ rows }) => rows)).toEqual([7, 14, 21, 21, 21, 21, 21]);
  expect(told.map(({ bytes }) => bytes)).toEqual([0, 0, 0, 100, 200, 300, 300]);
  expect(told.map(({ share }) => share)).toEqual(told.map(({ share }) => share).toSorted((a, b) => a - b));
  expect(last).toMatchObject({ finished: true, share: 1, rows: 21, bytes: 300 });
});

test.each([1, 2, 3, 4, 5])('cancelled after step %d takes no other', async (after) => {
  const { steps, last } = await run(after);
  expect(steps).toHaveLength(after);
  expect(last.finished).toBe(false);
});
