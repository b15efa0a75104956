import type { Probability } from '../units.ts';

/**
 * What is assumed before a source was watched: one change in twenty minutes of a price's time. It weighs as much as those
 * twenty minutes, and fades as real changes are counted.
 */
const PRIOR_CHANGES = 1;
const PRIOR_MS = 20 * 60_000;
/** What was seen so long ago counts half. */
const HALF_LIFE_MS = 15 * 60_000;

/** How often a source's prices change. Exposure is a price's time: ten prices watched for a minute are ten minutes. */
export type ChangeRate = {
  /** Adds what was seen in `elapsedMs`: how many prices were in view, and how many changed. */
  observe(prices: number, changes: number, elapsedMs: number): void;
  /** Changes per price and millisecond; never zero. */
  perMs(): number;
  /** Whether anything was seen yet. */
  known(): boolean;
};

/** The posterior mean of a Poisson rate under a gamma prior, over an exponentially fading window. */
export function createChangeRate(): ChangeRate {
  let changes = 0;
  let exposure = 0;
  return {
    observe(prices, changed, elapsedMs) {
      const keep = 0.5 ** (elapsedMs / HALF_LIFE_MS);
      changes = changes * keep + changed;
      exposure = exposure * keep + prices * elapsedMs;
    },
    perMs: () => (PRIOR_CHANGES + changes) / (PRIOR_MS + exposure),
    known: () => exposure > 0,
  };
}

/** The chance that a price last heard `ageMs` ago still stands, where changes come at `perMs`: exp(-rate x age). */
export const standingChance = (ageMs: number, perMs: number): Probability =>
  Math.exp(-perMs * Math.max(0, ageMs)) as Probability;
