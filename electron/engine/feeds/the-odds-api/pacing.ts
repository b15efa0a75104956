import type { EpochMs } from '../../../../shared/domain/units.ts';

/**
 * What may be spent when. The average rate is what is left over the time that is left; the rate of the moment follows
 * the demand against its average of late, so that a Saturday takes more than a Tuesday at the same price of freshness.
 * Unspent allowance is kept up to a day's worth. None of it can exceed the budget: it only divides what is left.
 */
export type Pace = {
  /** Credits that may go at once. */
  readonly allowance: number;
  /** Demand averaged over about a week, or over all that was observed; `null` before the first. */
  readonly demand: number | null;
  readonly observedMs: number;
  readonly at: EpochMs;
};

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const AVERAGED_MS = 7 * DAY_MS;
/** Of the average rate: the most a busy time may spend. */
export const MOST_OF_AVERAGE = 3;
const LEAST_OF_AVERAGE = 0.25;
/** A longer sleep says nothing about demand. */
const LONGEST_STEP_MS = HOUR_MS;

export const NEW_PACE = (at: EpochMs): Pace => ({ allowance: 0, demand: null, observedMs: 0, at });

export type Means = {
  /** Beyond the reserve and what is under way. */
  readonly spendable: number;
  readonly renewsAt: EpochMs;
  /** Of the dearest wish: the allowance can always grow to it. */
  readonly dearest: number;
};

/** The average rate until the renewal, in credits a millisecond. */
export const averageRate = ({ spendable, renewsAt }: Means, now: EpochMs): number =>
  Math.max(0, spendable) / Math.max(HOUR_MS, renewsAt - now);

/** The rate of the moment. */
export function rateAt(pace: Pace, demand: number, means: Means, now: EpochMs): number {
  const usual = pace.demand ?? demand;
  const share = usual > 0 ? demand / usual : 1;
  return averageRate(means, now) * Math.min(MOST_OF_AVERAGE, Math.max(LEAST_OF_AVERAGE, share));
}

/** The pace moved on to `now`. A new one begins with a day's allowance, for the first look at everything. */
export function movedOn(pace: Pace, demand: number, means: Means, now: EpochMs): Pace {
  const day = averageRate(means, now) * DAY_MS;
  const most = Math.max(day, means.dearest);
  const elapsed = Math.max(0, now - pace.at);
  const step = Math.min(elapsed, LONGEST_STEP_MS);
  const began = pace.demand === null;
  // Nothing to ask for yet is no demand to compare with.
  if (began && demand === 0) return { ...pace, at: now };
  const observedMs = Math.min(AVERAGED_MS, pace.observedMs + step);
  const weight = observedMs > 0 ? step / observedMs : 0;
  const averaged = pace.demand === null ? demand : pace.demand + (demand - pace.demand) * weight;
  const allowance = began ? most : pace.allowance + rateAt(pace, demand, means, now) * elapsed;
  return {
    allowance: Math.min(most, allowance),
    demand: averaged,
    observedMs,
    at: now,
  };
}
