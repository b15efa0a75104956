import type { OrderDraft } from '../../../shared/domain/order.ts';
import type { Probability } from '../../../shared/domain/units.ts';
import { decimalOdds } from '../../../shared/domain/units.ts';
import { backEv, layEv } from '../../../shared/domain/value.ts';

/** Expected profit of a price: per unit staked (back) or of liability (lay), after `commission`. */
export const expectedValue = (
  draft: Pick<OrderDraft, 'side' | 'price'>,
  fair: Probability,
  commission: number,
): number => (draft.side === 'back' ? backEv : layEv)(decimalOdds(draft.price), fair, commission);
