import type { EventStatus } from '../../../../shared/domain/catalogue.ts';

/**
 * What keeping prices fresh is worth, per millisecond of their age: 1 for an event about to start without an edge. Only
 * ratios matter. All of it rises with the edge and with the closeness of the start.
 */
export type Occasion = {
  /** The best EV of a quote on it; 0 where none is worth taking. */
  readonly edge: number;
  /** Until the start, negative once it is under way. */
  readonly toStartMs: number;
  readonly status: EventStatus;
  readonly sport: string;
  /** The API still lists it, however long ago it began: a delay, a cricket match of five days. */
  readonly listed?: boolean;
};

const HOUR_MS = 3_600_000;
/** An event this far from its start is worth half of one that begins. */
const HALF_WORTH_MS = 6 * HOUR_MS;
/** More than this is an error of a price rather than an edge. */
const FULL_EDGE = 0.1;
/** How many events without an edge one with a full edge outweighs. */
const EDGE_WEIGHT = 20;
/** Extra time, delays: beyond this an event that nobody has called ended no longer is in play. */
const OVERRUN_MS = HOUR_MS;

/** Of an event that should be over but is still listed. */
const LINGERING_WORTH = 0.05;

/** From start to end as a rule, by the first part of the sport key; breaks included. */
const DURATIONS_MIN: Readonly<Record<string, number>> = {
  americanfootball: 200,
  aussierules: 160,
  baseball: 190,
  basketball: 150,
  boxing: 60,
  cricket: 480,
  icehockey: 155,
  mma: 45,
  rugbyleague: 105,
  rugbyunion: 110,
  soccer: 115,
  tennis: 150,
};
const USUAL_DURATION_MIN = 180;

/** How long an event of the sport usually takes, in milliseconds. */
export function usualDurationMs(sport: string): number {
  const family = sport.split('_')[0] ?? '';
  const minutes = Object.hasOwn(DURATIONS_MIN, family) ? DURATIONS_MIN[family] : undefined;
  return (minutes ?? USUAL_DURATION_MIN) * 60_000;
}

/** 1 at the start, half of it `HALF_WORTH_MS` before, falling towards 0 with the distance. */
export const closeness = (toStartMs: number): number =>
  HALF_WORTH_MS / (HALF_WORTH_MS + Math.max(0, toStartMs));

const edgeWeight = (edge: number): number =>
  1 + (EDGE_WEIGHT - 1) * (Math.min(FULL_EDGE, Math.max(0, Number.isFinite(edge) ? edge : 0)) / FULL_EDGE);

/** The worth of fresh prices on an event; 0 when it is over, or under way and `inPlay` is off. */
export function priceWorth(occasion: Occasion, inPlay: boolean): number {
  const { edge, toStartMs, status, sport, listed = false } = occasion;
  if (status === 'ended' || status === 'postponed' || status === 'abandoned') return 0;
  if (toStartMs > 0) return closeness(toStartMs) * edgeWeight(edge);
  if (!inPlay) return 0;
  const running = -toStartMs <= usualDurationMs(sport) + OVERRUN_MS;
  return running ? edgeWeight(edge) : listed ? LINGERING_WORTH * edgeWeight(edge) : 0;
}

/**
 * The worth of knowing how an event stands, on the same scale: little while it runs, more once it should be over, most
 * when bets wait for it.
 */
export function scoreWorth(occasion: Omit<Occasion, 'edge'>, hasBets: boolean, inPlay: boolean): number {
  if (occasion.status === 'ended' || occasion.toStartMs > 0) return 0;
  if (-occasion.toStartMs >= usualDurationMs(occasion.sport)) return hasBets ? 4 : 0.3;
  return hasBets ? 0.2 : inPlay ? 0.05 : 0;
}
