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
  /** Bits of both sides' words; events without a common bit have no name in common. */
  readonly signature: readonly [number, number];
};

const WINDOW_MS = 36 * 3_600_000;
/** Events further apart than this are never compared. */
export const COMPARED_WITHIN_MS = WINDOW_MS + 24 * 3_600_000;

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

function signatureOf(teams: readonly Team[]): readonly [number, number] {
  let low = 0;
  let high = 0;
  const add = (word: string) => {
    const bit = bitOf(word);
    if (bit < 32) low |= 1 << bit;
    else high |= 1 << (bit - 32);
  };
  for (const { words, franchises, club, acronym, player } of teams) {
    if (player) for (const word of player.words) add(word);
    // A franchise or known club has one bit of its own, whatever it is called here.
    for (const id of franchises) add(id.slice(-2));
    if (club !== undefined) for (const word of club.split(' ')) add(word);
    for (const word of words) add(word);
    if (acronym.length > 2) add(acronym);
  }
  return [low, high];
}

/** Reads an event once, so that it can be compared with many. */
export function readEvent(names: EventNames, taught: TaughtNames = nothingTaught): ReadEvent {
  const group = sportGroup(names.sport);
  const competition = competitionOf(names.sport, names.competition);
  const squads = isIndividual(group)
    ? []
    : squadOfCompetition(`${names.sport.replaceAll('_', ' ')} ${names.competition}`);
  const home = readTeam(names.home, group, competition.keys, squads, taught);
  const away = readTeam(names.away, group, competition.keys, squads, taught);
  return { names, group, competition, home, away, signature: signatureOf([home, away]) };
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
  return (0.35 * strong + 0.65 * weak) * (0.4 + 0.6 * start) * (0.75 + 0.25 * competition);
}

/**
 * Compares two events of one sport; `undefined` where they can't be one: other sports, days apart, no name in common.
 * Symmetric but for the sides' order. A pair the other way round scores a twentieth less where a sport has a home side.
 */
export function compareEvents(one: ReadEvent, two: ReadEvent): Comparison | undefined {
  if (one.group !== two.group) return undefined;
  if ((one.signature[0] & two.signature[0]) === 0 && (one.signature[1] & two.signature[1]) === 0)
    return undefined;
  const start = startLikeness(one, two);
  if (start === 0) return undefined;
  const competition = competitionLikeness(one.competition, two.competition);
  const home = teamLikeness(one.home, two.home);
  const away = teamLikeness(one.away, two.away);
  const straight = scoreOf(home, away, start, competition);
  // Both sides as they stand: the other way round can't be better.
  if (home.value === 1 && away.value === 1)
    return { score: straight, swapped: false, home, away, start, competition };
  const homeAway = teamLikeness(one.home, two.away);
  const awayHome = teamLikeness(one.away, two.home);
  const crossed = scoreOf(homeAway, awayHome, start, competition) * (isIndividual(one.group) ? 1 : 0.95);
  if (crossed > straight)
    return { score: crossed, swapped: true, home: homeAway, away: awayHome, start, competition };
  return straight === 0 ? undefined : { score: straight, swapped: false, home, away, start, competition };
}

/** Whether a pair may be matched without asking, provided that no other pair comes near. */
export const isCertain = ({ score }: Comparison): boolean => score >= AUTOMATIC_SCORE - 1e-9;
