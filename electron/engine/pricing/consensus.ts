import type { MarginMethod } from '../../../shared/domain/margin.ts';
import type { FairLine, Settings } from '../../../shared/domain/settings.ts';
import type { BookId } from '../../../shared/domain/units.ts';
import { type BookLine, RANGE_METHODS, rowOf } from './book-line.ts';

/** The consensus of one market; arrays run parallel to its selections. Reused between repricings. */
export type Consensus = {
  /** Books that `fair` is the mean of; 0 means there is no line. */
  books: number;
  /** The method `fair` was really found by: the chosen one, or the one that stood in where that gave no line. */
  method: MarginMethod;
  /** What `fair` is of. */
  source: FairLine;
  /** Id and version of the model that `fair` is of. */
  model: string | undefined;
  readonly fair: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
};

/** Never goes negative, so that it gives a line wherever there is one. */
const STAND_IN: MarginMethod = 'multiplicative';

export const createConsensus = (count: number): Consensus => ({
  books: 0,
  method: STAND_IN,
  source: 'mean',
  model: undefined,
  fair: new Float64Array(count),
  low: new Float64Array(count),
  high: new Float64Array(count),
});

/** A book's weight in the consensus: its own, or the default, or 1. */
export const consensusWeight = (weights: Settings['consensusWeights'], bookId: BookId): number =>
  weights[bookId] ?? weights['default'] ?? 1;

const usableIn = (lines: readonly BookLine[], row: number): number =>
  lines.reduce((count, line) => count + (line.valid[row] ? 1 : 0), 0);

/**
 * The weighted mean of the books' no-margin probabilities, by the chosen method, with the lowest and highest mean
 * over all methods, and as far beyond as the exchanges' spreads reach. Where the chosen method gives proper probabilities for no book, multiplicative stands in and
 * `consensus.method` says so. `lines` and `weights` run parallel.
 */
export function refreshConsensus(
  consensus: Consensus,
  lines: readonly BookLine[],
  weights: readonly number[],
  method: MarginMethod,
): void {
  const { fair, low, high } = consensus;
  consensus.source = 'mean';
  consensus.method = usableIn(lines, rowOf(method)) > 0 ? method : STAND_IN;
  const chosen = rowOf(consensus.method);
  consensus.books = usableIn(lines, chosen);
  low.fill(Number.POSITIVE_INFINITY);
  high.fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < RANGE_METHODS.length; row += 1) {
    for (let i = 0; i < fair.length; i += 1) {
      const mean = weightedMean(lines, weights, row, i);
      if (Number.isNaN(mean)) continue;
      if (row === chosen) fair[i] = mean;
      if (mean < (low[i] as number)) low[i] = mean;
      if (mean > (high[i] as number)) high[i] = mean;
    }
  }
  for (let i = 0; i < fair.length; i += 1) {
    const reach = weightedMean(lines, weights, chosen, i, reaches);
    if (!(reach > 0)) continue;
    low[i] = Math.max(0, (low[i] as number) - reach);
    high[i] = Math.min(1, (high[i] as number) + reach);
  }
}

/** Mean of `part` over the books for which the method gave proper probabilities; NaN when there is none. */
function weightedMean(
  lines: readonly BookLine[],
  weights: readonly number[],
  row: number,
  i: number,
  part: (line: BookLine, row: number) => Float64Array = probabilities,
): number {
  let sum = 0;
  let weight = 0;
  for (let b = 0; b < lines.length; b += 1) {
    const line = lines[b] as BookLine;
    if (!line.valid[row]) continue;
    const w = weights[b] as number;
    sum += w * (part(line, row)[i] as number);
    weight += w;
  }
  return sum / weight;
}

const probabilities = (line: BookLine, row: number): Float64Array => line.rows[row] as Float64Array;
/** How far the book's prices, which are ranges, leave its probabilities open. */
const reaches = (line: BookLine): Float64Array => line.reach;
