import type { Order } from '../../../shared/domain/order.ts';
import { formatOdds } from '../../stores/odds-format.ts';
import { formatMoney } from '../../ui/figures.ts';

export type OutcomeText = {
  readonly tone: 'ok' | 'info' | 'warn' | 'danger';
  readonly title: string;
  readonly detail: string;
};

/** What became of a placed order, for people. */
export function outcomeText(order: Order): OutcomeText {
  const matched = formatMoney(order.matched, order.currency);
  const stake = formatMoney(order.stake, order.currency);
  const at = order.averagePrice === null ? '' : ` at ${formatOdds(order.averagePrice)}`;
  const venue = order.reason.bookName;
  const why = order.outcome?.message ?? '';
  const some = order.matched > 0;
  const partly = some ? `${matched} of ${stake} was matched${at}. ` : '';
  switch (order.state) {
    case 'draft':
    case 'armed':
    case 'intent':
    case 'sent':
      return { tone: 'info', title: 'Sending', detail: `Recorded, waiting for ${venue} to answer.` };
    case 'accepted':
      return {
        tone: 'info',
        title: 'Accepted',
        detail: `${stake} waits in the queue at ${formatOdds(order.price)}.`,
      };
    case 'part-matched':
      return {
        tone: 'info',
        title: 'Part matched',
        detail: `${matched} of ${stake}${at}; the rest waits in the queue.`,
      };
    case 'matched':
      return { tone: 'ok', title: 'Matched', detail: `${matched}${at} with ${venue}.` };
    case 'rejected':
      return { tone: 'danger', title: 'Rejected', detail: why };
    case 'cancelled':
      return {
        tone: 'warn',
        title: some ? 'Part matched, rest cancelled' : 'Cancelled',
        detail: `${partly}${why}`,
      };
    case 'lapsed':
      return {
        tone: 'warn',
        title: some ? 'Part matched, rest lapsed' : 'Lapsed',
        detail: `${partly}${why}`,
      };
    case 'unresolved':
      return {
        tone: 'danger',
        title: 'UNRESOLVED',
        detail: `Sent, but ${venue}'s answer is not known. Nothing is sent again; the engine keeps asking ${venue} what became of it, and it shows here and in Bets. Until then the money counts as at risk. ${why}`,
      };
  }
}
