import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyIsotonic, fitIsotonic } from '../../../../shared/domain/calibration-isotonic.ts';
import { applyPlatt, fitPlatt } from '../../../../shared/domain/calibration-platt.ts';
import { applyTemperature, fitTemperature } from '../../../../shared/domain/calibration-temperature.ts';
import { createSeededRandom } from '../../../support/seeded-random.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const outcome = fc.constantFrom(0, 1);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('isotonic', () => {
  const points = fc.array(fc.tuple(unit, outcome), { minLength: 1, maxLength: 40 });
  const split = (given: readonly (readonly [number, number])[]) =>
    [given.map(([p]) => p), given.map(([, y]) => y)] as const;

  test('never falls, keeps the mean and fits itself', () => {
    fc.assert(
      fc.property(points, (given) => {
        const [p, y] = split(given);
        const { thresholds, values } = fitIsotonic(p, y);
        expect(thresholds).toEqual([...new Set(p)].sort((a, b) => a - b));
        values.slice(1).forEach((value, i) => {
          expect(value).toBeGreaterThan((values[i] ?? 0) - 1e-12);
        });
        const calibrated = p.map((forecast) => applyIsotonic({ thresholds, values }, forecast));
        expect(mean(calibrated)).toBeCloseTo(mean(y), 10);
        const again = fitIsotonic(p, calibrated);
        again.values.forEach((value, i) => {
          expect(value).toBeCloseTo(values[i] ?? 0, 10);
        });
      }),
    );
  });

  test('no non-decreasing map has less squared error', () => {
    fc.assert(
      fc.property(points, fc.array(unit, { minLength: 40, maxLength: 40 }), (given, steps) => {
        const [p, y] = split(given);
        const map = fitIsotonic(p, y);
        const other = {
          thresholds: map.thresholds,
          values: steps.slice(0, map.thresholds.length).sort((a, b) => a - b),
        };
        const error = (of: typeof map) =>
          p.reduce((sum, forecast, i) => sum + (applyIsotonic(of, forecast) - (y[i] ?? 0)) ** 2, 0);
        expect(error(map)).toBeLessThanOrEqual(error(other) + 1e-10);
      }),
    );
  });

  test('order and weights: a weight of two is a point given twice', () => {
    const weighted = fitIsotonic([0.2, 0.1, 0.3], [0, 1, 1], [2, 1, 0]);
    expect(weighted).toEqual({
      thresholds: [0.1, 0.2],
      values: [1 / 3, 1 / 3].map((value) => expect.closeTo(value, 12)),
    });
    expect(fitIsotonic([0.2, 0.2, 0.1], [0, 0, 1])).toEqual(weighted);
  });

  test('is linear between what it has seen and level beyond', () => {
    const map = { thresholds: [0.2, 0.4, 0.8], values: [0.1, 0.3, 0.9] };
    expect([0, 0.2, 0.3, 0.4, 0.6, 0.9].map((p) => applyIsotonic(map, p))).toEqual(
      [0.1, 0.1, 0.2, 0.3, 0.6, 0.9].map((value) => expect.closeTo(value, 12)),
    );
    expect(applyIsotonic({ thresholds: [], values: [] }, 0.5)).toBeNaN();
    expect(applyIsotonic({ thresholds: [0.1, 0.9], values: [0.2, 0.8] }, Number.NaN)).toBeNaN();
  });
});

/** Forecasts and outcomes that happen with probability `truth(forecast)`. */
function sample(truth: (p: number) => number): readonly [p: number[], y: number[]] {
  const random = createSeededRandom(3);
  const p = Array.from({ length: 20_000 }, () => 0.02 + 0.96 * random());
  return [p, p.map((forecast) => (random() < truth(forecast) ? 1 : 0))];
}
const logit = (p: number) => Math.log(p / (1 - p));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe('temperature', () => {
  const forecast = fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
    .map((weights) => weights.map((weight) => weight / weights.reduce((sum, value) => sum + value, 0)));

  test('finds by how much forecasts were too bold', () => {
    const [p, y] = sample((forecast_) => sigmoid(logit(forecast_) / 1.7));
    const { temperature, converged } = fitTemperature(
      p.map((value) => [1 - value, value]),
      y,
    );
    expect(converged).toBe(true);
    expect(Math.abs(temperature - 1.7)).toBeLessThan(0.06);
  });

  test('no other temperature scores better', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(forecast, fc.nat(2)), { minLength: 3, maxLength: 20 }),
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        (given, other) => {
          const forecasts = given.map(([p]) => p);
          const observed = given.map(([, index]) => index);
          const lossOf = (temperature: number) =>
            mean(forecasts.map((p, i) => -Math.log(applyTemperature(p, temperature)[observed[i] ?? 0] ?? 0)));
          const fit = fitTemperature(forecasts, observed);
          expect(fit.logLoss).toBeCloseTo(lossOf(fit.temperature), 9);
          expect(fit.logLoss).toBeLessThanOrEqual(lossOf(other) + 1e-9);
        },
      ),
    );
  });

  test('two outcomes are scaled on their logits, and sums stay 1', () => {
    expect(applyTemperature([0.2, 0.8], 2)[1]).toBeCloseTo(sigmoid(logit(0.8) / 2), 12);
    fc.assert(
      fc.property(forecast, fc.double({ min: 0.01, max: 100, noNaN: true }), (p, temperature) => {
        expect(applyTemperature(p, temperature).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('forecasts that were never wrong have no best temperature', () => {
    const fit = fitTemperature(
      [
        [0.1, 0.9],
        [0.7, 0.3],
      ],
      [1, 0],
    );
    expect(fit.converged).toBe(false);
    expect(fit.logLoss).toBeLessThan(1e-6);
    expect(
      Number.isFinite(
        fitTemperature(
          [
            [0, 1],
            [1, 0],
          ],
          [1, 1],
        ).logLoss,
      ),
    ).toBe(true);
    expect(fitTemperature([[0.5, 0.5]], [0])).toMatchObject({
      temperature: 1,
      logLoss: expect.closeTo(Math.LN2, 12),
    });
  });
});

describe('Platt', () => {
  test('finds the curve its outcomes were drawn from', () => {
    const [p, y] = sample((forecast) => sigmoid(0.6 * logit(forecast) - 0.4));
    const fit = fitPlatt(p.map(logit), y);
    expect(fit.converged).toBe(true);
    expect(Math.abs(fit.slope - 0.6)).toBeLessThan(0.05);
    expect(Math.abs(fit.intercept + 0.4)).toBeLessThan(0.05);
    expect(mean(p.map((forecast) => applyPlatt(fit, logit(forecast))))).toBeCloseTo(mean(y), 9);
  });

  test('no curve nearby scores better', () => {
    const score = fc.double({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(score, outcome), { minLength: 2, maxLength: 20 }),
        score,
        score,
        (given, a, b) => {
          const scores = given.map(([x]) => x);
          const outcomes = given.map(([, y]) => y);
          const fit = fitPlatt(scores, outcomes);
          expect(Number.isFinite(fit.slope + fit.intercept + fit.logLoss)).toBe(true);
          const loss = mean(given.map(([x, y]) => Math.log1p(Math.exp(a * x + b)) - y * (a * x + b)));
          expect(fit.logLoss).toBeLessThanOrEqual(loss + 1e-6);
        },
      ),
    );
  });

  test('separable scores are told, and smoothed targets still have a curve', () => {
    const [scores, outcomes] = [
      [-2, -1, 1, 2],
      [0, 0, 1, 1],
    ];
    expect(fitPlatt(scores, outcomes).converged).toBe(false);
    const smoothed = fitPlatt(scores, outcomes, 'smoothed');
    expect(smoothed.converged).toBe(true);
    expect(smoothed.slope).toBeGreaterThan(0);
    expect(smoothed.slope).toBeLessThan(5);
  });
});
