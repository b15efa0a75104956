import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs } from '../../../../../electron/engine/feeds/backoff.ts';

const limits = { firstMs: 1_000, longestMs: 60_000 };

it('doubles up to the longest and takes a point of the upper half', () => {
  expect([1, 2, 3, 7, 100].map((failures) => backoffMs(failures, limits, () => 0))).toEqual([
    500, 1_000, 2_000, 30_000, 30_000,
  ]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      (failures, random) => {
        const wait = backoffMs(failures, limits, () => random);
        expect(wait).toBeGreaterThanOrEqual(500);
        expect(wait).toBeLessThanOrEqual(60_000);
      },
    ),
  );
});
