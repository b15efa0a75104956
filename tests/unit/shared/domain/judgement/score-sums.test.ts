import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type JudgedForecast,
  scoreForecasts,
} from '../../../../../shared/domain/judgement/forecast-scores.ts';
import {
  addForecast,
  addSums,
  SCORE_SUMS,
  scoresOf,
} from '../../../../../shared/domain/judgement/score-sums.ts';

const forecast = (outcomes: number): fc.Arbitrary<JudgedForecast> =>
  fc
    .tuple(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: outcomes, maxLength: outcomes }),
      fc.nat(outcomes - 1),
    )
    .map(([weights, observed]) => {
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return { probabilities: weights.map((weight) => (sum > 0 ? weight / sum : 1 / outcomes)), observed };
    });

const sumsOf = (forecasts: readonly JudgedForecast[]): Float64Array => {
  const sums = new Float64Array(SCORE_SUMS);
  for (const { probabilities, observed } of forecasts) addForecast(sums, 0, probabilities, observed);
  return sums;
};

describe('running sums of scores', () => {
  test('equal the scores of all forecasts at once, however they are split', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }).chain((outcomes) => fc.array(forecast(outcomes), { minLength: 1 })),
        fc.nat(100),
        (forecasts, cut) => {
          const whole = scoreForecasts(forecasts);
          const sums = sumsOf(forecasts.slice(0, cut));
          addSums(sums, 0, sumsOf(forecasts.slice(cut)), 0);
          const scores = scoresOf(sums, 0);
          expect(scores.n).toBe(whole.n);
          for (const name of ['logLoss', 'rps', 'brier', 'ece', 'accuracy'] as const)
            expect(scores[name]).toBeCloseTo(whole[name], 10);
        },
      ),
    );
  });

  test('count the first of equal favourites as the forecast, and a certain outcome in the last bin', () => {
    const scores = scoresOf(sumsOf([{ probabilities: [0.5, 0.5], observed: 1 }]), 0);
    expect(scores.accuracy).toBe(0);
    expect(scoresOf(sumsOf([{ probabilities: [1, 0], observed: 0 }]), 0)).toMatchObject({
      ece: 0,
      logLoss: 0,
    });
  });

  test('are no numbers where nothing was forecast', () => {
    expect(scoresOf(sumsOf([]), 0)).toMatchObject({ n: 0, logLoss: Number.NaN, ece: Number.NaN });
  });

  test('stay where they are told to', () => {
    const sums = new Float64Array(3 * SCORE_SUMS);
    addForecast(sums, SCORE_SUMS, [0.2, 0.3, 0.5], 2);
    expect(scoresOf(sums, 0).n).toBe(0);
    expect(scoresOf(sums, SCORE_SUMS).logLoss).toBeCloseTo(Math.LN2, 12);
    expect(scoresOf(sums, 2 * SCORE_SUMS).n).toBe(0);
  });
});
