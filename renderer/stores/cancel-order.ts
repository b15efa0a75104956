import type { UnreadOrder } from '../../shared/contract/orders.ts';
import type { Order } from '../../shared/domain/order.ts';
import { engine } from '../transport/engine.ts';
import { useRecordings } from './recordings.ts';
import { useStatus } from './status.ts';
import { notify, notifyFailure } from './toasts.ts';

/** In a replay that doesn't move the venue answers nothing until it does. */
function isStandingStill(): boolean {
  const { status } = useStatus.getState();
  return status?.mode === 'replay' && useRecordings.getState().replay?.motion === 'paused';
}

const wordsOf = (after: Order | UnreadOrder): string =>
  'unread' in after ? after.unread : (after.outcome?.message ?? '');

/** Asks the venue to cancel what is left of an order, and says what came of it. Only cancels may pass every control. */
export function cancelOrder({ id, reason }: Pick<Order, 'id' | 'reason'>): void {
  engine()
    .call('orders.cancel', { id })
    .then((after) =>
      notify(
        after.state === 'cancelled' ? 'ok' : 'warn',
        after.state === 'cancelled'
          ? `Cancelled: ${reason.selectionName} at ${reason.bookName}. ${'unread' in after ? after.unread : ''}`.trimEnd()
          : isStandingStill()
            ? 'The cancel is on its way: the replay stands still, so play or step, and it arrives a moment later.'
            : `Not cancelled: the order is ${after.state} now. ${wordsOf(after)}`,
      ),
    )
    .catch(notifyFailure('cancel the order'));
}
