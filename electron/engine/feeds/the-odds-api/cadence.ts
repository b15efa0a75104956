import { isExchangeKey } from './books.ts';
import type { Problem } from './error-table.ts';

const MINUTE_MS = 60_000;

/** How often the API itself gets new prices: asking more often spends credits on the same answer. */
const UPSTREAM = {
  featured: { prematchMs: 60_000, inPlayMs: 40_000 },
  exchanges: { prematchMs: 30_000, inPlayMs: 20_000 },
  additional: { prematchMs: 60_000, inPlayMs: 60_000 },
} as const;

/** Of requests that cost nothing and whose answers hardly change, and of scores. */
export const INTERVALS = {
  sportsMs: 60 * MINUTE_MS,
  /** While no credits are left: its headers tell when there are some again. */
  sportsWhenBrokeMs: 10 * MINUTE_MS,
  eventsMs: 30 * MINUTE_MS,
  scoresMs: MINUTE_MS,
} as const;

export type Asked = {
  readonly regions: readonly string[];
  readonly bookmakers: readonly string[];
  readonly markets: readonly string[];
};

/** True when only exchange prices can come back; named bookmakers win over regions. */
function onlyExchanges({ regions, bookmakers, markets }: Asked): boolean {
  if (markets.length > 0 && markets.every((market) => market.endsWith('_lay'))) return true;
  if (bookmakers.length > 0) return bookmakers.every(isExchangeKey);
  return regions.length > 0 && regions.every((region) => region === 'us_ex');
}

/** Milliseconds below which a sport's odds are the same again. */
export function oddsFloorMs(asked: Asked, inPlay: boolean): number {
  const { prematchMs, inPlayMs } = onlyExchanges(asked) ? UPSTREAM.exchanges : UPSTREAM.featured;
  return inPlay ? inPlayMs : prematchMs;
}
/** Of additional markets the refresh is the same before and in play. */
export const ADDITIONAL_FLOOR_MS = UPSTREAM.additional.prematchMs;

/** What markets are multiplied with: regions; ten named bookmakers count as one. */
export const regionsCharged = ({ regions, bookmakers }: Pick<Asked, 'regions' | 'bookmakers'>): number =>
  bookmakers.length > 0 ? Math.ceil(bookmakers.length / 10) : regions.length;

/** Credits of one /odds request, and at most of one for an event: markets times regions. */
export const oddsCost = (asked: Asked): number => asked.markets.length * regionsCharged(asked);

/** With `daysFrom`; without it ended events are not told. */
export const SCORES_COST = 2;

const SOON_MS = 2_000;
const FIRST_BACKOFF_MS = 2_000;
const LONGEST_BACKOFF_MS = 300_000;

/**
 * How long to wait after the `failures`-th failure in a row (from 1). `soon` waits 2 s to 3 s; `backoff` doubles from
 * 2 s to 5 min and takes a random point of its upper half, so that clients do not return in step.
 * `null`: not before something else happens. `random` is in [0, 1).
 */
export function retryDelayMs(problem: Problem, failures: number, random: () => number): number | null {
  switch (problem.retry) {
    case 'soon':
      return Math.max(SOON_MS, problem.retryAfterMs ?? 0) + Math.floor(random() * 1_000);
    case 'backoff': {
      const ceiling = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(failures - 1, 20));
      return Math.max(problem.retryAfterMs ?? 0, Math.floor(ceiling * (0.5 + random() / 2)));
    }
    case 'skip-request':
    case 'until-renewal':
    case 'until-told':
      return null;
  }
}
