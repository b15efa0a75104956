import type { BookProfile } from './books.ts';
import type { World } from './calendar.ts';
import type { Fixture } from './fixture.ts';
import { remainingExpectancy, scoreAt } from './fixture.ts';
import { DRAW, hashOf, normal } from './hashed-random.ts';
import { expectancyAt } from './information.ts';
import { MINUTE, SECOND } from './match-clock.ts';
import type { ScoreGrid } from './score-grid.ts';
import { scoreGrid } from './score-grid.ts';

/** A number of a book that stays, to tell books' draws apart. */
export const bookHash = (profile: BookProfile): number => {
  let hash = 0;
  for (const letter of profile.book.id) hash = hashOf(hash, letter.charCodeAt(0));
  return hash;
};

const MOOD = 20 * MINUTE;
/** Whoever takes bets in play pays for a fast feed. */
const MOST_LAG_IN_PLAY = 6 * SECOND;

/** Standing disagreement plus a smaller one that changes every twenty minutes, in log goals. */
function disagreement(world: World, profile: BookProfile, key: number, fixture: Fixture, at: number): number {
  const hash = hashOf(world.seed ^ key, DRAW.opinion, fixture.index);
  const mood = normal(hashOf(hash, Math.floor(at / MOOD)));
  return profile.opinion * (normal(hash) + 0.3 * mood);
}

/** The last moment at which the book looked at what it knows, so that a price stands between two looks. */
function reviewedAt(profile: BookProfile, key: number, kickOff: number, at: number): number {
  const phase = (key >>> 0) % profile.reviewMs;
  const known = at - (at < kickOff ? profile.lagMs : Math.min(profile.lagMs, MOST_LAG_IN_PLAY));
  return Math.floor((known - phase) / profile.reviewMs) * profile.reviewMs + phase;
}

/**
 * The match as a book prices it at `at`: strengths and time late by its lag, and as it misjudges them. The score is
 * never late, because no book opens after a goal before it has the new one.
 */
export function opinionAt(
  world: World,
  profile: BookProfile,
  key: number,
  fixture: Fixture,
  at: number,
): ScoreGrid {
  const seenAt = reviewedAt(profile, key, fixture.clock.kickOff, at);
  const full = expectancyAt(world, fixture, seenAt);
  const ratio = disagreement(world, profile, key, fixture, seenAt);
  const total = 0.6 * disagreement(world, profile, ~key, fixture, seenAt);
  const score = scoreAt(fixture, at);
  const rest = remainingExpectancy(
    fixture,
    { home: full.home * Math.exp(total + ratio), away: full.away * Math.exp(total - ratio) },
    seenAt,
  );
  return scoreGrid({
    homeGoals: score.home,
    awayGoals: score.away,
    homeExpectancy: rest.home,
    awayExpectancy: rest.away,
  });
}
