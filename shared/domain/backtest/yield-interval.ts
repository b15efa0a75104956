import { studentTail } from '../distributions.ts';

/** Stakes and profits of one day: bets of a day share their luck, so days are what is drawn. */
export type DayResult = { readonly staked: number; readonly profit: number };

export type YieldEstimate = {
  readonly yield: number;
  /** 95 % interval; `null` below `LEAST_DAYS` days, which say too little about how days differ. */
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided, of a yield this far from none; `null` where it cannot be said. */
  readonly p: number | null;
};

const RESAMPLES = 2_000;
const LEAST_DAYS = 20;

/**
 * Profit per unit staked over days. The interval is the percentile bootstrap over days (Efron 1979); p is Student's,
 * with the ratio estimator's deviation sum((profit - yield x stake)^2) over days (Cochran 1977, 6.4). `random` is
 * uniform in [0, 1). `null` where nothing was staked.
 */
export function estimateYield(days: readonly DayResult[], random: () => number): YieldEstimate | null {
  const n = days.length;
  const staked = days.reduce((sum, day) => sum + day.staked, 0);
  if (!(staked > 0)) return null;
  const ratio = days.reduce((sum, day) => sum + day.profit, 0) / staked;
  if (n < 2) return { yield: ratio, low: null, high: null, p: null };
  const residuals = days.reduce((sum, day) => sum + (day.profit - ratio * day.staked) ** 2, 0);
  const error = Math.sqrt((residuals * n) / (n - 1)) / staked;
  const p = error > 0 ? 2 * studentTail(Math.abs(ratio) / error, n - 1) : null;
  const [low, high] = n < LEAST_DAYS ? [null, null] : bootstrapInterval(days, random);
  return { yield: ratio, low, high, p };
}

function bootstrapInterval(
  days: readonly DayResult[],
  random: () => number,
): readonly [low: number | null, high: number | null] {
  const n = days.length;
  const stakes = Float64Array.from(days, ({ staked }) => staked);
  const profits = Float64Array.from(days, ({ profit }) => profit);
  const yields = new Float64Array(RESAMPLES);
  for (let sample = 0; sample < RESAMPLES; sample += 1) {
    let staked = 0;
    let profit = 0;
    for (let i = 0; i < n; i += 1) {
      const drawn = Math.floor(random() * n);
      staked += stakes[drawn] as number;
      profit += profits[drawn] as number;
    }
    yields[sample] = profit / staked;
  }
  yields.sort();
  const at = (share: number): number | null => yields[Math.round(share * (RESAMPLES - 1))] ?? null;
  return [at(0.025), at(0.975)];
}
