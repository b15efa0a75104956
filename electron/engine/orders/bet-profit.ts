import type { BackLay } from '../../../shared/domain/quote.ts';
import type { SettlementOutcome } from '../../../shared/domain/settlement.ts';
import { divideRounded } from '../../../shared/domain/settlement-returns.ts';
import type { MinorUnits } from '../../../shared/domain/units.ts';
import { ODDS_SCALE } from '../../../shared/domain/units.ts';
import type { Matched } from './liability.ts';

/**
 * Profit before commission of everything an order matched, rounded once over all of its fills. Equal to
 * `settleStake` for a single fill; the layer's profit is exactly minus the backer's.
 */
export function profitOf(
  side: BackLay,
  matched: Matched,
  { winShare, pushShare }: SettlementOutcome,
): MinorUnits {
  const lostShare = 2 - winShare - pushShare;
  const scale = BigInt(ODDS_SCALE);
  const numerator = BigInt(winShare) * matched.winningsE4 - BigInt(lostShare) * BigInt(matched.stake) * scale;
  const backer = Number(divideRounded(numerator, 2n * scale));
  return (backer === 0 ? 0 : side === 'back' ? backer : -backer) as MinorUnits;
}

/**
 * Splits a market's commission over the bets that won, in proportion to their profit, in whole minor units that sum
 * to it exactly: the largest remainders get the odd ones, earlier bets first. Losers pay nothing.
 */
export function shareCommission(
  commission: MinorUnits,
  profits: readonly MinorUnits[],
): readonly MinorUnits[] {
  const weights = profits.map((profit) => BigInt(Math.max(0, profit)));
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n || commission === 0) return profits.map(() => 0 as MinorUnits);
  const parts = weights.map((weight) => ({
    whole: Number((BigInt(commission) * weight) / total),
    rest: (BigInt(commission) * weight) % total,
  }));
  let left = commission - parts.reduce((sum, part) => sum + part.whole, 0);
  const byRest = parts
    .map((part, index) => ({ index, rest: part.rest }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const extra = new Set<number>();
  for (const { index, rest } of byRest) {
    if (left <= 0 || rest === 0n) break;
    extra.add(index);
    left -= 1;
  }
  return parts.map((part, index) => (part.whole + (extra.has(index) ? 1 : 0)) as MinorUnits);
}
