import { PROBABILITY_FLOOR } from '../forecast-metrics.ts';
import type { ForecastScores } from './forecast-scores.ts';

/** Equal-width bins of the calibration error, as `calibrationError` has them by default. */
const BINS = 10;
const COUNT = 0;
const LOG_LOSS = 1;
const RPS = 2;
const BRIER = 3;
const HITS = 4;
const CHANCES = 5;
const FIRST_BIN = 6;

/** Numbers one forecaster's running sums take: counts and sums of each score, then three per bin. */
export const SCORE_SUMS = FIRST_BIN + 3 * BINS;

/**
 * Adds one forecast to the sums at `offset`, allocating nothing. The definitions are `scoreForecasts`': scores of
 * many forecasters over many groups of matches are kept as sums, which can be added together.
 */
export function addForecast(
  sums: Float64Array,
  offset: number,
  probabilities: readonly number[],
  observed: number,
): void {
  const outcomes = probabilities.length;
  let cumulative = 0;
  let ranked = 0;
  let brier = 0;
  let likeliest = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < outcomes; i += 1) {
    const p = probabilities[i] as number;
    const happened = i === observed ? 1 : 0;
    cumulative += p;
    if (i < outcomes - 1) ranked += (cumulative - (observed <= i ? 1 : 0)) ** 2;
    brier += (p - happened) ** 2;
    if (p > highest) {
      highest = p;
      likeliest = i;
    }
    const bin = offset + FIRST_BIN + 3 * Math.min(BINS - 1, Math.floor(p * BINS));
    sums[bin] = (sums[bin] as number) + 1;
    sums[bin + 1] = (sums[bin + 1] as number) + p;
    sums[bin + 2] = (sums[bin + 2] as number) + happened;
  }
  const loss = -Math.log(Math.max(PROBABILITY_FLOOR, probabilities[observed] as number));
  sums[offset + COUNT] = (sums[offset + COUNT] as number) + 1;
  sums[offset + LOG_LOSS] = (sums[offset + LOG_LOSS] as number) + loss;
  sums[offset + RPS] = (sums[offset + RPS] as number) + ranked / (outcomes - 1);
  sums[offset + BRIER] = (sums[offset + BRIER] as number) + brier;
  sums[offset + HITS] = (sums[offset + HITS] as number) + (likeliest === observed ? 1 : 0);
  sums[offset + CHANCES] = (sums[offset + CHANCES] as number) + outcomes;
}

/** Adds the sums at `from` of one array to those at `to` of another. */
export function addSums(into: Float64Array, to: number, sums: Float64Array, from: number): void {
  for (let i = 0; i < SCORE_SUMS; i += 1)
    into[to + i] = (into[to + i] as number) + (sums[from + i] as number);
}

/** The mean scores of the sums at `offset`; `NaN` where nothing was added. */
export function scoresOf(sums: Float64Array, offset: number): ForecastScores {
  const at = (index: number): number => sums[offset + index] as number;
  const n = at(COUNT);
  let gaps = 0;
  for (let bin = FIRST_BIN; bin < SCORE_SUMS; bin += 3) gaps += Math.abs(at(bin + 1) - at(bin + 2));
  return {
    n,
    logLoss: at(LOG_LOSS) / n,
    rps: at(RPS) / n,
    brier: at(BRIER) / n,
    ece: gaps / at(CHANCES),
    accuracy: at(HITS) / n,
  };
}
