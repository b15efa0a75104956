import { AXES, DRAW, fromAxes, logit, STRENGTH, sigmoid, toAxes } from './axes.ts';
import {
  baseOpinion,
  baseShares,
  COLUMNS,
  FIRST_CONTRIBUTOR,
  FIRST_SIGNAL,
  leagueWeights,
  writeColumns,
} from './columns.ts';
import { AVERAGE, CONTRIBUTOR_COUNT, CONTRIBUTORS, contributorOf, MAXIMUM } from './contributors.ts';
import {
  addOpinion,
  clearOpinions,
  closeOpinions,
  createOpinions,
  hasOpinion,
  type Opinions,
} from './opinions.ts';
import {
  HOURS_OF_CLOSING,
  type LineParameters,
  type LineSpread,
  type StageParameters,
} from './parameters.ts';

export type LineContext = {
  /** Full-time 1X2 of football, which the weights were learned on. Everything else gets the base opinion alone. */
  readonly football: boolean;
  /** Football-Data's code of the league whose weights hold; `null`: the common ones. */
  readonly league: string | null;
  /** Hours until the start; 0 or less is closing. */
  readonly hours: number;
  /** Columns of both axes' signals, as `TeamSignals.write` leaves them; `null`: none. */
  readonly signals: { readonly strength: Float64Array; readonly draw: Float64Array } | null;
};

/** The line of one market, in the order of its outcomes. Reused between calls. */
export type Line = {
  readonly probabilities: Float64Array;
  /**
   * An 80 % range. Before the closing: of the sharpest book's closing no-margin probability. At the closing: of single
   * books' closing no-margin probabilities. Checked on matches the parameters had not seen.
   */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** What a change of each contributor's log-odds changes the line's, in the order of `CONTRIBUTORS`; 0: absent. */
  readonly weights: Float64Array;
};

export type LineModel = {
  /**
   * Writes the line of a market of 2 or 3 outcomes from opinions that have been closed; false where there are none.
   * Markets other than football's 1X2 get the learned base opinion alone, with football's ranges (of a home win where
   * there are two outcomes), which nothing has checked there.
   */
  readonly write: (opinions: Opinions, count: number, context: LineContext, line: Line) => boolean;
};

export const createLine = (count: number): Line => ({
  probabilities: new Float64Array(count),
  low: new Float64Array(count),
  high: new Float64Array(count),
  weights: new Float64Array(CONTRIBUTOR_COUNT),
});

type Stage = {
  readonly parameters: StageParameters;
  readonly shares: Float64Array;
  readonly weights: Map<string | null, readonly [strength: Float64Array, draw: Float64Array]>;
};

const stageOf = (parameters: StageParameters): Stage => ({
  parameters,
  shares: baseShares(parameters),
  weights: new Map(),
});

/** Parameters made ready for many markets: `write` allocates nothing but each league's weights, once. */
export function createLineModel(parameters: LineParameters): LineModel {
  const preClosing = stageOf(parameters.preClosing);
  const closing = stageOf(parameters.closing);
  const base = new Float64Array(AXES);
  const point = new Float64Array(AXES);
  const rows = [new Float64Array(COLUMNS[STRENGTH]), new Float64Array(COLUMNS[DRAW])] as const;

  const weightsOf = (stage: Stage, league: string | null): readonly [Float64Array, Float64Array] => {
    let known = stage.weights.get(league);
    if (known === undefined) {
      known = leagueWeights(stage.parameters, league);
      stage.weights.set(league, known);
    }
    return known;
  };

  /** Adds a stage's point of the axes and its contributors' weights by `share`. */
  const addStage = (
    stage: Stage,
    opinions: Opinions,
    count: number,
    context: LineContext,
    share: number,
    line: Line,
  ) => {
    const total = baseOpinion(opinions.axes, 0, stage.shares, base);
    if (count === 2 || !context.football) {
      addPoint(base, share);
      addWeights(line, opinions, stage.shares, total, null, share);
      return;
    }
    const weights = weightsOf(stage, context.league);
    for (let axis = 0; axis < AXES; axis += 1) {
      const row = rows[axis] as Float64Array;
      writeColumns(opinions.axes, 0, axis, base[axis] as number, row, 0);
      const signals = axis === STRENGTH ? context.signals?.strength : context.signals?.draw;
      if (signals) row.set(signals, FIRST_SIGNAL);
      else row.fill(0, FIRST_SIGNAL);
      point[axis] =
        (point[axis] as number) + share * ((base[axis] as number) + dot(row, weights[axis] as Float64Array));
    }
    addWeights(line, opinions, stage.shares, total, weights[STRENGTH], share);
  };

  const addPoint = (opinion: Float64Array, share: number): void => {
    for (let axis = 0; axis < AXES; axis += 1)
      point[axis] = (point[axis] as number) + share * (opinion[axis] as number);
  };

  return {
    write(opinions, count, context, line) {
      if (baseOpinion(opinions.axes, 0, preClosing.shares, base) === 0) return false;
      const late = Math.min(1, Math.max(0, 1 - context.hours / HOURS_OF_CLOSING));
      point.fill(0);
      line.weights.fill(0);
      if (late < 1) addStage(preClosing, opinions, count, context, 1 - late, line);
      if (late > 0) addStage(closing, opinions, count, context, late, line);
      shareAverage(line.weights, opinions);
      fromAxes(point[STRENGTH] as number, point[DRAW] as number, count, line.probabilities);
      const dispersion = dispersionOf(opinions.axes);
      for (let i = 0; i < count; i += 1) {
        const outcome = count === 2 ? 0 : i;
        const early = halfWidth(preClosing.parameters.spread, outcome, context.league, dispersion);
        const lately = halfWidth(closing.parameters.spread, outcome, context.league, dispersion);
        const width = (1 - late) * early + late * lately;
        const centre = logit(line.probabilities[i] as number);
        line.low[i] = sigmoid(centre - width);
        line.high[i] = sigmoid(centre + width);
      }
      return true;
    },
  };
}

/** Standard deviation of the contributors' strengths, `average` and `maximum` left out; 0 with fewer than two. */
export function dispersionOf(axes: Float64Array, from = 0): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let c = 0; c < CONTRIBUTOR_COUNT; c += 1) {
    if (c === AVERAGE || c === MAXIMUM || !hasOpinion(axes, c, from)) continue;
    const strength = axes[from + c * AXES + STRENGTH] as number;
    sum += strength;
    squares += strength * strength;
    count += 1;
  }
  return count < 2 ? 0 : Math.sqrt(Math.max(0, squares - (sum * sum) / count) / (count - 1));
}

/** Half the 80 % range of an outcome's log-odds. */
export function halfWidth(
  spread: LineSpread,
  outcome: number,
  league: string | null,
  dispersion: number,
): number {
  const at = (values: readonly number[]): number => values[outcome] ?? 0;
  const factor = league !== null && Object.hasOwn(spread.leagues, league) ? (spread.leagues[league] ?? 1) : 1;
  return (
    at(spread.multiple) *
    factor *
    Math.max(at(spread.least), at(spread.level) + at(spread.slope) * dispersion)
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function addWeights(
  line: Line,
  { axes }: Opinions,
  shares: Float64Array,
  total: number,
  weights: Float64Array | null,
  share: number,
): void {
  let differences = 0;
  for (let c = 0; c < CONTRIBUTOR_COUNT; c += 1)
    if (weights && hasOpinion(axes, c)) differences += weights[FIRST_CONTRIBUTOR + c] as number;
  const ofBase = 1 + (weights ? (weights[1] as number) : 0) - differences;
  for (let c = 0; c < CONTRIBUTOR_COUNT; c += 1) {
    if (!hasOpinion(axes, c)) continue;
    const own = weights ? (weights[FIRST_CONTRIBUTOR + c] as number) : 0;
    line.weights[c] = (line.weights[c] as number) + share * (((shares[c] as number) / total) * ofBase + own);
  }
}

/** An average made of the books at hand gives its weight back to them. */
function shareAverage(weights: Float64Array, { averaged, books }: Opinions): void {
  if (!averaged) return;
  let count = 0;
  for (let c = 0; c < CONTRIBUTOR_COUNT; c += 1)
    if (c !== AVERAGE && c !== MAXIMUM) count += books[c] as number;
  for (let c = 0; c < CONTRIBUTOR_COUNT; c += 1)
    if (c !== AVERAGE && c !== MAXIMUM)
      weights[c] = (weights[c] as number) + ((weights[AVERAGE] as number) * (books[c] as number)) / count;
  weights[AVERAGE] = 0;
}

/** One book's prices of a market without their margin, in the order of its outcomes. */
export type LineQuote = { readonly book: string; readonly probabilities: readonly number[] };

export type OverroundLine = {
  readonly probabilities: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** By contributor; only those with an opinion. */
  readonly weights: Readonly<Record<string, number>>;
};

/**
 * The line of one market from its books' no-margin probabilities (power method, as the weights were learned);
 * `undefined` without a quote or for other than two or three outcomes. For many markets: `createLineModel`.
 */
export function overroundLine(
  parameters: LineParameters,
  quotes: readonly LineQuote[],
  context: LineContext,
): OverroundLine | undefined {
  const count = quotes[0]?.probabilities.length ?? 0;
  if (count !== 2 && count !== 3) return undefined;
  const opinions = createOpinions();
  const axes = new Float64Array(AXES);
  clearOpinions(opinions);
  for (const { book, probabilities } of quotes) {
    toAxes(probabilities, count, axes, 0);
    addOpinion(opinions, contributorOf(book), axes, 0);
  }
  closeOpinions(opinions);
  const line = createLine(count);
  if (!createLineModel(parameters).write(opinions, count, context, line)) return undefined;
  return {
    probabilities: Array.from(line.probabilities),
    low: Array.from(line.low),
    high: Array.from(line.high),
    weights: Object.fromEntries(
      CONTRIBUTORS.flatMap((name, c) => (hasOpinion(opinions.axes, c) ? [[name, line.weights[c] ?? 0]] : [])),
    ),
  };
}
