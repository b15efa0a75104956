export type Performance = {
  readonly bets: number;
  readonly total: number;
  /** Profit per unit staked. */
  readonly yield: number;
  /** Largest fall from a peak of the bank, in money and as a share of the bank at its peak. */
  readonly maxDrawdown: number;
  readonly maxDrawdownShare: number;
  readonly mean: number;
  /** Sample deviation of the profit per bet; `NaN` below two bets. */
  readonly deviation: number;
  readonly t: number;
  readonly wins: number;
  readonly losses: number;
  readonly longestLosingRun: number;
  readonly longestWinningRun: number;
  /** Gross winnings over gross losses; `Infinity` without a loss. */
  readonly profitFactor: number;
};

/**
 * Summary of settled bets in their order: profit per bet, the stakes (one for all, or one each), the bank they began
 * with. A push ends neither a winning nor a losing bet's count but does end a run.
 */
export function performanceOf(
  profits: readonly number[],
  stakes: number | readonly number[],
  startBank: number,
): Performance {
  const n = profits.length;
  const total = profits.reduce((sum, profit) => sum + profit, 0);
  const staked = typeof stakes === 'number' ? stakes * n : stakes.reduce((sum, stake) => sum + stake, 0);
  const mean = total / n;
  const deviation = Math.sqrt(profits.reduce((sum, profit) => sum + (profit - mean) ** 2, 0) / (n - 1));
  const gains = profits.reduce((sum, profit) => sum + Math.max(0, profit), 0);
  const losses = profits.reduce((sum, profit) => sum + Math.max(0, -profit), 0);
  return {
    bets: n,
    total,
    yield: total / staked,
    ...drawdown(profits, startBank),
    mean,
    deviation: n > 1 ? deviation : Number.NaN,
    t: n > 1 ? mean / (deviation / Math.sqrt(n)) : Number.NaN,
    wins: profits.filter((profit) => profit > 0).length,
    losses: profits.filter((profit) => profit < 0).length,
    longestLosingRun: longestRun(profits, (profit) => profit < 0),
    longestWinningRun: longestRun(profits, (profit) => profit > 0),
    profitFactor: losses === 0 ? Number.POSITIVE_INFINITY : gains / losses,
  };
}

function drawdown(
  profits: readonly number[],
  startBank: number,
): Pick<Performance, 'maxDrawdown' | 'maxDrawdownShare'> {
  let bank = startBank;
  let peak = startBank;
  let maxDrawdown = 0;
  let maxDrawdownShare = 0;
  for (const profit of profits) {
    bank += profit;
    peak = Math.max(peak, bank);
    maxDrawdown = Math.max(maxDrawdown, peak - bank);
    if (peak > 0) maxDrawdownShare = Math.max(maxDrawdownShare, (peak - bank) / peak);
  }
  return { maxDrawdown, maxDrawdownShare };
}

function longestRun(profits: readonly number[], counts: (profit: number) => boolean): number {
  let longest = 0;
  let run = 0;
  for (const profit of profits) {
    run = counts(profit) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
