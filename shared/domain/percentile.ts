/**
 * The `percent`th percentile (a whole number from 1 to 100) of values sorted upwards: the smallest of them that at least
 * so many in a hundred don't exceed, and so one that was measured, never one in between; 0 of no values. By nearest
 * rank, definition 1 of Hyndman & Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996).
 */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  // In whole hundredths, for 0.07 * 100 is more than 7.
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? 0;
}
