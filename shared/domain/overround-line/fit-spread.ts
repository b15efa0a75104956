import { halfWidth } from './line.ts';
import type { LineSpread } from './parameters.ts';

/** How far the truth was from the line, outcome by outcome. */
export type SpreadSamples = {
  readonly rows: number;
  /** Absolute differences of log-odds, home, draw, away a row; `NaN` where there is none. */
  readonly misses: Float64Array;
  readonly dispersions: Float64Array;
  readonly leagues: readonly string[];
};

const OUTCOMES = 3;
/** Matches of average misses that a league's own are mixed with. */
const PRIOR_MATCHES = 200;
/** A range never narrows below this share of the mean miss. */
const LEAST_SHARE = 0.3;
const COVERAGE = 0.8;

/** Mean misses by dispersion (least squares), league factors, and the multiple that covers 80 % of the misses. */
export function fitSpread(samples: SpreadSamples): LineSpread {
  const fits = [0, 1, 2].map((outcome) => fitOutcome(samples, outcome));
  const rough: LineSpread = {
    level: fits.map(({ level }) => level),
    slope: fits.map(({ slope }) => slope),
    least: fits.map(({ mean }) => LEAST_SHARE * mean),
    multiple: [1, 1, 1],
    leagues: {},
  };
  const withLeagues = { ...rough, leagues: leagueFactors(samples, rough) };
  return { ...withLeagues, multiple: [0, 1, 2].map((outcome) => multipleOf(samples, withLeagues, outcome)) };
}

function fitOutcome(
  { rows, misses, dispersions }: SpreadSamples,
  outcome: number,
): { readonly level: number; readonly slope: number; readonly mean: number } {
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  for (let row = 0; row < rows; row += 1) {
    const y = misses[row * OUTCOMES + outcome] as number;
    if (Number.isNaN(y)) continue;
    const x = dispersions[row] as number;
    n += 1;
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
  }
  const spread = n * sxx - sx * sx;
  const slope = spread > 0 ? Math.max(0, (n * sxy - sx * sy) / spread) : 0;
  return { level: (sy - slope * sx) / n, slope, mean: sy / n };
}

function leagueFactors(
  { rows, misses, dispersions, leagues }: SpreadSamples,
  rough: LineSpread,
): Record<string, number> {
  const sums = new Map<string, { missed: number; expected: number; count: number }>();
  for (let row = 0; row < rows; row += 1) {
    const league = leagues[row] as string;
    const sum = sums.get(league) ?? { missed: 0, expected: 0, count: 0 };
    sums.set(league, sum);
    for (let outcome = 0; outcome < OUTCOMES; outcome += 1) {
      const miss = misses[row * OUTCOMES + outcome] as number;
      if (Number.isNaN(miss)) continue;
      sum.missed += miss;
      sum.expected += halfWidth(rough, outcome, null, dispersions[row] as number);
      sum.count += 1;
    }
  }
  return Object.fromEntries(
    [...sums]
      .filter(([, { count }]) => count > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([league, { missed, expected, count }]) => {
        const prior = (expected / count) * OUTCOMES * PRIOR_MATCHES;
        return [league, (missed + prior) / (expected + prior)];
      }),
  );
}

function multipleOf(
  { rows, misses, dispersions, leagues }: SpreadSamples,
  spread: LineSpread,
  outcome: number,
): number {
  const ratios: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const miss = misses[row * OUTCOMES + outcome] as number;
    if (Number.isNaN(miss)) continue;
    ratios.push(miss / halfWidth(spread, outcome, leagues[row] as string, dispersions[row] as number));
  }
  ratios.sort((a, b) => a - b);
  return ratios[Math.min(ratios.length - 1, Math.floor(COVERAGE * ratios.length))] ?? 1;
}
