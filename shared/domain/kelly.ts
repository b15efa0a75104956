import { netWinnings } from './value.ts';

export type KellyStake = {
  /** Share of the bankroll at risk: the stake of a back, the liability of a lay. Zero without an edge. */
  readonly stake: number;
  /** Expected growth of the logarithm of the bankroll at that stake. */
  readonly growth: number;
};

/** log(1 + x) weighted by a probability, where an impossible outcome costs nothing however ruinous. */
const weighted = (probability: number, change: number): number =>
  probability === 0 ? 0 : probability * Math.log1p(change);

/** Stakes `fraction` of the share that maximises growth of a bet winning `b` per unit with probability `p`. */
function kellyAt(b: number, p: number, fraction: number): KellyStake {
  const full = b > 0 ? Math.max(0, p - (1 - p) / b) : 0;
  const stake = fraction * full;
  return { stake, growth: stake === 0 ? 0 : weighted(p, stake * b) + weighted(1 - p, -stake) };
}

/** Kelly 1956 for a back at decimal `odds`: f = (b p - q) / b with b = (odds - 1)(1 - commission). */
export const kellyBack = (odds: number, p: number, commission = 0, fraction = 1): KellyStake =>
  kellyAt(netWinnings(odds, commission), p, fraction);

/**
 * The same for a lay at decimal `odds` of a selection that wins with probability `p`: b = (1 - commission) /
 * (odds - 1) per unit of liability. `stake` is the liability, `backersStake` what is offered at the exchange.
 */
export function kellyLay(
  odds: number,
  p: number,
  commission = 0,
  fraction = 1,
): KellyStake & { readonly backersStake: number } {
  const lay = kellyAt((1 - commission) / (odds - 1), 1 - p, fraction);
  return { ...lay, backersStake: lay.stake / (odds - 1) };
}
