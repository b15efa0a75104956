import type { ControlVerdict } from '../../../shared/contract/orders.ts';

/** `waiting`: a step still to be done, not a fault. */
export type VerdictState = 'passed' | 'waiting' | 'failed';

/** Controls that can't judge a ticket without a price and a stake. */
const NEEDS_TERMS: ReadonlySet<ControlVerdict['control']> = new Set([
  'price-collar',
  'minimum-and-step',
  'exposure',
]);

/** How a verdict is shown. A ticket not armed, or without a price or stake yet, has done nothing wrong. */
export function verdictState(
  { control, passed }: Pick<ControlVerdict, 'control' | 'passed'>,
  ticket: { readonly hasPrice: boolean; readonly hasStake: boolean; readonly halted: boolean },
): VerdictState {
  // Its verdict is about the price that stood in the field before.
  if (!ticket.hasPrice && NEEDS_TERMS.has(control)) return 'waiting';
  if (passed) return 'passed';
  if (control === 'armed') return ticket.halted ? 'failed' : 'waiting';
  return !ticket.hasStake && NEEDS_TERMS.has(control) ? 'waiting' : 'failed';
}
