import type { EpochMs } from '../units.ts';
import { type Competition, competitionLikeness, competitionOf, sportGroup } from './competitions.ts';
import { squadOfCompetition } from './squad.ts';
import {
  isIndividual,
  type Likeness,
  nothingTaught,
  readTeam,
  type TaughtNames,
  type Team,
  teamLikeness,
  tellingOf,
} from './team.ts';

/** An event as a source tells it, or a fixture of a results file. */
export type EventNames = {
  /** A sport key (`soccer_epl`), or the sport alone (`soccer`). */
  readonly sport: string;
  readonly competition: string;
  readonly home: string;
  readonly away: string;
  readonly startsAt: EpochMs;
  /** Only the day is known: `startsAt` is its midnight. */
  readonly dayOnly?: boolean;
};

/** An event read for comparing. */
export type ReadEvent = {
  readonly names: EventNames;
  readonly group: string;
  readonly competition: Competition;
  readonly home: Team;
  readonly away: Team;
  readonly homeSignature: Signature;
  readonly awaySignature: Signature;
};

/** Bits of a name's words; names without a common bit have nothing in common. */
type Signature = readonly [low: number, high: number];

const WINDOW_MS = 36 * 3_600_000;

/** From this score on, with the margin, a pair is matched without asking. */
export const AUTOMATIC_SCORE = 0.9;
/** A pair that scores this much is shown to the user. */
export const DOUBTFUL_SCORE = 0.55;
/** How far the next best pair of either event must be behind. */
export const CLEAR_MARGIN = 0.15;

/** Two letters of a word to one of 64 bits. */
function bitOf(word: string): number {
  return ((word.charCodeAt(0) || 0) * 31 + (word.charCodeAt(1) || 0) * 7) & 63;
}

function signatureOf({ words, franchises, club, acronym, player }: Team): Signature {
  let low = 0;
  let high = 0;
  const add = (word: string) => {
    const bit = bitOf(word);
    if (bit < 32) low |= 1 << bit;
    else high |= 1 << (bit - 32);
  };
  // A franchise or known club has a bit of its own, whatever it is called here.
  for (const id of franchises) add(id.slice(-2));
  if (club !== undefined) for (const word of tellingOf(club.split(' '))) add(word);
  for (const word of player ? player.words : tellingOf(words)) add(word);
  if (acronym.length > 2) add(acronym);
  return [low, high];
}

const meet = (one: Signature, two: Signature): boolean => (one[0] & two[0]) !== 0 || (one[1] & two[1]) !== 0;

/** Reads an event once, so that it can be compared with many. */
export function readEvent(names: EventNames, taught: TaughtNames = nothingTaught): ReadEvent {
  const group = sportGroup(names.sport);
  const competition = competitionOf(names.sport, names.competition);
  const squads = isIndividual(group)
    ? []
    : squadOfCompetition(`${names.sport.replaceAll('_', ' ')} ${names.competition}`);
  const home = readTeam(names.home, group, competition.keys, squads, taught);
  const away = readTeam(names.away, group, competition.keys, squads, taught);
  const [homeSignature, awaySignature] = [signatureOf(home), signatureOf(away)];
  return { names, group, competition, home, away, homeSignature, awaySignature };
}

const MINUTE = 60_000;
type Step = readonly [withinMs: number, likeness: number];
const TEAM_STEPS: readonly Step[] = [
  [5 * MINUTE, 1],
  [20 * MINUTE, 0.97],
  [65 * MINUTE, 0.85],
  [180 * MINUTE, 0.5],
  [WINDOW_MS, 0.15],
];
/** Matches of players follow each other on a court: sources give the session, a guess, or when it began. */
const PLAYER_STEPS: readonly Step[] = [
  [10 * MINUTE, 1],
  [180 * MINUTE, 0.95],
  [720 * MINUTE, 0.85],
  [WINDOW_MS, 0.7],
];

/** The most a pair can score by its start and competition. */
const withoutNames = (start: number, competition: number): number =>
  (0.4 + 0.6 * start) * (0.75 + 0.25 * competition);

/** How far from an event's start another may start that scores `least` with it. */
export function reachOf(
  { group, names }: ReadEvent,
  least: number,
  dayOnly = names.dayOnly === true,
): number {
  if (dayOnly) return WINDOW_MS + 24 * 3_600_000;
  let reach = 0;
  for (const [withinMs, likeness] of isIndividual(group) ? PLAYER_STEPS : TEAM_STEPS)
    if (withoutNames(likeness, 1) >= least) reach = withinMs;
  return reach;
}

/** How well two starts agree. A day alone agrees with starts of that day, and nearly with those of nights around it. */
function startLikeness(one: ReadEvent, two: ReadEvent): number {
  const apart = two.names.startsAt - one.names.startsAt;
  if (one.names.dayOnly === true && two.names.dayOnly === true) return apart === 0 ? 0.95 : 0;
  if (one.names.dayOnly === true || two.names.dayOnly === true) {
    const intoDay = (one.names.dayOnly === true ? apart : -apart) / 3_600_000;
    if (intoDay >= 0 && intoDay < 24) return 0.95;
    return intoDay >= -14 && intoDay < 38 ? 0.85 : 0;
  }
  const steps = isIndividual(one.group) ? PLAYER_STEPS : TEAM_STEPS;
  for (const [withinMs, likeness] of steps) if (Math.abs(apart) <= withinMs) return likeness;
  return 0;
}

/** A pair of events: how alike, which way round, and each part. */
export type Comparison = {
  /** 0 to 1. */
  readonly score: number;
  /** Home of one is away of the other. */
  readonly swapped: boolean;
  /** Of the first event's home with its counterpart, and of its away. */
  readonly home: Likeness;
  readonly away: Likeness;
  readonly start: number;
  readonly competition: number;
};

/**
 * One club plays one match at a time: where one side, the start and the competition are the same, the other side is too,
 * unless it is known to be another. `weaker` alone says less than that; 0.5 of it is a name cut short.
 */
const lifted = (weaker: number): number => (weaker >= 0.5 ? 0.9 + 0.2 * (weaker - 0.5) : 0.5 + 0.8 * weaker);

function scoreOf(home: Likeness, away: Likeness, start: number, competition: number): number {
  const strong = Math.max(home.value, away.value);
  let weak = Math.min(home.value, away.value);
  const anchored = strong === 1 && start === 1 && competition === 1;
  if (home.other || away.other) weak = 0;
  else if (anchored) weak = lifted(weak);
  return (0.35 * strong + 0.65 * weak) * withoutNames(start, competition);
}

/**
 * Compares two events of one sport; `undefined` where they can't be one (other sports, days apart, no name in common) or
 * score below `least`. Symmetric but for the sides' order. A pair the other way round scores a twentieth less where a sport
 * has a home side.
 */
export function compareEvents(one: ReadEvent, two: ReadEvent, least = 0): Comparison | undefined {
  if (one.group !== two.group) return undefined;
  const straightMeets =
    meet(one.homeSignature, two.homeSignature) || meet(one.awaySignature, two.awaySignature);
  const crossedMeets =
    meet(one.homeSignature, two.awaySignature) || meet(one.awaySignature, two.homeSignature);
  if (!straightMeets && !crossedMeets) return undefined;
  const start = startLikeness(one, two);
  if (start === 0 || withoutNames(start, 1) < least) return undefined;
  const competition = competitionLikeness(one.competition, two.competition);
  if (withoutNames(start, competition) < least) return undefined;
  let best: Comparison | undefined;
  if (straightMeets) {
    const home = teamLikeness(one.home, two.home);
    const away = teamLikeness(one.away, two.away);
    const score = scoreOf(home, away, start, competition);
    best = { score, swapped: false, home, away, start, competition };
  }
  // Where both sides are as they stand, the other way round can't be better.
  if (crossedMeets && !(best?.home.value === 1 && best.away.value === 1)) {
    const home = teamLikeness(one.home, two.away);
    const away = teamLikeness(one.away, two.home);
    const score = scoreOf(home, away, start, competition) * (isIndividual(one.group) ? 1 : 0.95);
    if (score > (best?.score ?? 0)) best = { score, swapped: true, home, away, start, competition };
  }
  return best && best.score > 0 && best.score >= least ? best : undefined;
}

/** Whether a pair may be matched without asking, provided that no other pair comes near. */
export const isCertain = ({ score }: Comparison): boolean => score >= AUTOMATIC_SCORE - 1e-9;
