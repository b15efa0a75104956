import { bisect } from './bisection.ts';
import { type MarginMethod, removeMarginInto } from './margin.ts';

export type BookedPrices =
  | { readonly ok: true; readonly odds: readonly number[]; readonly parameter: number | null }
  | {
      readonly ok: false;
      readonly code: 'invalid-probabilities' | 'unreachable-margin';
      readonly message: string;
    };

type Adder = (
  p: Float64Array,
  total: number,
) => { readonly inverse: Float64Array; readonly parameter: number | null };

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

/**
 * Power, odds ratio, logit shift and Jensen-Shannon are their own inverse up to the sign of the shift: putting the
 * margin on is removing it with the book's total as the target.
 */
const mirrored =
  (method: MarginMethod, parameter: (removed: number) => number): Adder =>
  (p, total) => {
    const inverse = new Float64Array(p.length);
    return { parameter: parameter(removeMarginInto(method, p, p.length, total, inverse)), inverse };
  };

const ADDERS: Readonly<Record<MarginMethod, Adder>> = {
  multiplicative: (p, total) => {
    const scale = total / sum(p);
    return { inverse: p.map((value) => value * scale), parameter: null };
  },
  additive: (p, total) => {
    const shift = (total - sum(p)) / p.length;
    return { inverse: p.map((value) => value + shift), parameter: null };
  },
  balanced_book: (p, total) => {
    const z = (total - sum(p)) / (p.length - sum(p));
    return { inverse: p.map((value) => z + (1 - z) * value), parameter: z };
  },
  power: mirrored('power', (k) => 1 / k),
  odds_ratio: mirrored('odds_ratio', (ratio) => 1 / ratio),
  logit_shift: mirrored('logit_shift', (c) => 0 - c),
  jensen_shannon: mirrored('jensen_shannon', (distance) => 0 - distance),
  // q = sqrt(S (z p + (1 - z) p^2)), z such that the sum is S.
  shin: (p, total) => {
    const target = sum(p);
    const root = Math.sqrt(total / target);
    const price = (value: number, z: number) => {
      const share = value / target;
      return Math.sqrt(z * share + (1 - z) * share * share);
    };
    const z = bisect((x) => p.reduce((all, value) => all + price(value, x), 0) - root, 0, 1);
    return { inverse: p.map((value) => target * root * price(value, z)), parameter: z };
  },
  // With s = sqrt(1 - q), p = 1 - s^2 - z s.
  goto: (p, total) => {
    const price = (value: number, z: number) => {
      const s = 0.5 * (Math.sqrt(z * z + 4 * (1 - value)) - z);
      return 1 - s * s;
    };
    const z = bisect((x) => p.reduce((all, value) => all + price(value, x), 0) - total, 0, 1e4);
    return { inverse: p.map((value) => price(value, z)), parameter: z };
  },
};

/**
 * Decimal odds of a book that puts `margin` (0.05: the inverse odds sum to 1.05 where the probabilities sum to 1) on
 * fair `probabilities` the way `method` takes it off again. Every probability must lie strictly between 0 and 1.
 * `unreachable-margin` where no prices above 1 do it.
 */
export function addMargin(
  method: MarginMethod,
  probabilities: readonly number[],
  margin: number,
): BookedPrices {
  if (probabilities.length === 0 || !probabilities.every((p) => p > 0 && p < 1))
    return {
      ok: false,
      code: 'invalid-probabilities',
      message: 'Every probability must be above 0 and below 1.',
    };
  const p = Float64Array.from(probabilities);
  const total = sum(p) + margin;
  const unreachable: BookedPrices = {
    ok: false,
    code: 'unreachable-margin',
    message: `A margin of ${margin} cannot be put on these probabilities by the ${method} method.`,
  };
  if (!(margin >= 0 && total < p.length)) return unreachable;
  const { inverse, parameter } = ADDERS[method](p, total);
  const reached = Math.abs(sum(inverse) - total) < 1e-9 && inverse.every((value) => value > 0 && value < 1);
  return reached ? { ok: true, odds: Array.from(inverse, (value) => 1 / value), parameter } : unreachable;
}
