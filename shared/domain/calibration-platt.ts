export type PlattFit = {
  /** p = sigmoid(slope score + intercept). */
  readonly slope: number;
  readonly intercept: number;
  /** Mean, in nats, against the outcomes themselves. */
  readonly logLoss: number;
  /** False where the scores separate the outcomes without error, so that no finite slope is the best. */
  readonly converged: boolean;
};

/** Shrinks towards 1/2 what the curve is fitted to, as Platt does against overfitting. */
export type PlattTargets = 'outcomes' | 'smoothed';

const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
/** log(1 + e^x) without overflow. */
const softplus = (x: number): number => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));

/** The calibrated probability of a score. */
export const applyPlatt = ({ slope, intercept }: PlattFit, score: number): number =>
  sigmoid(slope * score + intercept);

/**
 * A logistic curve through (score, outcome 0 or 1) by maximum likelihood: Platt 1999, in the safe form of Lin, Lin & Weng
 * 2007. Scores are the logits of forecasts, or whatever a classifier gives. Newton's method with halved steps.
 */
export function fitPlatt(
  scores: readonly number[],
  outcomes: readonly number[],
  targets: PlattTargets = 'outcomes',
): PlattFit {
  const yes = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const no = outcomes.length - yes;
  const aims =
    targets === 'outcomes'
      ? outcomes
      : outcomes.map((outcome) => (outcome === 1 ? (yes + 1) / (yes + 2) : 1 / (no + 2)));
  const lossOf = (slope: number, intercept: number, aim: readonly number[]): number =>
    scores.reduce((sum, score, i) => {
      const x = slope * score + intercept;
      return sum + softplus(x) - (aim[i] ?? 0) * x;
    }, 0);
  let slope = 0;
  let intercept = Math.log((yes + 1) / (no + 1));
  let loss = lossOf(slope, intercept, aims);
  let converged = false;
  for (let round = 0; round < 100 && !converged; round += 1) {
    const step = newtonStep(scores, aims, slope, intercept);
    const at = (length: number) =>
      lossOf(slope - length * step.slope, intercept - length * step.intercept, aims);
    let length = 1;
    let tried = at(length);
    // Closer than this share of the loss there is only rounding to see.
    for (; tried > loss * (1 + 1e-14) && length > 1e-10; tried = at(length)) length *= 0.5;
    converged =
      length * Math.max(Math.abs(step.slope), Math.abs(step.intercept)) <= 1e-12 * (1 + Math.abs(slope));
    if (!(length > 1e-10)) break;
    slope -= length * step.slope;
    intercept -= length * step.intercept;
    loss = tried;
  }
  const mean = lossOf(slope, intercept, outcomes) / scores.length;
  return { slope, intercept, logLoss: mean, converged: converged && loss > 1e-9 * scores.length };
}

/** The inverse of the second derivatives times the first; a trace of ridge keeps scores that are all equal solvable. */
function newtonStep(
  scores: readonly number[],
  aims: readonly number[],
  slope: number,
  intercept: number,
): { readonly slope: number; readonly intercept: number } {
  let [g0, g1, h00, h01, h11] = [0, 0, 1e-12, 0, 1e-12];
  scores.forEach((score, i) => {
    const p = sigmoid(slope * score + intercept);
    const gap = p - (aims[i] ?? 0);
    const weight = p * (1 - p);
    g0 += score * gap;
    g1 += gap;
    h00 += score * score * weight;
    h01 += score * weight;
    h11 += weight;
  });
  const determinant = h00 * h11 - h01 * h01;
  return {
    slope: (h11 * g0 - h01 * g1) / determinant,
    intercept: (h00 * g1 - h01 * g0) / determinant,
  };
}
