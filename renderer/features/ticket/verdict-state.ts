import type { ControlVerdict } from '../../../shared/contract/orders.ts';

/** `waiting`: a step still to be done, not a fault. */
export type VerdictState = 'passed' | 'waiting' | 'failed';

/** Controls that can't judge a ticket without a stake. */
const NEEDS_STAKE: ReadonlySet<ControlVerdict['control']> = new Set([
  'price-collar',
  'minimum-and-step',
  'exposure',
]);

/** How a verdict is shown. A ticket not armed, or without a stake yet, has done nothing wrong. */
export function verdictState(
  { control, passed }: Pick<ControlVerdict, 'control' | 'passed'>,
  ticket: { readonly hasStake: boolean; readonly halted: boolean },
): VerdictState {
  if (passed) return 'passed';
  if (control === 'armed') return ticket.halted ? 'failed' : 'waiting';
  return !ticket.hasStake && NEEDS_STAKE.has(control) ? 'waiting' : 'failed';
}
