import type { OrderState } from '../../../shared/domain/order.ts';

/**
 * Every transition an order may make. `draft` and `armed` live in memory; everything from `intent` on is in the
 * journal before it is on the wire. `unresolved` leaves only through reconciliation.
 */
export const TRANSITIONS: Readonly<Record<OrderState, readonly OrderState[]>> = {
  draft: ['armed'],
  armed: ['draft', 'armed', 'intent'],
  intent: ['sent', 'rejected'],
  sent: ['accepted', 'part-matched', 'matched', 'rejected', 'cancelled', 'lapsed', 'unresolved'],
  accepted: ['part-matched', 'matched', 'cancelled', 'lapsed', 'rejected'],
  'part-matched': ['part-matched', 'matched', 'cancelled', 'lapsed'],
  unresolved: ['accepted', 'part-matched', 'matched', 'rejected', 'cancelled', 'lapsed'],
  matched: [],
  rejected: [],
  cancelled: [],
  lapsed: [],
};

export const canMove = (from: OrderState, to: OrderState): boolean => TRANSITIONS[from].includes(to);

/** Nothing more can be matched: the venue has said its last word. */
export const isFinished = (state: OrderState): boolean =>
  state === 'matched' || state === 'rejected' || state === 'cancelled' || state === 'lapsed';

/** At the venue with a part still unmatched. */
export const isOpenAtVenue = (state: OrderState): boolean => state === 'accepted' || state === 'part-matched';
