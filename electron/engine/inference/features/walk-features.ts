import type { HistoricalMatch } from '../../ports/market-store.ts';
import type { FeatureSet, FeatureState } from './feature-set.ts';

/** Features of matches, each as it was known before its day. */
export type WalkedFeatures = {
  /** rows x columns, row by row, `NaN` where a value is not known. */
  readonly x: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** The match of each row: those that were given, by day. */
  readonly matches: readonly HistoricalMatch[];
};

export type WalkProgress = { readonly done: number; readonly of: number };

export type WalkOptions = {
  /** Goes on from here and leaves it knowing every match; default: a state that knows nothing. */
  readonly state?: FeatureState;
  /** Yields after about so many matches. */
  readonly chunk?: number;
};

const CHUNK = 5_000;

/**
 * Walks through matches day by day: all fixtures of a day are written before any of its results is observed. Yields
 * its progress every so often and returns the features; who stops asking cancels it.
 */
export function* walkFeatures(
  set: FeatureSet,
  matches: readonly HistoricalMatch[],
  { state = set.create(), chunk = CHUNK }: WalkOptions = {},
): Generator<WalkProgress, WalkedFeatures, void> {
  const columns = set.names.length;
  const ordered = [...matches].sort(byDay);
  const x = new Float32Array(ordered.length * columns);
  let told = 0;
  for (let from = 0; from < ordered.length; ) {
    const to = endOfDay(ordered, from);
    const day = ordered.slice(from, to);
    for (const [i, match] of day.entries()) state.write(match, x, (from + i) * columns);
    state.observe(day);
    from = to;
    if (from - told >= chunk) {
      told = from;
      yield { done: from, of: ordered.length };
    }
  }
  return { x, rows: ordered.length, columns, matches: ordered };
}

/** Stable: matches of one day stay in the order they were given. */
const byDay = (a: HistoricalMatch, b: HistoricalMatch): number =>
  a.playedOn < b.playedOn ? -1 : a.playedOn > b.playedOn ? 1 : 0;

function endOfDay(matches: readonly HistoricalMatch[], from: number): number {
  const day = matches[from]?.playedOn;
  let to = from + 1;
  while (to < matches.length && matches[to]?.playedOn === day) to += 1;
  return to;
}

/** Runs a walk to its end at once. */
export function finishWalk(walk: Generator<WalkProgress, WalkedFeatures, void>): WalkedFeatures {
  for (;;) {
    const step = walk.next();
    if (step.done) return step.value;
  }
}
