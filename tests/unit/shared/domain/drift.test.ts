import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DRIFT_BINS, driftBin, populationStability } from '../../../../shared/domain/drift.ts';

const reference = { column: 'x', edges: [1, 2, 3, 4, 5, 6, 7, 8, 9], missing: 0.1 };
const asInTraining = [...new Array<number>(10).fill(90), 100];

describe('drift of a feature', () => {
  it('counts a value in the tenth it fell into in training, an edge in the tenth it ends', () => {
    expect([-5, 1, 1.5, 9, 9.01, Number.NaN].map((value) => driftBin(reference, value))).toEqual([
      0, 0, 1, 8, 9, 10,
    ]);
  });

  it('is nothing while values fall as in training', () => {
    expect(populationStability(reference, asInTraining)).toBeCloseTo(0, 12);
  });

  it('is the sum over the bins of (now - before) ln(now / before)', () => {
    const counts = [90, 90, 90, 90, 90, 90, 90, 90, 0, 180, 100];
    // Two bins moved: one lost its 9 % (floored at 0.01 %), one doubled.
    const expected = (0.0001 - 0.09) * Math.log(0.0001 / 0.09) + 0.09 * Math.log(2);
    expect(populationStability(reference, counts)).toBeCloseTo(expected, 12);
  });

  it('takes edges that fall together for one bin', () => {
    const flat = { column: 'flag', edges: [0, 0, 0, 0, 0, 1, 1, 1, 1], missing: 0 };
    const counts = new Array<number>(DRIFT_BINS).fill(0);
    for (let i = 0; i < 50; i += 1) counts[driftBin(flat, 0)] = (counts[driftBin(flat, 0)] ?? 0) + 1;
    for (let i = 0; i < 40; i += 1) counts[driftBin(flat, 1)] = (counts[driftBin(flat, 1)] ?? 0) + 1;
    for (let i = 0; i < 10; i += 1) counts[driftBin(flat, 2)] = (counts[driftBin(flat, 2)] ?? 0) + 1;
    expect(populationStability(flat, counts)).toBeCloseTo(0, 12);
  });

  it('says nothing of nothing', () => {
    expect(populationStability(reference, new Array<number>(DRIFT_BINS).fill(0))).toBeNaN();
  });

  it('is never negative', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: DRIFT_BINS, maxLength: DRIFT_BINS }), (counts) => {
        fc.pre(counts.some((count) => count > 0));
        expect(populationStability(reference, counts)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
