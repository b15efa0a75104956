import type { Control } from './control.ts';
import { fail, pass } from './control.ts';

/** Orders of one mode never reach the broker of another, and real money never a book in another currency. */
export const mode: Control = {
  name: 'mode',
  check({ mode: wanted, brokerMode, marketOver, currency, book }) {
    if (marketOver) {
      return fail(
        'The file has been replayed to its end, so nothing would match this order: go back in the replay, or open another.',
      );
    }
    if (wanted !== brokerMode) {
      return fail(`Orders are in ${wanted} mode and the broker in ${brokerMode}: restart in one mode.`);
    }
    if (wanted === 'live' && book.currency !== currency) {
      return fail(
        `${book.name} takes ${book.currency} and the bankroll is in ${currency}: use a book in ${currency}.`,
      );
    }
    return pass(`${wanted} order to a ${brokerMode} broker.`);
  },
};
