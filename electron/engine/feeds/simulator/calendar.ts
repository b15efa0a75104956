import { DRAW, hashOf, pick } from './hashed-random.ts';
import { CLUBS_PER_LEAGUE, LEAGUES } from './leagues.ts';
import { HOUR, MINUTE, matchLength, SECOND } from './match-clock.ts';

/** What the whole practice world is a function of. `startedAt` is the world's first moment, epoch milliseconds. */
export type World = { readonly seed: number; readonly startedAt: number };

/** Who plays whom, when, and from when on it can be bet on. */
export type Slot = {
  readonly index: number;
  readonly league: number;
  readonly homeClub: number;
  readonly awayClub: number;
  readonly kickOff: number;
  readonly appearsAt: number;
};

const PER_LEAGUE = CLUBS_PER_LEAGUE / 2;
const PER_MATCHDAY = PER_LEAGUE * LEAGUES.length;
/** A club's matches are at least four hours apart, because a league keeps to its own two hours of each matchday. */
const LEAGUE_BLOCK = 2 * HOUR;
const MATCHDAY = LEAGUE_BLOCK * LEAGUES.length;
const FIRST_REGULAR_MATCHDAY = 120 * MINUTE;
const LEAD = 3 * HOUR;
const EARLY_LEAD = 36 * HOUR;
/** One fixture in ten is priced up days ahead. */
const EARLY_POSITION = PER_LEAGUE - 1;

/**
 * Kick-offs of matchday 0 in minutes from the world's start, by league: some results in, some matches under way,
 * several about to start. `whistle` is placed so that its full time falls just after the start.
 */
const whistle = 'whistle';
const OPENING: readonly (readonly (number | typeof whistle)[])[] = [
  [-215, -170, -132, whistle, -99, -86, -72, -58, -41, -26],
  [-12, -3, 1.5, 3, 4, 6, 8, 10, 22, 35],
  [15, 28, 45, 50, 60, 75, 85, 95, 105, 115],
];
const FIRST_WHISTLE = 75 * SECOND;

const toMinute = (at: number): number => Math.floor(at / MINUTE) * MINUTE;

function openingKickOff(world: World, index: number, league: number, position: number): number {
  const offset = OPENING[league]?.[position] ?? 0;
  if (offset === whistle) return world.startedAt + FIRST_WHISTLE - matchLength(world.seed, index);
  const at = world.startedAt + offset * MINUTE;
  return offset > 10 ? toMinute(at) : at;
}

function regularKickOff(
  world: World,
  index: number,
  matchday: number,
  league: number,
  position: number,
): number {
  const spacing = LEAGUE_BLOCK / PER_LEAGUE;
  const jitter = pick(hashOf(world.seed, DRAW.kickOff, index), spacing / MINUTE) * MINUTE;
  const block = FIRST_REGULAR_MATCHDAY + (matchday - 1) * MATCHDAY + league * LEAGUE_BLOCK;
  return toMinute(world.startedAt + block + position * spacing + jitter);
}

/** A league's clubs in the order they meet on a matchday: 0 hosts 1, 2 hosts 3, ... (Fisher-Yates on hashes.) */
function drawOrder(world: World, matchday: number, league: number): number[] {
  const clubs = Array.from({ length: CLUBS_PER_LEAGUE }, (_, club) => club);
  const hash = hashOf(world.seed, DRAW.pairing, matchday, league);
  for (let last = clubs.length - 1; last > 0; last--) {
    const other = pick(hashOf(hash, last), last + 1);
    const moved = clubs[last] ?? 0;
    clubs[last] = clubs[other] ?? 0;
    clubs[other] = moved;
  }
  return clubs;
}

/** The fixture of an index; indices rise with matchdays, not strictly with kick-off. */
export function slotOf(world: World, index: number): Slot {
  const matchday = Math.floor(index / PER_MATCHDAY);
  const league = Math.floor((index % PER_MATCHDAY) / PER_LEAGUE);
  const position = index % PER_LEAGUE;
  const order = drawOrder(world, matchday, league);
  const kickOff =
    matchday === 0
      ? openingKickOff(world, index, league, position)
      : regularKickOff(world, index, matchday, league, position);
  return {
    index,
    league,
    homeClub: order[position * 2] ?? 0,
    awayClub: order[position * 2 + 1] ?? 0,
    kickOff,
    appearsAt: kickOff - (matchday > 0 && position === EARLY_POSITION ? EARLY_LEAD : LEAD),
  };
}

const matchdayAt = (world: World, at: number): number =>
  Math.floor((at - world.startedAt - FIRST_REGULAR_MATCHDAY) / MATCHDAY) + 1;

/** Slots that kick off at or after `kickOffFrom` and have appeared by `appearedBy`, in order of index. */
export function slotsBetween(world: World, kickOffFrom: number, appearedBy: number): Slot[] {
  const first = Math.max(0, matchdayAt(world, kickOffFrom) - 1);
  const last = Math.max(0, matchdayAt(world, appearedBy + EARLY_LEAD) + 1);
  const slots: Slot[] = [];
  for (let index = first * PER_MATCHDAY; index < (last + 1) * PER_MATCHDAY; index++) {
    const slot = slotOf(world, index);
    if (slot.kickOff >= kickOffFrom && slot.appearsAt <= appearedBy) slots.push(slot);
  }
  return slots;
}
