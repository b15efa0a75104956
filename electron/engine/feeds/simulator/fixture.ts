import type { EventId } from '../../../../shared/domain/units.ts';
import type { Slot, World } from './calendar.ts';
import { between, DRAW, exponential, hashOf, normal, pick, uniform } from './hashed-random.ts';
import type { Steam } from './information.ts';
import { expectancyAt } from './information.ts';
import { LEAGUES } from './leagues.ts';
import type { MatchClock } from './match-clock.ts';
import { matchClock, playedShare, SECOND, timeAtShare } from './match-clock.ts';
import type { MatchState } from './score-grid.ts';
import { asianHandicap, scoreGrid } from './score-grid.ts';

export type TeamSide = 'home' | 'away';
/** `revealedAt`: when the markets react, a moment after the ball is in. */
export type Goal = { readonly side: TeamSide; readonly at: number; readonly revealedAt: number };
export type RedCard = { readonly side: TeamSide; readonly at: number; readonly share: number };

/** A match with everything that will happen in it. */
export type Fixture = {
  readonly index: number;
  readonly eventId: EventId;
  readonly competition: string;
  readonly home: string;
  readonly away: string;
  readonly appearsAt: number;
  readonly clock: MatchClock;
  /** Full-match goal expectancies when the fixture appears. */
  readonly opening: { readonly home: number; readonly away: number };
  readonly steam: readonly Steam[];
  readonly redCard: RedCard | null;
  /** In order of `at`. */
  readonly goals: readonly Goal[];
  /** The main Asian handicap line, home's view, a multiple of 0.25. */
  readonly handicap: number;
};

const HOME_GOALS = 1.48;
const AWAY_GOALS = 1.16;
/** Spread of log attack and defence strengths between the clubs of a league. */
const ATTACK_SPREAD = 0.24;
const DEFENCE_SPREAD = 0.18;
const RED_CARD_CHANCE = 0.18;
/** Symmetric about one, so a card that is as likely for either side moves no expectancy beforehand. */
const CARDED = 0.7;
const AGAINST_TEN = 1.3;

const strength = (world: World, draw: number, league: number, club: number, spread: number): number =>
  Math.max(-2, Math.min(2, normal(hashOf(world.seed, draw, league, club)))) * spread;

function openingExpectancies(world: World, slot: Slot): { home: number; away: number } {
  const attack = (club: number) => strength(world, DRAW.attack, slot.league, club, ATTACK_SPREAD);
  const defence = (club: number) => strength(world, DRAW.defence, slot.league, club, DEFENCE_SPREAD);
  return {
    home: HOME_GOALS * Math.exp(attack(slot.homeClub) - defence(slot.awayClub)),
    away: AWAY_GOALS * Math.exp(attack(slot.awayClub) - defence(slot.homeClub)),
  };
}

/** Nought to three sharp moves before the start, more often late. Sizes are in log goal ratio. */
function drawSteam(world: World, slot: Slot): Steam[] {
  const hash = hashOf(world.seed, DRAW.steam, slot.index);
  return Array.from({ length: pick(hash, 4) }, (_, move) => {
    const remaining = (slot.kickOff - slot.appearsAt) * uniform(hashOf(hash, move, 1)) ** 2;
    const size = between(hashOf(hash, move, 2), 0.03, 0.09);
    return {
      at: Math.floor(slot.kickOff - remaining),
      size: uniform(hashOf(hash, move, 3)) < 0.5 ? size : -size,
    };
  });
}

function drawRedCard(world: World, index: number, clock: MatchClock): RedCard | null {
  const hash = hashOf(world.seed, DRAW.redCard, index);
  if (uniform(hash) > RED_CARD_CHANCE) return null;
  const share = between(hashOf(hash, 1), 0.15, 0.98);
  return {
    side: uniform(hashOf(hash, 2)) < 0.5 ? 'home' : 'away',
    share,
    at: timeAtShare(clock, share),
  };
}

/** Factor on a side's goal rate while `card` is out. */
const cardFactor = (card: RedCard | null, side: TeamSide): number => {
  if (card === null) return 1;
  return card.side === side ? CARDED : AGAINST_TEN;
};

/** Goal times of one side: a Poisson process in played share, by inverting the cumulated rate. */
function drawGoals(
  world: World,
  index: number,
  clock: MatchClock,
  side: TeamSide,
  expectancy: number,
  card: RedCard | null,
): Goal[] {
  const goals: Goal[] = [];
  const draw = side === 'home' ? DRAW.homeGoal : DRAW.awayGoal;
  const even = card?.share ?? 1;
  let used = 0;
  for (let goal = 0; ; goal++) {
    used += exponential(hashOf(world.seed, draw, index, goal)) / expectancy;
    const share = used <= even ? used : even + (used - even) / cardFactor(card, side);
    if (share >= 1) return goals;
    const at = timeAtShare(clock, share);
    const delay = between(hashOf(world.seed, DRAW.reveal, index * 2 + (side === 'home' ? 0 : 1), goal), 1, 4);
    goals.push({ side, at, revealedAt: at + Math.round(delay * SECOND) });
  }
}

/** The quarter line nearest to an even chance. */
function mainHandicap(opening: { home: number; away: number }): number {
  const grid = scoreGrid({
    homeGoals: 0,
    awayGoals: 0,
    homeExpectancy: opening.home,
    awayExpectancy: opening.away,
  });
  let best = 0;
  let distance = 1;
  for (let line = -3; line <= 3; line += 0.25) {
    const off = Math.abs(asianHandicap(grid, line)[0] - 0.5);
    if (off < distance) [best, distance] = [line, off];
  }
  return best;
}

export function drawFixture(world: World, slot: Slot): Fixture {
  const { index, appearsAt } = slot;
  const clock = matchClock(world.seed, index, slot.kickOff);
  const opening = openingExpectancies(world, slot);
  const steam = drawSteam(world, slot);
  const closing = expectancyAt(world, { index, appearsAt, clock, opening, steam }, clock.kickOff);
  const redCard = drawRedCard(world, index, clock);
  const goals = [
    ...drawGoals(world, index, clock, 'home', closing.home, redCard),
    ...drawGoals(world, index, clock, 'away', closing.away, redCard),
  ].sort((a, b) => a.revealedAt - b.revealedAt);
  const league = LEAGUES[slot.league];
  return {
    index,
    eventId: `simulator:e${index}` as EventId,
    competition: league?.name ?? '',
    home: league?.clubs[slot.homeClub] ?? '',
    away: league?.clubs[slot.awayClub] ?? '',
    appearsAt,
    clock,
    opening,
    steam,
    redCard,
    goals,
    handicap: mainHandicap(opening),
  };
}

/** Goals the world knows of at `at`. */
export function scoreAt(fixture: Fixture, at: number): { home: number; away: number } {
  let home = 0;
  let away = 0;
  for (const goal of fixture.goals) {
    if (goal.revealedAt > at) continue;
    if (goal.side === 'home') home++;
    else away++;
  }
  return { home, away };
}

/** Goals each side is still expected to score at `at`, from full-match expectancies. */
export function remainingExpectancy(
  fixture: Fixture,
  full: { readonly home: number; readonly away: number },
  at: number,
): { home: number; away: number } {
  const left = 1 - playedShare(fixture.clock, at);
  const card = fixture.redCard !== null && at >= fixture.redCard.at ? fixture.redCard : null;
  return {
    home: full.home * left * cardFactor(card, 'home'),
    away: full.away * left * cardFactor(card, 'away'),
  };
}

/** What an observer without error knows at `at`: the probabilities it gives are the drawn ones. */
export function trueState(world: World, fixture: Fixture, at: number): MatchState {
  const score = scoreAt(fixture, at);
  const rest = remainingExpectancy(fixture, expectancyAt(world, fixture, at), at);
  return {
    homeGoals: score.home,
    awayGoals: score.away,
    homeExpectancy: rest.home,
    awayExpectancy: rest.away,
  };
}
