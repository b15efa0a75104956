import type { Control } from './control.ts';
import { fail, pass } from './control.ts';

const WHAT = { suspended: 'has suspended this market', unreliable: "can't be relied on now" } as const;

/** The book itself takes bets on the market, and what it says there can be relied on. */
export const bookStanding: Control = {
  name: 'book-standing',
  check({ book, standing }) {
    if (standing.state === 'open') return pass(`${book.name} has this market open.`);
    const why = standing.reason === '' ? '' : ` (${standing.reason})`;
    return fail(`${book.name} ${WHAT[standing.state]}${why}: wait until it is back or choose another book.`);
  },
};
