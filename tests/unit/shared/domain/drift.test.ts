import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calibrationDrift,
  DRIFT_BINS,
  driftBin,
  populationStability,
} from '../../../../shared/domain/drift.ts';
import { createSeededRandom } from '../../../support/seeded-random.ts';

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

describe('drift of calibration', () => {
  /** Forecasts of three outcomes; what happens is drawn with the favourite's chance moved by `shift`. */
  const drawn = (n: number, seed: number, shift = 0) => {
    const random = createSeededRandom(seed);
    return Array.from({ length: n }, () => {
      const home = 0.2 + 0.5 * random();
      const draw = 0.27;
      const probabilities = [home, draw, 1 - home - draw];
      const u = random();
      return { probabilities, observed: u < home + shift ? 0 : u < home + shift + draw ? 1 : 2 };
    });
  };
  const alarms = (n: number, shift: number): number =>
    Array.from({ length: 300 }, (_, seed) => calibrationDrift(drawn(n, seed + 1, shift), 0.004)).filter(
      ({ isAlarming }) => isAlarming,
    ).length / 300;

  it('raises no alarm for a calibrated model, however few its matches', () => {
    for (const n of [100, 200, 500]) expect(alarms(n, 0)).toBeLessThan(0.03);
  });

  it('has no excess on average for a calibrated model', () => {
    const excess = Array.from({ length: 300 }, (_, seed) => calibrationDrift(drawn(200, seed + 1), 0).excess);
    expect(Math.abs(excess.reduce((sum, value) => sum + value, 0) / 300)).toBeLessThan(0.005);
  });

  it('raises one for a model that is far off', () => {
    expect(alarms(1_000, 0.2)).toBeGreaterThan(0.9);
  });
});
