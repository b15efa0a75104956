import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentile } from '../../../../shared/domain/percentile.ts';

const sortedValues = fc
  .array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 400 })
  .map((values) => Float64Array.from(values).sort());
const percents = fc.integer({ min: 1, max: 100 });

describe('a percentile', () => {
  it('is the smallest value that at least so many in a hundred do not exceed', () => {
    fc.assert(
      fc.property(sortedValues, percents, (sorted, percent) => {
        const value = percentile(sorted, percent);
        const share = (test: (other: number) => boolean) => 100 * sorted.filter(test).length;
        expect(sorted).toContain(value);
        expect(share((other) => other <= value)).toBeGreaterThanOrEqual(percent * sorted.length);
        expect(share((other) => other < value)).toBeLessThan(percent * sorted.length);
      }),
    );
  });

  it('is exact where the rank is whole', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([1, 7, 50, 90, 99, 100].map((percent) => percentile(hundred, percent))).toEqual([
      1, 7, 50, 90, 99, 100,
    ]);
    expect(percentile([1, 2], 50)).toBe(1);
    expect(percentile([1, 2, 3], 50)).toBe(2);
  });

  it('is 0 of nothing, and the one value of one', () => {
    expect(percentile([], 99)).toBe(0);
    expect(percentile([-4.5], 1)).toBe(-4.5);
  });
});
