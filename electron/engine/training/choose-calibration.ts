import { fitIsotonic, type IsotonicMap } from '../../../shared/domain/calibration-isotonic.ts';
import { fitTemperature } from '../../../shared/domain/calibration-temperature.ts';
import { logLoss } from '../../../shared/domain/forecast-metrics.ts';
import { type Calibration, calibrate } from '../../../shared/domain/learners/calibration.ts';

/** Forecasts of matches by versions that had not seen them, and what happened; by day. */
export type PastForecasts = {
  readonly probabilities: readonly (readonly number[])[];
  readonly observed: readonly number[];
  /** A number that rises with the season, one a forecast. */
  readonly season: readonly number[];
};

/** Fewer forecasts say more about luck than about the model. */
const LEAST_FORECASTS = 500;
const POINTS = 40;
/** A kind with more freedom must gain so many nats a match: less is luck. */
const LEAST_GAIN = 1e-4;

const KINDS: Readonly<Record<Calibration['kind'], (of: Fitted) => Calibration>> = {
  none: () => ({ kind: 'none' }),
  temperature: ({ probabilities, observed }) => {
    const { temperature, converged } = fitTemperature(probabilities, observed);
    return converged ? { kind: 'temperature', temperature } : { kind: 'none' };
  },
  isotonic: ({ probabilities, observed }) => ({
    kind: 'isotonic',
    maps: (probabilities[0] ?? []).map((_, outcome) => isotonicMap(probabilities, observed, outcome)),
  }),
};
type Fitted = Pick<PastForecasts, 'probabilities' | 'observed'>;

/**
 * The calibration that would have served best: each kind is fitted on the earlier seasons and scored on the last, or on
 * the halves of the only one; the winner is fitted on all. The simpler kind wins unless the gain is worth it.
 */
export function chooseCalibration(past: PastForecasts): Calibration {
  const count = past.probabilities.length;
  if (count < LEAST_FORECASTS) return { kind: 'none' };
  const split = splitOf(past.season);
  const [earlier, later] = [part(past, 0, split), part(past, split, count)];
  let best: { readonly kind: Calibration['kind']; readonly loss: number } | undefined;
  for (const kind of ['none', 'temperature', 'isotonic'] as const) {
    const loss = meanLoss(KINDS[kind](earlier), later);
    if (best === undefined || loss < best.loss - LEAST_GAIN) best = { kind, loss };
  }
  return KINDS[best?.kind ?? 'none'](past);
}

/** Where the last season begins; half way where there is one season only. */
function splitOf(season: readonly number[]): number {
  const last = season.at(-1);
  const split = season.indexOf(last ?? 0);
  return split > 0 ? split : season.length >> 1;
}

const part = ({ probabilities, observed }: Fitted, from: number, to: number): Fitted => ({
  probabilities: probabilities.slice(from, to),
  observed: observed.slice(from, to),
});

const meanLoss = (calibration: Calibration, { probabilities, observed }: Fitted): number =>
  probabilities.reduce((sum, p, i) => sum + logLoss(calibrate(calibration, p), observed[i] as number), 0) /
  probabilities.length;

/**
 * Isotonic over the means of groups of equally many forecasts: single forecasts would make steps of any height, which
 * rounding to 32 bits could cross.
 */
function isotonicMap(
  probabilities: readonly (readonly number[])[],
  observed: readonly number[],
  outcome: number,
): IsotonicMap {
  const points = probabilities
    .map((p, i) => ({ forecast: p[outcome] as number, happened: observed[i] === outcome ? 1 : 0 }))
    .sort((a, b) => a.forecast - b.forecast || a.happened - b.happened);
  const size = Math.max(1, Math.ceil(points.length / POINTS));
  const forecasts: number[] = [];
  const frequencies: number[] = [];
  const weights: number[] = [];
  for (let from = 0; from < points.length; from += size) {
    const group = points.slice(from, from + size);
    forecasts.push(group.reduce((sum, { forecast }) => sum + forecast, 0) / group.length);
    frequencies.push(group.reduce((sum, { happened }) => sum + happened, 0) / group.length);
    weights.push(group.length);
  }
  return fitIsotonic(forecasts, frequencies, weights);
}
