import { removeMarginInto } from '../../../../../shared/domain/margin.ts';
import { exponential, logarithm } from './market-logarithm.ts';

/** Margins the two steps below mostly settle at. Other prices, which nobody offers, are left to the general method. */
const LEAST_MARGIN = -0.1;
const MOST_MARGIN = 0.25;
/**
 * The second step moves the logarithm of a probability by less than this, or the general method takes over. The steps
 * converge with the third power: what is left is below 1e-8.
 */
const SETTLED = 2e-3;

const MOST_OUTCOMES = 3;

/** One market without margin by the power method (`solvePower`: p = q^k, summing to 1). */
export type FairMarket = {
  readonly logOdds: Float64Array;
  /** Of the inverse odds q. */
  readonly logarithms: Float64Array;
  /** k. */
  power: number;
  /** Sum of the inverse odds less 1. */
  margin: number;
};

export const createFairMarket = (): FairMarket => ({
  logOdds: new Float64Array(MOST_OUTCOMES),
  logarithms: new Float64Array(MOST_OUTCOMES),
  power: Number.NaN,
  margin: Number.NaN,
});

const inverse = new Float64Array(MOST_OUTCOMES);
const fair = new Float64Array(MOST_OUTCOMES);

/**
 * Halley's step for sum of q^k = 1 from the first `count` probabilities of `fair`, `NaN` near its pole. `solvePower`
 * takes it for the logarithm of the sum, which is nearly straight; this way needs no logarithm and one division.
 */
function stepOf(count: number, logarithms: Float64Array): number {
  let excess = -1;
  let slope = 0;
  let curvature = 0;
  for (let i = 0; i < count; i += 1) {
    const log = logarithms[i] as number;
    const weighted = (fair[i] as number) * log;
    excess += fair[i] as number;
    slope += weighted;
    curvature += weighted * log;
  }
  const square = slope * slope;
  const denominator = square - 0.5 * excess * curvature;
  return denominator > 0.5 * square ? (-excess * slope) / denominator : Number.NaN;
}

/**
 * Takes the margin out of decimal odds of `count` outcomes, two or three; log-odds are `NaN` throughout where a price is
 * missing. Two of Halley's steps from k = 1 settle all but unusual prices, which are left to `removeMarginInto`.
 */
export function takeMargin(odds: Float64Array, count: number, into: FairMarket): void {
  const { logarithms, logOdds } = into;
  let margin = -1;
  let longest = 0;
  let isWhole = true;
  for (let i = 0; i < count; i += 1) {
    const q = 1 / (odds[i] as number);
    const log = logarithm(q);
    inverse[i] = q;
    fair[i] = q;
    logarithms[i] = log;
    margin += q;
    if (log < longest) longest = log;
    if (!(q < 1)) isWhole = false;
  }
  into.margin = margin;
  if (!(isWhole && margin > LEAST_MARGIN && margin < MOST_MARGIN)) {
    takeUnusualMargin(count, into);
    return;
  }
  const step = stepOf(count, logarithms);
  for (let i = 0; i < count; i += 1)
    fair[i] = (inverse[i] as number) * exponential(step * (logarithms[i] as number));
  const last = stepOf(count, logarithms);
  if (!(Math.abs(last * longest) < SETTLED)) {
    takeUnusualMargin(count, into);
    return;
  }
  const power = 1 + step + last;
  into.power = power;
  if (count === 2) {
    // What is not the one is the other.
    const first = power * ((logarithms[0] as number) - (logarithms[1] as number));
    logOdds[0] = first;
    logOdds[1] = -first;
    return;
  }
  for (let i = 0; i < count; i += 1) {
    const log = logarithms[i] as number;
    logOdds[i] = power * log - logarithm(1 - (fair[i] as number) * nearOne(last * log));
  }
}

/** exp(x) of a settled step: what is left out is below 1e-12. */
const nearOne = (x: number): number => 1 + x * (1 + x * (0.5 + x / 6));

function takeUnusualMargin(count: number, into: FairMarket): void {
  into.power = removeMarginInto('power', inverse, count, 1, fair);
  for (let i = 0; i < count; i += 1) {
    const p = fair[i] as number;
    into.logOdds[i] = Math.log(p / (1 - p));
  }
}
