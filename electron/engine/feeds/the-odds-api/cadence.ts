import { isExchangeKey } from './books.ts';
import type { Problem } from './error-table.ts';

/** Milliseconds between the end of one request and the next of its kind. */
export type Cadence = {
  /** While no event of the sport is under way. */
  readonly prematchMs: number;
  readonly inPlayMs: number;
  readonly scoresMs: number;
  /** The list of sports costs nothing and hardly changes. */
  readonly sportsMs: number;
};

/** How often the API itself gets new prices: asking more often spends credits on the same answer. */
const UPSTREAM = {
  featured: { prematchMs: 60_000, inPlayMs: 40_000 },
  exchanges: { prematchMs: 30_000, inPlayMs: 20_000 },
} as const;
const SCORES_FLOOR_MS = 30_000;
const SPORTS_FLOOR_MS = 600_000;

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

/** The wished cadence, held to what the upstream refresh makes worth asking. Wishes that are no numbers count as none. */
export function holdCadence(wished: Partial<Cadence>, asked: Asked): Cadence {
  const floors = onlyExchanges(asked) ? UPSTREAM.exchanges : UPSTREAM.featured;
  const hold = (wish: number | undefined, floor: number, usual = floor) =>
    Math.max(floor, wish !== undefined && Number.isFinite(wish) ? wish : usual);
  return {
    prematchMs: hold(wished.prematchMs, floors.prematchMs),
    inPlayMs: hold(wished.inPlayMs, floors.inPlayMs),
    scoresMs: hold(wished.scoresMs, SCORES_FLOOR_MS, 60_000),
    sportsMs: hold(wished.sportsMs, SPORTS_FLOOR_MS, 3_600_000),
  };
}

/** Credits of one /odds request: markets times regions; ten named bookmakers count as a region. */
export function oddsCost({ regions, bookmakers, markets }: Asked): number {
  return markets.length * (bookmakers.length > 0 ? Math.ceil(bookmakers.length / 10) : regions.length);
}

const HOUR_MS = 3_600_000;
/** Credits that last longer than this need no remark. */
const OUTLOOK_HOURS = 24;

/** A sentence when `remaining` credits will be gone within a day at `costPerHour`; empty otherwise. */
export function creditOutlook(remaining: number, costPerHour: number): string {
  const hours = remaining / costPerHour;
  if (!(hours < OUTLOOK_HOURS)) return '';
  const lasting = hours < 1 ? 'less than an hour' : `about ${Math.floor(hours)} h`;
  return `At this pace the ${remaining} credits left last ${lasting}: choose fewer sports, regions or markets, or a slower cadence.`;
}

/** Requests of `cost` every `intervalMs`, in credits an hour. */
export const costPerHour = (cost: number, intervalMs: number): number => (cost * HOUR_MS) / intervalMs;

const SOON_MS = 2_000;
const FIRST_BACKOFF_MS = 2_000;
const LONGEST_BACKOFF_MS = 300_000;

/**
 * How long to wait after the `failures`-th failure in a row (from 1). `soon` waits 2 s to 3 s; `backoff` doubles from
 * 2 s to 5 min and takes a random point of its upper half, so that clients do not return in step.
 * `null`: not before the source is told. `random` is in [0, 1).
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
    case 'until-told':
      return null;
  }
}
