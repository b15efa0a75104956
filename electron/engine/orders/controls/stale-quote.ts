import { resultWords } from '../../../../shared/domain/result.ts';
import type { Control } from './control.ts';
import { fail, pass } from './control.ts';

const ENDED = { ended: 'has ended', postponed: 'is postponed', abandoned: 'was abandoned' } as const;

/** The market is trading, and the price the order was made on is there and fresh. */
export const staleQuote: Control = {
  name: 'stale-quote',
  check({ event, result, market, book, quote, now, maximumAgeMs }) {
    if (event.status !== 'scheduled' && event.status !== 'live') {
      return fail(`The event ${ENDED[event.status]}: choose another.`);
    }
    if (result)
      return fail(
        `Its result is known already (${resultWords(result)}): take that back in Results if it is wrong, or choose another event.`,
      );
    if (market.status === 'closed') return fail('The market is closed: choose another.');
    if (market.status === 'suspended') return fail('The market is suspended: wait until it opens again.');
    if (!quote || quote.levels.length === 0) {
      return fail(`${book.name} offers no price on this selection now: wait for one or choose another book.`);
    }
    const ageMs = Math.max(0, now - quote.receivedAt);
    const age = `${(ageMs / 1000).toFixed(1)} s`;
    return ageMs <= maximumAgeMs
      ? pass(`The price is ${age} old.`)
      : fail(
          `The price is ${age} old and ${(maximumAgeMs / 1000).toFixed(1)} s is allowed: wait for a fresh one.`,
        );
  },
};
