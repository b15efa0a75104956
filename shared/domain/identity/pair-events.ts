import {
  CLEAR_MARGIN,
  type Comparison,
  compareEvents,
  DOUBTFUL_SCORE,
  type EventNames,
  isCertain,
  type ReadEvent,
  reachOf,
  readEvent,
} from './compare.ts';
import { type EventTimes, indexByTime } from './event-index.ts';
import type { TaughtNames } from './team.ts';

export type Pair<Left, Right> = {
  readonly left: Left;
  readonly right: Right;
  readonly comparison: Comparison;
  /** The best score of another pair of either event; 0 where there is none. */
  readonly rival: number;
};

export type Pairing<Left, Right> = {
  /** One to one: no event is in two of them. */
  readonly matched: readonly Pair<Left, Right>[];
  /** Worth asking about: each unmatched left event's likeliest, where there is one. */
  readonly doubtful: readonly Pair<Left, Right>[];
};

type Scored = { readonly left: number; readonly right: number; readonly comparison: Comparison };

const better = (best: readonly [number, number], score: number): readonly [number, number] =>
  score > best[0] ? [score, best[0]] : score > best[1] ? [best[0], score] : best;

/** Every pair worth looking at, by sport and time. */
function scoredPairs(
  left: readonly ReadEvent[],
  right: EventTimes<number>,
  events: readonly ReadEvent[],
): Scored[] {
  const pairs: Scored[] = [];
  const dayOnly = [...left, ...events].some(({ names }) => names.dayOnly === true);
  for (const [at, event] of left.entries())
    right.near(event, reachOf(event, DOUBTFUL_SCORE, dayOnly), (index) => {
      const comparison = compareEvents(event, events[index] as ReadEvent, DOUBTFUL_SCORE);
      if (comparison) pairs.push({ left: at, right: index, comparison });
    });
  return pairs;
}

/**
 * Which events of two sources are one. A pair is matched only when it is certain by itself and every other pair of either
 * of the two is clearly behind; the order of the lists makes no difference. What is left is told as doubtful, never guessed.
 */
export function pairEvents<Left extends EventNames, Right extends EventNames>(
  left: readonly Left[],
  right: readonly Right[],
  taught?: TaughtNames,
): Pairing<Left, Right> {
  const lefts = left.map((names) => readEvent(names, taught));
  const rights = right.map((names) => readEvent(names, taught));
  const index = indexByTime<number>();
  for (const [at, event] of rights.entries()) index.add(event, at);
  const pairs = scoredPairs(lefts, index, rights);
  const bestOfLeft = lefts.map((): readonly [number, number] => [0, 0]);
  const bestOfRight = rights.map((): readonly [number, number] => [0, 0]);
  for (const { left: l, right: r, comparison } of pairs) {
    bestOfLeft[l] = better(bestOfLeft[l] ?? [0, 0], comparison.score);
    bestOfRight[r] = better(bestOfRight[r] ?? [0, 0], comparison.score);
  }
  const rivalOf = (best: readonly [number, number] | undefined, score: number): number =>
    best === undefined ? 0 : best[0] > score ? best[0] : best[1];
  const matched: Pair<Left, Right>[] = [];
  const taken = new Set<number>();
  const likeliest = new Map<number, Pair<Left, Right>>();
  for (const { left: l, right: r, comparison } of pairs) {
    const rival = Math.max(
      rivalOf(bestOfLeft[l], comparison.score),
      rivalOf(bestOfRight[r], comparison.score),
    );
    const pair = { left: left[l] as Left, right: right[r] as Right, comparison, rival };
    if (isCertain(comparison) && comparison.score - rival >= CLEAR_MARGIN) {
      matched.push(pair);
      taken.add(l);
    } else if (comparison.score >= DOUBTFUL_SCORE) {
      const before = likeliest.get(l);
      if (before === undefined || before.comparison.score < comparison.score) likeliest.set(l, pair);
    }
  }
  return { matched, doubtful: [...likeliest].filter(([l]) => !taken.has(l)).map(([, pair]) => pair) };
}
