import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addPoint,
  type HistoryPoint,
  mergeHistory,
  thinned,
} from '../../../../renderer/charts/price-series.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';

const at = (seconds: number) => (seconds * 1000) as EpochMs;
const point = (seconds: number, price: number | null = null): HistoryPoint => ({
  at: at(seconds),
  price,
  size: null,
  fair: null,
  low: null,
  high: null,
});

test('each change carries the newest value of the other series', () => {
  const merged = mergeHistory(
    [
      { at: at(1), price: 2, size: null },
      { at: at(5), price: 2.2, size: null },
    ],
    [{ at: at(3), fair: 2.1, low: 2, high: 2.3 }],
  );
  expect(merged.map(({ at: time, price, fair }) => [time / 1000, price, fair])).toEqual([
    [1, 2, null],
    [3, 2, 2.1],
    [5, 2.2, 2.1],
  ]);
});

test('a second holds one point, the last; earlier points are refused', () => {
  const points: HistoryPoint[] = [];
  expect(addPoint(points, point(1, 2))).toBe(true);
  expect(addPoint(points, { ...point(1, 3), at: 1400 as EpochMs })).toBe(true);
  expect(points.map(({ price }) => price)).toEqual([3]);
  expect(addPoint(points, point(0, 9))).toBe(false);
  expect(points).toHaveLength(1);
});

test('thinning keeps the order, the newest point and the limit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 400 }),
      fc.integer({ min: 1, max: 50 }),
      (seconds, limit) => {
        const points = [...seconds].sort((a, b) => a - b).map((second) => point(second));
        const kept = thinned(points, limit);
        expect(kept.length).toBeLessThanOrEqual(Math.max(limit, 1));
        expect(kept.at(-1)).toBe(points.at(-1));
        expect([...kept].sort((a, b) => a.at - b.at)).toEqual(kept);
      },
    ),
  );
});
