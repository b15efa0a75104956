import { normalQuantile, normalTail, studentTail } from './distributions.ts';

export type YieldTest = {
  /** Standard deviation of one bet's profit per unit staked. */
  readonly sigma: number;
  readonly t: number;
  /** Chance of a yield this high without an edge: normal, and Student's with n - 1 degrees of freedom. */
  readonly pOneSidedNormal: number;
  readonly pOneSidedT: number;
  /** Two-sided interval of the yield at `confidence`. */
  readonly interval: readonly [low: number, high: number];
};

/**
 * Buchdahl's test of a yield on level stakes: r = 1 + yield, sigma = sqrt(r (o - r)), t = yield sqrt(n) / sigma, `o`
 * the average decimal odds.
 */
export function testYield(
  n: number,
  averageOdds: number,
  profitPerStake: number,
  confidence = 0.95,
): YieldTest {
  const rate = 1 + profitPerStake;
  const sigma = Math.sqrt(rate * (averageOdds - rate));
  const t = (profitPerStake * Math.sqrt(n)) / sigma;
  const half = (normalQuantile((1 - confidence) / 2) * sigma) / Math.sqrt(n);
  return {
    sigma,
    t,
    pOneSidedNormal: normalTail(t),
    pOneSidedT: studentTail(t, n - 1),
    interval: [profitPerStake - half, profitPerStake + half],
  };
}

/** Standard deviation of the profit per unit staked at decimal `odds` with win probability `p`. */
export const profitDeviation = (odds: number, p: number): number => odds * Math.sqrt(p * (1 - p));

/** Bets needed to tell an EV of `edge` per unit from none: ((z_alpha/2 + z_power) sigma / edge)^2, rounded up. */
export function betsNeeded(sigma: number, edge: number, alphaTwoSided = 0.05, power = 0.8): number {
  const z = normalQuantile(alphaTwoSided / 2) + normalQuantile(1 - power);
  return Math.ceil(((z * sigma) / edge) ** 2);
}
