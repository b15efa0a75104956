import type { Market } from '../../../shared/domain/catalogue.ts';
import { MARGIN_METHOD_NAMES, type MarginMethod, removeMarginInto } from '../../../shared/domain/margin.ts';
import { AXES, toAxes } from '../../../shared/domain/overround-line/axes.ts';
import { winnersIn } from '../../../shared/domain/settlement.ts';
import { writeWithinSpreads } from '../../../shared/domain/spread-line.ts';
import { ODDS_SCALE, type Probability } from '../../../shared/domain/units.ts';
import type { BookPrices } from '../ports/market-state.ts';

/** Methods that give the line of another and are not computed twice. */
const SAME_AS: Readonly<Partial<Record<MarginMethod, MarginMethod>>> = { logit_shift: 'odds_ratio' };

/** The margin-removal methods whose spread is an edge's range: all but those that repeat another. */
export const RANGE_METHODS: readonly MarginMethod[] = MARGIN_METHOD_NAMES.filter(
  (method) => SAME_AS[method] === undefined,
);

/** The row of `BookLine.rows` that a method's line is in. */
export const rowOf = (method: MarginMethod): number => RANGE_METHODS.indexOf(SAME_AS[method] ?? method);

/** One book's no-margin probabilities in one market, by method; recomputed only when its prices change. */
export type BookLine = {
  version: number;
  /** False while a price is missing, or the exchange's spread is too wide to say anything. */
  complete: boolean;
  /** The implied probabilities that went in; an exchange's are the middle of a range. */
  readonly inverse: Float64Array;
  /** How far an exchange's range goes from its middle; 0 where there is none. */
  readonly reach: Float64Array;
  /** One row per method of `RANGE_METHODS`, one column per selection. */
  readonly rows: readonly Float64Array[];
  /** Whether the row is usable: additive removal can go negative on longshots and is then left out. */
  readonly valid: boolean[];
  /** Where the Overround line counts the book, and its opinion by the power method, `NaN` where it has none there. */
  contributor: number;
  readonly axes: Float64Array;
};

/** Above this ratio of lay to back probability an exchange's midpoint is a guess. */
const WIDEST_SPREAD = 1.35;

/** Implied probabilities of a usable book sum to between 0.9 and 1.1 + 0.05 a selection, in units of the target. */
const LEAST_SUM = 0.9;
const BASE_SUM = 1.1;
const SUM_PER_SELECTION = 0.05;

/** The Overround line's weights were learned on opinions by this method. */
const LINE_ROW = rowOf('power');
const MOST_LINE_OUTCOMES = 3;

export function createBookLine(count: number): BookLine {
  return {
    version: -1,
    complete: false,
    inverse: new Float64Array(count),
    reach: new Float64Array(count),
    rows: RANGE_METHODS.map(() => new Float64Array(count)),
    valid: RANGE_METHODS.map(() => false),
    contributor: -1,
    axes: new Float64Array(AXES).fill(Number.NaN),
  };
}

/**
 * Writes what a book's prices imply on one selection before its margin is removed: the inverse of the back price, or
 * where it also lays the range between both inverses, each net of commission. `false` without a price.
 */
function readImplied(line: BookLine, prices: BookPrices, index: number): boolean {
  const back = prices.backs[index]?.levels[0]?.price;
  if (back === undefined) return false;
  const keep = 1 - prices.book.commission;
  const backImplied = 1 / (1 + (back / ODDS_SCALE - 1) * keep);
  line.inverse[index] = backImplied;
  line.reach[index] = 0;
  if (prices.book.kind === 'bookmaker') return true;
  const lay = prices.lays[index]?.levels[0]?.price;
  if (lay === undefined) return false;
  const layImplied = 1 / (1 + (lay / ODDS_SCALE - 1) / keep);
  line.inverse[index] = (backImplied + layImplied) / 2;
  line.reach[index] = (backImplied - layImplied) / 2;
  return backImplied <= layImplied * WIDEST_SPREAD;
}

/** Brings `line` up to date with `prices`; `target` is what the probabilities must sum to. */
export function refreshBookLine(line: BookLine, prices: BookPrices, target: number): void {
  if (line.version === prices.version) return;
  line.version = prices.version;
  const count = line.inverse.length;
  line.complete = true;
  let sum = 0;
  for (let i = 0; i < count; i += 1) {
    if (!readImplied(line, prices, i)) {
      line.complete = false;
      return;
    }
    sum += line.inverse[i] as number;
  }
  // Far from any real margin it is no market: leftovers of a suspended one, or a palpable error.
  if (sum < target * LEAST_SUM || sum > target * (BASE_SUM + SUM_PER_SELECTION * count)) {
    line.complete = false;
    return;
  }
  RANGE_METHODS.forEach((method, row) => {
    const out = line.rows[row];
    if (!out) return;
    if (!writeWithinSpreads(line.inverse, line.reach, target, out))
      removeMarginInto(method, line.inverse, count, target, out);
    line.valid[row] = out.every((p) => p > 0 && p < 1);
  });
  if (line.valid[LINE_ROW] && count <= MOST_LINE_OUTCOMES)
    toAxes(line.rows[LINE_ROW] as Float64Array, count, line.axes, 0);
  else line.axes.fill(Number.NaN);
}

/**
 * The line of one book alone by `method`, as it goes into the consensus; `null` where it cannot: a price is missing,
 * an exchange does not lay or its spread is too wide, or the method gives no proper probabilities.
 */
export function bookLine(
  prices: BookPrices,
  market: Market,
  method: MarginMethod,
): readonly Probability[] | null {
  const line = createBookLine(market.selections.length);
  refreshBookLine(line, prices, winnersIn(market.type));
  const row = rowOf(method);
  return line.complete && line.valid[row] ? (Array.from(line.rows[row] ?? []) as Probability[]) : null;
}
