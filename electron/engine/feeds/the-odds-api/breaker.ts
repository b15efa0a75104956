import type { EpochMs } from '../../../../shared/domain/units.ts';

/**
 * Keeps from asking a server that fails again and again. `closed`: all goes; `open`: nothing is asked before `until`;
 * `half-open`: one trial is under way, and its end decides.
 */
export type Breaker =
  | { readonly state: 'closed'; readonly failures: number; readonly openings: number }
  | { readonly state: 'open'; readonly until: EpochMs; readonly openings: number }
  | { readonly state: 'half-open'; readonly openings: number };

export const CLOSED: Breaker = { state: 'closed', failures: 0, openings: 0 };

/** Failures in a row, of whichever requests. */
const FAILURES_TO_OPEN = 5;
const FIRST_OPEN_MS = 30_000;
const LONGEST_OPEN_MS = 600_000;

/** `random` in [0, 1) takes a point of the upper half, so that clients do not return in step. */
function opened(openings: number, now: EpochMs, random: number): Breaker {
  const ceiling = Math.min(LONGEST_OPEN_MS, FIRST_OPEN_MS * 2 ** Math.min(openings, 10));
  const until = (now + Math.floor(ceiling * (0.5 + random / 2))) as EpochMs;
  return { state: 'open', until, openings: openings + 1 };
}

/** How many requests may begin now. */
export function admits(breaker: Breaker, now: EpochMs): 'all' | 'trial' | 'none' {
  switch (breaker.state) {
    case 'closed':
      return 'all';
    case 'open':
      return breaker.until <= now ? 'trial' : 'none';
    case 'half-open':
      return 'none';
  }
}

/** A trial begins. */
export const trying = ({ openings }: Breaker): Breaker => ({ state: 'half-open', openings });

export function failed(breaker: Breaker, now: EpochMs, random: number): Breaker {
  switch (breaker.state) {
    case 'closed': {
      const failures = breaker.failures + 1;
      return failures >= FAILURES_TO_OPEN ? opened(breaker.openings, now, random) : { ...breaker, failures };
    }
    case 'half-open':
      return opened(breaker.openings, now, random);
    // Of a request that was under way when it opened: the wait stands.
    case 'open':
      return breaker;
  }
}

/**
 * A request worked. `metered`: one that costs credits, which clears the slate; a free one may work while the others
 * fail, so the next opening is still longer.
 */
export function worked(breaker: Breaker, metered: boolean): Breaker {
  if (breaker.state === 'open') return breaker;
  if (metered) return CLOSED;
  return breaker.state === 'half-open'
    ? { state: 'closed', failures: 0, openings: breaker.openings }
    : breaker;
}
