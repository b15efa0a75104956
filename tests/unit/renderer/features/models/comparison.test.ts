import { expect, it } from 'vitest';
import {
  type Compared,
  compareGroups,
  compareOverall,
} from '../../../../../renderer/features/models/comparison.ts';
import { METRICS, metricOf } from '../../../../../renderer/features/models/score-text.ts';
import type { GroupScores } from '../../../../../shared/contract/models.ts';
import { modelEntry, sampleScores } from '../../../../support/sample-models.ts';

const group = (name: string, logLoss: number, n = 1000, market = 0.99): GroupScores => ({
  group: name,
  model: sampleScores(logLoss, { n }),
  market: sampleScores(market, { n }),
});
const compared = (id: string, bySeason: readonly GroupScores[]): Compared => ({
  model: modelEntry(id, { overall: bySeason[0] ?? null }),
  judgement: {
    modelId: id,
    overall: null,
    bySeason: [...bySeason],
    byCompetition: [],
    byOddsBand: [],
    reliability: [],
    drift: [],
    live: null,
  },
});
const logLoss = metricOf('logLoss');

it('puts seasons of all models in order, with gaps to the first and the best marked', () => {
  const rows = compareGroups(
    [
      compared('a', [group('2022-23', 1.0), group('2021-22', 1.01)]),
      compared('b', [group('2021-22', 1.005), group('2023-24', 1.02)]),
    ],
    'bySeason',
    logLoss,
  );
  expect(rows.map((row) => row.group)).toEqual(['2021-22', '2022-23', '2023-24']);
  expect(rows[0]?.cells.map(({ value, best }) => [value, best])).toEqual([
    [1.01, false],
    [1.005, true],
  ]);
  expect(rows[0]?.cells[1]?.gap).toBeCloseTo(-0.005);
  expect(rows[0]?.market).toBe(0.99);
  expect(rows[0]?.cells.map(({ marketGap }) => marketGap?.toFixed(3))).toEqual(['0.020', '0.015']);
  // A model alone in a season is not the best of it.
  expect(rows[1]?.cells).toMatchObject([
    { value: 1, best: false },
    { value: null, gap: null, n: null },
  ]);
  // The market of one model is not that of the other.
  expect(rows[1]?.market).toBeNull();
});

it('marks seasons in which they were not judged on equally many matches', () => {
  const [even, uneven] = compareGroups(
    [
      compared('a', [group('2021-22', 1), group('2022-23', 1)]),
      compared('b', [group('2021-22', 1), group('2022-23', 1, 900)]),
    ],
    'bySeason',
    logLoss,
  );
  expect([even?.uneven, uneven?.uneven]).toEqual([false, true]);
});

it.each([
  ['a number of them', group('2022-23', 0.97, 900)],
  ['their prices', group('2022-23', 0.97, 1000, 0.96)],
])('tells no best, no difference and no market where the matches differ by %s', (_what, other) => {
  const [row] = compareGroups(
    [compared('a', [group('2022-23', 1)]), compared('b', [other])],
    'bySeason',
    logLoss,
  );
  expect(row).toMatchObject({ uneven: true, market: null });
  expect(row?.cells).toMatchObject([
    { best: false, apart: false },
    { best: false, apart: true, gap: null },
  ]);
  // Each is held against its own market.
  expect(row?.cells[1]?.marketGap).toBeCloseTo(0.97 - (other.market?.logLoss ?? 0));
});

it('holds models of other competitions apart, even where the counts agree', () => {
  const of = (id: string, competitions: readonly string[]): Compared => {
    const one = compared(id, [group('all', 1)]);
    return { ...one, model: { ...one.model, competitions } };
  };
  expect(compareOverall([of('a', ['E0', 'D1']), of('b', ['D1', 'E0'])], METRICS)[0]?.uneven).toBe(false);
  expect(compareOverall([of('a', ['E0', 'D1']), of('b', ['E0', 'E1'])], METRICS)[0]?.uneven).toBe(true);
});

it('takes the highest accuracy for the best, and equals for equally good', () => {
  const rows = compareOverall(
    [
      compared('a', [{ ...group('all', 1), model: sampleScores(1, { accuracy: 0.53 }) }]),
      compared('b', [{ ...group('all', 1), model: sampleScores(1, { accuracy: 0.51 }) }]),
    ],
    METRICS,
  );
  expect(rows.map((row) => [row.group, row.cells.map(({ best }) => best)])).toEqual([
    ['Log loss', [true, true]],
    ['RPS', [true, true]],
    ['ECE', [true, true]],
    ['Brier', [true, true]],
    ['Accuracy %', [true, false]],
  ]);
});
