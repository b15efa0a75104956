import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeWithinSpreads } from '../../../../shared/domain/spread-line.ts';

const line = (ranges: readonly (readonly [low: number, high: number])[], target = 1) => {
  const out = new Float64Array(ranges.length);
  const written = writeWithinSpreads(
    Float64Array.from(ranges, ([low, high]) => (low + high) / 2),
    Float64Array.from(ranges, ([low, high]) => (high - low) / 2),
    target,
    out,
  );
  return written ? [...out] : null;
};

it('moves every middle by the same share of its range', () => {
  // 0.98 in the middle, 0.08 open to both sides: a quarter of the way up.
  expect(
    line([
      [0.16, 0.2],
      [0.74, 0.86],
    ]),
  ).toEqual([expect.closeTo(0.185, 12), expect.closeTo(0.815, 12)]);
  expect(
    line([
      [0.5, 0.5],
      [0.5, 0.5],
    ]),
  ).toBeNull();
});

it('sums to the target, and stays within all ranges wherever some probabilities do', () => {
  const range = fc
    .tuple(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.double({ min: 1e-6, max: 0.5, noNaN: true }))
    .map(([low, width]) => [low, low + width] as const);
  fc.assert(
    fc.property(
      fc.array(range, { minLength: 2, maxLength: 8 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (ranges, way) => {
        const target = ranges.reduce((sum, [low, high]) => sum + low + way * (high - low), 0);
        const found = line(ranges, target) ?? [];
        expect(found.reduce((sum, p) => sum + p, 0)).toBeCloseTo(target, 9);
        found.forEach((p, i) => {
          const [low, high] = ranges[i] ?? [0, 0];
          expect(p).toBeGreaterThanOrEqual(low - 1e-9);
          expect(p).toBeLessThanOrEqual(high + 1e-9);
        });
      },
    ),
  );
});
