import type { World } from './calendar.ts';
import { DRAW, hashOf, normal } from './hashed-random.ts';
import type { MatchClock } from './match-clock.ts';

/** A sharp move of the market's opinion, in log goal ratio; positive towards home. */
export type Steam = { readonly at: number; readonly size: number };

/** What the path of a fixture's expectancies depends on. */
export type Informed = {
  readonly index: number;
  readonly appearsAt: number;
  readonly clock: MatchClock;
  readonly opening: { readonly home: number; readonly away: number };
  readonly steam: readonly Steam[];
};

/** Standard deviations, between appearing and kick-off, of the log goal ratio's and log goal total's wander. */
const SUPREMACY_WANDER = 0.07;
const TOTAL_WANDER = 0.035;
const LEVELS = 12;
const STEPS = 2 ** LEVELS;

/**
 * Standard Brownian motion at `step` of STEPS, by Lévy's midpoint construction on hashes: any point costs LEVELS
 * draws and all points belong to one path. (Karatzas & Shreve, section 2.3.)
 */
function brownian(hash: number, step: number): number {
  if (step <= 0) return 0;
  let low = 0;
  let high = STEPS;
  let atLow = 0;
  let atHigh = normal(hashOf(hash, 0));
  while (step !== high) {
    const middle = (low + high) / 2;
    const spread = Math.sqrt((high - low) / 4 / STEPS);
    const atMiddle = (atLow + atHigh) / 2 + spread * normal(hashOf(hash, middle, high - low));
    if (step <= middle) [high, atHigh] = [middle, atMiddle];
    else [low, atLow] = [middle, atMiddle];
  }
  return atHigh;
}

/** Information arrives faster towards the start: variance runs with the square root of the time that is left. */
function informationStep(fixture: Informed, at: number): number {
  const lead = fixture.clock.kickOff - fixture.appearsAt;
  const left = Math.min(lead, Math.max(0, fixture.clock.kickOff - at));
  return Math.floor((1 - Math.sqrt(left / lead)) * STEPS);
}

/**
 * Full-match goal expectancies as the best informed see them at `at`. Each is a martingale (the exponent carries
 * minus half its variance, each two-sided jump its 1/cosh), so prices drift nowhere on average.
 */
export function expectancyAt(world: World, fixture: Informed, at: number): { home: number; away: number } {
  const step = informationStep(fixture, at);
  const ratio = SUPREMACY_WANDER * brownian(hashOf(world.seed, DRAW.supremacy, fixture.index), step);
  const total = TOTAL_WANDER * brownian(hashOf(world.seed, DRAW.goalTotal, fixture.index), step);
  let jump = 0;
  let compensation = (-(SUPREMACY_WANDER ** 2 + TOTAL_WANDER ** 2) / 2) * (step / STEPS);
  for (const move of fixture.steam) {
    if (move.at > at) continue;
    jump += move.size;
    compensation -= Math.log(Math.cosh(move.size));
  }
  return {
    home: fixture.opening.home * Math.exp(total + ratio + jump + compensation),
    away: fixture.opening.away * Math.exp(total - ratio - jump + compensation),
  };
}
