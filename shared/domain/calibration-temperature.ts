import { PROBABILITY_FLOOR } from './forecast-metrics.ts';

export type TemperatureFit = {
  /** Above 1 forecasts were too bold, below 1 too timid. */
  readonly temperature: number;
  /** Mean, in nats, after scaling. */
  readonly logLoss: number;
  /** False where no temperature is the best: forecasts never wrong, worth nothing, or all level. */
  readonly converged: boolean;
};

/** The inverse temperatures searched. */
const LEAST = 1e-3;
const MOST = 1e3;
/** A second derivative of the loss below which its bottom is no point. */
const FLAT = 1e-12;

const logOf = (p: number): number => Math.log(Math.max(PROBABILITY_FLOOR, p));

/** p^(1/T), scaled to a sum of 1: for two outcomes sigmoid(logit(p) / T). */
export function applyTemperature(probabilities: readonly number[], temperature: number): readonly number[] {
  const logs = probabilities.map((p) => logOf(p) / temperature);
  const top = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - top));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * The temperature with the least log loss (Guo et al. 2017), by Newton's method on its inverse, in which the loss is
 * convex. `forecasts` one list of probabilities over the outcomes each, `observed` the index that happened.
 */
export function fitTemperature(
  forecasts: readonly (readonly number[])[],
  observed: readonly number[],
): TemperatureFit {
  const logs = forecasts.map((forecast) => forecast.map(logOf));
  let inverse = 1;
  let [low, high] = [LEAST, MOST];
  for (let round = 0; round < 200; round += 1) {
    const { slope, curvature } = lossAt(logs, observed, inverse);
    if (slope > 0) high = inverse;
    else low = inverse;
    const step = inverse - slope / curvature;
    // The loss is flat where every forecast is level: any temperature will do, so the one at hand.
    if (slope === 0) break;
    const next = step > low && step < high ? step : Math.sqrt(low * high);
    const moved = Math.abs(next - inverse);
    inverse = next;
    if (moved <= 1e-15 * inverse) break;
  }
  const { loss, curvature } = lossAt(logs, observed, inverse);
  const isInside = inverse > LEAST * 1.000001 && inverse < MOST / 1.000001;
  return { temperature: 1 / inverse, logLoss: loss, converged: isInside && curvature > FLAT };
}

/** Mean log loss at an inverse temperature with its first two derivatives. */
function lossAt(
  logs: readonly (readonly number[])[],
  observed: readonly number[],
  inverse: number,
): { readonly loss: number; readonly slope: number; readonly curvature: number } {
  let [loss, slope, curvature] = [0, 0, 0];
  logs.forEach((row, i) => {
    const top = Math.max(...row);
    let [sum, first, second] = [0, 0, 0];
    for (const log of row) {
      const weight = Math.exp(inverse * (log - top));
      sum += weight;
      first += weight * (log - top);
      second += weight * (log - top) ** 2;
    }
    const mean = first / sum;
    const own = (row[observed[i] ?? 0] ?? Number.NaN) - top;
    loss += Math.log(sum) - inverse * own;
    slope += mean - own;
    curvature += second / sum - mean * mean;
  });
  const n = logs.length;
  return { loss: loss / n, slope: slope / n, curvature: curvature / n };
}
