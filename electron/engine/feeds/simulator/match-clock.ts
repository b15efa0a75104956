import { between, DRAW, hashOf } from './hashed-random.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Epoch milliseconds of a match's turning points. */
export type MatchClock = {
  readonly kickOff: number;
  readonly halfTime: number;
  readonly restart: number;
  readonly fullTime: number;
};

/** Share of a match's goals that fall before half time; second halves see more, as in real leagues. */
const FIRST_HALF_SHARE = 0.45;

const stoppage = (seed: number, index: number, half: 1 | 2): number =>
  Math.round(between(hashOf(seed, DRAW.stoppage, index, half), half === 1 ? 1 : 2, half === 1 ? 4 : 7) * 60) *
  SECOND;

/** Kick-off to final whistle, with half time and both stoppage times: 108 to 116 minutes. */
export const matchLength = (seed: number, index: number): number =>
  105 * MINUTE + stoppage(seed, index, 1) + stoppage(seed, index, 2);

export function matchClock(seed: number, index: number, kickOff: number): MatchClock {
  const halfTime = kickOff + 45 * MINUTE + stoppage(seed, index, 1);
  const restart = halfTime + 15 * MINUTE;
  return { kickOff, halfTime, restart, fullTime: restart + 45 * MINUTE + stoppage(seed, index, 2) };
}

/** Share of the match's goal expectancy that lies before `at`, 0 to 1; stands still at half time. */
export function playedShare(clock: MatchClock, at: number): number {
  if (at <= clock.kickOff) return 0;
  if (at >= clock.fullTime) return 1;
  if (at < clock.halfTime)
    return (FIRST_HALF_SHARE * (at - clock.kickOff)) / (clock.halfTime - clock.kickOff);
  if (at < clock.restart) return FIRST_HALF_SHARE;
  return (
    FIRST_HALF_SHARE + ((1 - FIRST_HALF_SHARE) * (at - clock.restart)) / (clock.fullTime - clock.restart)
  );
}

/** The moment at which `share` of the goal expectancy is used up, in whole milliseconds; share in [0, 1). */
export function timeAtShare(clock: MatchClock, share: number): number {
  const first = share < FIRST_HALF_SHARE;
  const [from, to] = first ? [clock.kickOff, clock.halfTime] : [clock.restart, clock.fullTime];
  const within = first ? share / FIRST_HALF_SHARE : (share - FIRST_HALF_SHARE) / (1 - FIRST_HALF_SHARE);
  return from + Math.floor(within * (to - from));
}
