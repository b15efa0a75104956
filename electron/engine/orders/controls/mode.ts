import type { Control } from './control.ts';
import { fail, pass } from './control.ts';

/** Orders of one mode never reach the broker of another, and real money never a book in another currency. */
export const mode: Control = {
  name: 'mode',
  check({ mode: wanted, brokerMode, currency, book }) {
    if (wanted === 'replay')
      return fail('A replay shows the past: switch to practice or paper to place bets.');
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
