import { describe, expect, it } from 'vitest';
import { areProbabilities, settleProbabilities } from '../../../../shared/domain/probability-row.ts';

describe('a row of probabilities', () => {
  it('is left as it is, whatever its rounding within the range', () => {
    const row = Float32Array.of(9, 0.5, 0.3, 0.2004, 9);
    const before = [...row];
    expect(settleProbabilities(row, 1, 3)).toBeUndefined();
    expect([...row]).toEqual(before);
  });

  it('loses what rounding put beyond 0 and 1, and sums to 1 again', () => {
    const row = [9, 1.0000005, -0.0000005, 0, 9];
    expect(settleProbabilities(row, 1, 3)).toBeUndefined();
    expect(row).toEqual([9, 1, 0, 0, 9]);
    const shared = [-0.0000005, 0.4, 0.6000006];
    expect(settleProbabilities(shared, 0, 3)).toBeUndefined();
    expect(shared[0]).toBe(0);
    expect(shared.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 15);
  });

  it.each([
    [[1.0005, -0.0005, 0], '1.0005 as a probability'],
    [[0.5, 0.5, -0.00001], '-0.00001 as a probability'],
    [[Number.NaN, 0.5, 0.5], 'NaN as a probability'],
    [[0.3, 0.3, 0.3], 'probabilities that sum to 0.9000'],
  ])('is not %j', (row, why) => {
    expect(settleProbabilities([...row], 0, 3)).toBe(why);
    expect(areProbabilities(row)).toBe(false);
  });
});
