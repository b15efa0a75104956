import { calibrationError } from '../../../shared/domain/forecast-metrics.ts';
import { type JudgedForecast, scoreForecasts } from '../../../shared/domain/judgement/forecast-scores.ts';
import { ODDS_BANDS, oddsBand } from '../../../shared/domain/judgement/odds-bands.ts';
import type { GroupScores, Manifest } from '../inference/registry/manifest.ts';
import type { TrainingSet } from './training-set.ts';

export type ModelJudgement = NonNullable<Manifest['judgement']>;

/**
 * A model's walk-forward forecasts of rows `from` on (row by row, rows x classes) against what happened and against the
 * market on the same matches. `trainedRows` are those of the newest version, for its inputs' deciles.
 */
export function judge(
  set: TrainingSet,
  forecasts: Float64Array,
  from: number,
  trainedRows: number,
): ModelJudgement {
  const rows = Array.from({ length: set.rows - from }, (_, i) => from + i);
  const group = (name: string, of: readonly number[]): GroupScores => groupScores(set, forecasts, name, of);
  const chances = Array.from(forecasts.subarray(from * set.classes));
  const happened = rows.flatMap((row) =>
    Array.from({ length: set.classes }, (_, outcome) => (set.y[row] === outcome ? 1 : 0)),
  );
  return {
    overall: group('all', rows),
    bySeason: grouped(rows, (row) => set.seasonOf[row] as string).map(([name, of]) => group(name, of)),
    byCompetition: grouped(rows, (row) => set.competitionOf[row] as string)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, of]) => group(name, of)),
    byOddsBand: bands(set, rows).map(([name, of]) => group(name, of)),
    reliability: calibrationError(chances, happened).bins.map(({ forecast, frequency, count }) => ({
      forecast,
      frequency,
      count,
    })),
    reference: set.teams === null ? deciles(set, trainedRows) : [],
  };
}

const row = (values: Float64Array, classes: number, index: number): readonly number[] =>
  Array.from(values.subarray(index * classes, (index + 1) * classes));

function groupScores(
  { market, classes, y }: TrainingSet,
  forecasts: Float64Array,
  group: string,
  rows: readonly number[],
): GroupScores {
  const judged = (values: Float64Array, of: readonly number[]): readonly JudgedForecast[] =>
    of.map((index) => ({ probabilities: row(values, classes, index), observed: y[index] as number }));
  const priced = rows.filter((index) => !Number.isNaN(market[index * classes]));
  return {
    group,
    model: scoreForecasts(judged(forecasts, rows)),
    market: priced.length === 0 ? null : scoreForecasts(judged(market, priced)),
  };
}

function grouped(
  rows: readonly number[],
  nameOf: (row: number) => string,
): (readonly [name: string, rows: readonly number[]])[] {
  const groups = new Map<string, number[]>();
  for (const index of rows) {
    const name = nameOf(index);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [index]);
    else group.push(index);
  }
  return [...groups];
}

/** By the market's fair odds of its favourite; matches without prices are in no band. */
function bands({ market, classes }: TrainingSet, rows: readonly number[]) {
  const favourite = (index: number): number => 1 / Math.max(...row(market, classes, index));
  const priced = rows.filter((index) => !Number.isNaN(market[index * classes]));
  const order = ODDS_BANDS.map(({ label }) => label);
  return grouped(priced, (index) => oddsBand(favourite(index))).sort(
    ([a], [b]) => order.indexOf(a) - order.indexOf(b),
  );
}

/** Nine edges that cut each column's known values into tenths, and the share that is missing. */
function deciles({ x, columns }: TrainingSet, rows: number): ModelJudgement['reference'] {
  const width = columns.length;
  return columns.map((column, at) => {
    const known = new Float32Array(rows);
    let count = 0;
    for (let i = 0; i < rows; i += 1) {
      const value = x[i * width + at] as number;
      if (Number.isNaN(value)) continue;
      known[count] = value;
      count += 1;
    }
    const sorted = known.subarray(0, count).sort();
    const edges = Array.from({ length: 9 }, (_, i) => sorted[Math.floor(((i + 1) * count) / 10)] ?? 0);
    return { column, edges, missing: rows === 0 ? 1 : 1 - count / rows };
  });
}
