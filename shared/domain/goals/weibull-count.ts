import { logGamma } from '../distributions.ts';
import { digamma } from './digamma.ts';

/** Shapes between which the series of `createWeibullSeries` keeps enough digits for goals. */
export const WEIBULL_SHAPES = { least: 0.3, most: 2.5 } as const;

/** When a sum of the series is one: `weibullCounts` in another language has to agree on it. */
export const WEIBULL_SOUND = {
  /** A sum this small a share of its terms' sizes could be rounding alone. */
  lostDigits: 1e-13,
  /** Terms that add up to this leave an error of about 1e-8. */
  mostSize: 1e8,
  /** The share of its terms' sizes that the last one must be below. */
  lastTerm: 1e-15,
  /** Counts of this probability together are all; the rest may have lost their digits. */
  mass: 1 - 1e-6,
  /** Goals from which on a count is 0. */
  counts: 40,
} as const;

/** A value of the series with its derivatives by the logarithm of the rate and by the shape. */
export type SeriesValue = { value: number; byLogRate: number; byShape: number };

export type WeibullSeries = {
  /** What rate^j is multiplied by in P(x): row x, column j, `terms` columns a row. */
  readonly coefficients: Float64Array;
  readonly terms: number;
  /** P(goals) at `rate`; `NaN` where the series has lost its digits. */
  probability(goals: number, rate: number, out: SeriesValue): void;
  /** P(at most `goals`). */
  cumulative(goals: number, rate: number, out: SeriesValue): void;
};

/**
 * Counts whose gaps are Weibull: McShane et al. 2008, P(x) = sum over j >= x of (-1)^(x + j) rate^j a(x, j) /
 * gamma(c j + 1) with a(0, j) = gamma(c j + 1) / j!, a(x + 1, j) = sum over x <= m < j of a(x, m) gamma(c (j - m) + 1) /
 * (j - m)!, c the shape; over one unit of time. Shape 1 is Poisson. The table holds scores up to `most` goals. The
 * terms alternate and grow with the rate: it reaches rates of about 6 at shape 0.8, 15 at 1 and more above.
 */
export function createWeibullSeries(shape: number, most: number): WeibullSeries {
  // gamma(c j + 1) must stay a number: gamma(171) is the last.
  const terms = Math.max(most + 2, Math.min(110, Math.floor(165 / shape)));
  const width = terms + 1;
  const logGammas = Float64Array.from({ length: width }, (_, j) => logGamma(shape * j + 1));
  const gaps = Float64Array.from({ length: width }, (_, j) =>
    Math.exp((logGammas[j] as number) - logGamma(j + 1)),
  );
  const slopes = Float64Array.from({ length: width }, (_, j) => j * digamma(shape * j + 1));
  const single = coefficients(gaps, slopes, logGammas, most);
  const running = { value: single.value.slice(), byShape: single.byShape.slice() };
  for (let i = width; i < running.value.length; i += 1) {
    running.value[i] = (running.value[i] as number) + (running.value[i - width] as number);
    running.byShape[i] = (running.byShape[i] as number) + (running.byShape[i - width] as number);
  }
  return {
    coefficients: single.value,
    terms: width,
    probability: (goals, rate, out) => sum(single, goals, goals, width, rate, out),
    cumulative: (goals, rate, out) => sum(running, goals, 0, width, rate, out),
  };
}

type Coefficients = { readonly value: Float64Array; readonly byShape: Float64Array };

/** Row x, column j: (-1)^(x + j) a(x, j) / gamma(c j + 1), and its derivative by c. */
function coefficients(
  gaps: Float64Array,
  slopes: Float64Array,
  logGammas: Float64Array,
  most: number,
): Coefficients {
  const width = gaps.length;
  let a = gaps.slice();
  let derivative = gaps.map((gap, j) => gap * (slopes[j] as number));
  const value = new Float64Array((most + 1) * width);
  const byShape = new Float64Array((most + 1) * width);
  for (let x = 0; x <= most; x += 1) {
    for (let j = x; j < width; j += 1) {
      const over = ((x + j) % 2 === 0 ? 1 : -1) * Math.exp(-(logGammas[j] as number));
      value[x * width + j] = over * (a[j] as number);
      byShape[x * width + j] = over * ((derivative[j] as number) - (a[j] as number) * (slopes[j] as number));
    }
    const next = new Float64Array(width);
    const nextDerivative = new Float64Array(width);
    for (let j = x + 1; j < width; j += 1) {
      let total = 0;
      let totalDerivative = 0;
      for (let m = x; m < j; m += 1) {
        const gap = gaps[j - m] as number;
        const term = (a[m] as number) * gap;
        total += term;
        totalDerivative += (derivative[m] as number) * gap + term * (slopes[j - m] as number);
      }
      next[j] = total;
      nextDerivative[j] = totalDerivative;
    }
    a = next;
    derivative = nextDerivative;
  }
  return { value, byShape };
}

function sum(
  { value, byShape }: Coefficients,
  goals: number,
  from: number,
  width: number,
  rate: number,
  out: SeriesValue,
): void {
  const row = goals * width;
  let power = rate ** from;
  let total = 0;
  let size = 0;
  let last = 0;
  out.byLogRate = 0;
  out.byShape = 0;
  for (let j = from; j < width; j += 1) {
    const term = power * (value[row + j] as number);
    total += term;
    out.byLogRate += j * term;
    out.byShape += power * (byShape[row + j] as number);
    last = Math.abs(term);
    size += last;
    // The running sums have nothing between their first term and the one after `goals`.
    if (j > rate + 4 && j > goals + 4 && last < 1e-19 * size) break;
    power *= rate;
  }
  // The rate may also be so large that the table ends before the terms do.
  const isSound =
    last < WEIBULL_SOUND.lastTerm * size &&
    size < WEIBULL_SOUND.mostSize &&
    total > WEIBULL_SOUND.lostDigits * size;
  out.value = isSound ? total : Number.NaN;
}

/**
 * Probabilities of 0, 1, ... `count` - 1 goals; those below the digits that the series keeps are zero. `NaN` throughout
 * at rates the series cannot reach.
 */
export function weibullCounts(rate: number, shape: number, count: number): Float64Array {
  const most = Math.min(count, WEIBULL_SOUND.counts) - 1;
  const series = createWeibullSeries(shape, most);
  const p = new Float64Array(count);
  const out: SeriesValue = { value: 0, byLogRate: 0, byShape: 0 };
  let mass = 0;
  for (let goals = 0; goals <= most; goals += 1) {
    series.probability(goals, rate, out);
    if (Number.isNaN(out.value)) return mass > WEIBULL_SOUND.mass ? p : p.fill(Number.NaN);
    p[goals] = out.value;
    mass += out.value;
  }
  return p;
}
