/** How a price stands to what every other book says of the same selection. */
export type Suspicion = 'outlier' | 'palpable-error';

/** A distance is suspect beyond `distance` log-odds, and beyond so many times the spread of the books. */
const SPREADS = 5;
/** An error anyone can see lies so many times further out. */
const PALPABLE = 2.5;
const PALPABLE_SPREADS = 10;
/** The standard deviation of a normal whose median absolute deviation is 1. */
const FROM_MEDIAN_DEVIATION = 1.4826;

export type Consent = {
  /** Median of the values, in log-odds. */
  median: number;
  /** Their spread as a standard deviation, from the median absolute deviation: one wild price doesn't widen it. */
  spread: number;
};

export const logOdds = (probability: number): number => Math.log(probability / (1 - probability));

/** Sorts the first `count` of `values` in place: some forty numbers, for which nothing is quicker than insertion. */
function sort(values: Float64Array, count: number): void {
  for (let i = 1; i < count; i += 1) {
    const value = values[i] as number;
    let j = i - 1;
    while (j >= 0 && (values[j] as number) > value) {
      values[j + 1] = values[j] as number;
      j -= 1;
    }
    values[j + 1] = value;
  }
}

const middle = (sorted: Float64Array, count: number): number =>
  count % 2 === 1
    ? (sorted[count >> 1] as number)
    : ((sorted[(count >> 1) - 1] as number) + (sorted[count >> 1] as number)) / 2;

/**
 * What the first `count` values of `scratch` agree on, written to `out`; the order of `scratch` is lost. `count` >= 1.
 * Up to three values have no spread: how far they may be apart is not known from themselves.
 */
export function findConsent(scratch: Float64Array, count: number, out: Consent): void {
  sort(scratch, count);
  out.median = middle(scratch, count);
  out.spread = 0;
  if (count <= 3) return;
  for (let i = 0; i < count; i += 1) scratch[i] = Math.abs((scratch[i] as number) - out.median);
  sort(scratch, count);
  out.spread = middle(scratch, count) * FROM_MEDIAN_DEVIATION;
}

/**
 * Whether a value in log-odds is too far from what the books agree on: `away` from their median. `distance` is the least that is worth a look, in log-odds: 0.3 is 2.00 against 2.35.
 */
export function judgeDistance(away: number, spread: number, distance: number): Suspicion | null {
  if (away > Math.max(distance * PALPABLE, spread * PALPABLE_SPREADS)) return 'palpable-error';
  return away > Math.max(distance, spread * SPREADS) ? 'outlier' : null;
}
