import { kellyBack, kellyLay } from '../../../shared/domain/kelly.ts';
import type { OrderDraft } from '../../../shared/domain/order.ts';
import type { MinorUnits, Probability } from '../../../shared/domain/units.ts';
import { decimalOdds } from '../../../shared/domain/units.ts';
import { backEv, layEv } from '../../../shared/domain/value.ts';

/** Expected profit of a price: per unit staked (back) or of liability (lay), after `commission`. */
export const expectedValue = (
  draft: Pick<OrderDraft, 'side' | 'price'>,
  fair: Probability,
  commission: number,
): number => (draft.side === 'back' ? backEv : layEv)(decimalOdds(draft.price), fair, commission);

/** The backer's stake that fractional Kelly puts on a price, in whole minor units; zero without an edge. */
export function kellyStake(
  draft: Pick<OrderDraft, 'side' | 'price'>,
  fair: Probability,
  commission: number,
  fraction: number,
  bankroll: MinorUnits,
): MinorUnits {
  const odds = decimalOdds(draft.price);
  const share =
    draft.side === 'back'
      ? kellyBack(odds, fair, commission, fraction).stake
      : kellyLay(odds, fair, commission, fraction).backersStake;
  return Math.floor(Math.max(0, bankroll) * share) as MinorUnits;
}
