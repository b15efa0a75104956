/** Winnings per unit staked on a back at decimal `odds`, after `commission` on net winnings (0.02 is two per cent). */
export const netWinnings = (odds: number, commission = 0): number => (odds - 1) * (1 - commission);

/** Expected profit per unit staked of backing at decimal `odds` with fair probability `p`. */
export const backEv = (odds: number, p: number, commission = 0): number =>
  commission === 0 ? odds * p - 1 : p * netWinnings(odds, commission) - (1 - p);

/** Expected profit per unit of liability of laying at decimal `odds` with fair probability `p`. */
export const layEv = (odds: number, p: number, commission = 0): number =>
  ((1 - p) * (1 - commission)) / (odds - 1) - p;

/** Decimal odds at which a back has EV `ev` (0: breaks even); `Infinity` where no price does. */
export const backOddsForEv = (p: number, ev = 0, commission = 0): number =>
  p > 0 ? 1 + (1 - p + ev) / (p * (1 - commission)) : Number.POSITIVE_INFINITY;

/** Fair probability less the one in the price. */
export const edgeProbability = (odds: number, p: number): number => p - 1 / odds;

/**
 * Odds above which Kaunitz et al. 2017 bet: 1 / (p - alpha), p the consensus probability, alpha the margin for safety
 * (they used 0.05). `Infinity` where alpha takes all of p.
 */
export const kaunitzThreshold = (p: number, alpha = 0.05): number =>
  p > alpha ? 1 / (p - alpha) : Number.POSITIVE_INFINITY;
