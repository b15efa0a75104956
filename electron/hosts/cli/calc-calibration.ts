import { z } from 'zod';
import { applyIsotonic, fitIsotonic } from '../../../shared/domain/calibration-isotonic.ts';
import { applyPlatt, fitPlatt } from '../../../shared/domain/calibration-platt.ts';
import { applyTemperature, fitTemperature } from '../../../shared/domain/calibration-temperature.ts';
import { binaryScores, PROBABILITY_FLOOR } from '../../../shared/domain/forecast-metrics.ts';
import { answer, type CalcAnswer, type CalcOperation, chance, operation, refuse } from './calc-operation.ts';

type Yes = { readonly p: readonly number[]; readonly y: readonly number[]; readonly method: string };

function isotonic({ p, y }: Yes): CalcAnswer {
  const map = fitIsotonic(p, y);
  const calibrated = p.map((forecast) => applyIsotonic(map, forecast));
  const sortedP = [...p].sort((a, b) => a - b);
  return answer({
    sortedP,
    fitted: sortedP.map((forecast) => applyIsotonic(map, forecast)),
    thresholds: map.thresholds,
    values: map.values,
    calibrated,
    ...scored(calibrated, y),
  });
}

function temperature({ p, y }: Yes): CalcAnswer {
  const forecasts = p.map((forecast) => [1 - forecast, forecast]);
  const { temperature: T, converged } = fitTemperature(forecasts, y);
  const calibrated = forecasts.map((forecast) => applyTemperature(forecast, T)[1] ?? Number.NaN);
  return answer({ T, calibrated, ...scored(calibrated, y), converged });
}

const logit = (p: number): number => {
  const inside = Math.min(1 - PROBABILITY_FLOOR, Math.max(PROBABILITY_FLOOR, p));
  return Math.log(inside) - Math.log1p(-inside);
};

/** On logits, or on the forecasts as they are where the method says "raw". Platt's own targets where it says "smoothed". */
function platt({ p, y, method }: Yes): CalcAnswer {
  const scores = /\braw\b|sigma\(\s*a\s*\*?\s*p\b/i.test(method) ? p : p.map(logit);
  const fit = fitPlatt(scores, y, /smooth/i.test(method) ? 'smoothed' : 'outcomes');
  const calibrated = scores.map((score) => applyPlatt(fit, score));
  const { slope: a, intercept: b, converged } = fit;
  return answer({ a, b, calibrated, ...scored(calibrated, y), converged });
}

function scored(p: readonly number[], y: readonly number[]) {
  const { brier, logLoss } = binaryScores(p, y);
  return { logloss: logLoss, brier };
}

/** Recognised by how the method is called; temperature before Platt, since its formula has a sigmoid too. */
const METHODS: readonly (readonly [pattern: RegExp, calibrate: (given: Yes) => CalcAnswer])[] = [
  [/isotonic|pav/i, isotonic],
  [/temperature/i, temperature],
  [/platt|logistic|sigmoid/i, platt],
];

const calibration = operation(
  z.object({
    method: z.string(),
    p: z.array(chance).min(1).optional(),
    y: z.array(z.union([z.literal(0), z.literal(1)])).optional(),
    probabilities: z.array(z.array(chance).min(2)).min(1).optional(),
    observed: z.array(z.int().min(0)).optional(),
  }),
  ({ method, p, y, probabilities, observed }) => {
    const calibrate = METHODS.find(([pattern]) => pattern.test(method))?.[1];
    if (calibrate === undefined)
      return refuse('unknown-method', `method: "${method}" is none of isotonic, temperature, platt`);
    if (p !== undefined && y !== undefined)
      return p.length === y.length
        ? calibrate({ p, y, method })
        : refuse('invalid-input', `y: ${y.length} outcomes for ${p.length} forecasts`);
    if (probabilities === undefined || observed === undefined)
      return refuse('invalid-input', 'inputs: give p and y, or probabilities and observed');
    if (calibrate !== temperature)
      return refuse('invalid-input', 'method: forecasts of several outcomes are calibrated by temperature');
    const impossible = observed.findIndex((index, i) => index >= (probabilities[i]?.length ?? 0));
    if (observed.length !== probabilities.length || impossible >= 0)
      return refuse('invalid-input', 'observed: give one outcome per forecast, counted from 0');
    const { temperature: T, logLoss: logloss, converged } = fitTemperature(probabilities, observed);
    const calibrated = probabilities.map((forecast) => applyTemperature(forecast, T));
    return answer({ T, logloss, calibrated, converged });
  },
);

export const CALIBRATION_OPERATIONS: Readonly<Record<string, CalcOperation>> = { calibration };
