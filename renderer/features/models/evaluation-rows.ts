import type { EvaluationRow, RunResult } from '../../../shared/contract/runs.ts';
import { type Column, createRowSignal, type RowSource } from '../../grid/index.ts';
import { models } from '../../stores/models.ts';
import { gapBetween, gapText, gapTone, METRICS, metricOf, scoreText } from './score-text.ts';

export type EvaluationResult = Extract<RunResult, { kind: 'evaluate' }>;

/** A forecaster's scores, and how far its log loss is from the Overround line's on the same matches. */
export type ForecasterRow = { readonly id: string; readonly row: EvaluationRow; readonly gap: number | null };

/** The line from pre-closing prices: what all are measured against, and what knew no more than they did. */
export const LINE = 'overround-line';

const logLoss = metricOf('logLoss');

/**
 * The rows of one covering by log loss, the best first. Only rows on the same matches are measured against the line:
 * forecasters' own matches differ.
 */
export function evaluationRows(
  result: EvaluationResult,
  covers: EvaluationRow['covers'],
): readonly ForecasterRow[] {
  const rows = result.rows.filter((row) => row.covers === covers);
  const line = rows.find(({ name }) => name === LINE);
  return [...rows]
    .sort(
      (a, b) =>
        (a.logLoss ?? Number.POSITIVE_INFINITY) - (b.logLoss ?? Number.POSITIVE_INFINITY) ||
        a.name.localeCompare(b.name, 'en'),
    )
    .map((row) => ({
      id: row.name,
      row,
      gap:
        line === undefined || covers === 'own' || row.name === LINE ? null : gapBetween(logLoss, row, line),
    }));
}

/** The forecasters that cover too few matches to be compared on the common ones: the line and models among them matter. */
export function leftOut(result: EvaluationResult): readonly string[] {
  const common = new Set(result.rows.filter(({ covers }) => covers === 'common').map(({ name }) => name));
  return result.rows
    .filter(({ covers, name }) => covers === 'own' && !common.has(name))
    .map(({ name }) => name);
}

/** Who is left out, the line and models by name: `overround-line, model:a and 36 others`. */
export function leftOutText(names: readonly string[]): string {
  const named = names.filter((name) => kindOf(name) !== 'book');
  const others = names.length - named.length;
  return [
    ...(named.length > 0 ? [named.join(', ')] : []),
    ...(others > 0
      ? [`${others} ${named.length > 0 ? 'other' : 'forecaster'}${others === 1 ? '' : 's'}`]
      : []),
  ].join(' and ');
}

/** Rows that never change. */
export const fixedRows = (rows: readonly ForecasterRow[]): RowSource<ForecasterRow> => ({
  rows: () => rows,
  subscribe: createRowSignal().subscribe,
});

export const kindOf = (name: string): 'line' | 'model' | 'book' => {
  if (name.startsWith('overround-line')) return 'line';
  return name.startsWith('model:') ? 'model' : 'book';
};

/** `model:ID` with the model's name where it is registered. */
export function forecasterText(name: string): string {
  const known = name.startsWith('model:') ? models.get(name.slice('model:'.length)) : undefined;
  return known === undefined ? name : `${name} (${known.name})`;
}

export const evaluationColumns: readonly Column<ForecasterRow>[] = [
  {
    id: 'name',
    header: 'Forecaster',
    hint: 'As evaluate names them on the command line: book or average and how its margin was removed, the line, models',
    kind: 'text',
    width: 320,
    value: ({ row }) => row.name,
    text: ({ row }) => forecasterText(row.name),
    csv: ({ row }) => row.name,
    classes: {
      'is-line': ({ row }) => kindOf(row.name) === 'line',
      'is-model': ({ row }) => kindOf(row.name) === 'model',
    },
  },
  {
    id: 'n',
    header: 'Matches',
    kind: 'figure',
    width: 72,
    value: ({ row }) => row.n,
    text: ({ row }) => row.n.toLocaleString('en-GB'),
    csv: ({ row }) => row.n,
  },
  ...METRICS.map(
    (metric): Column<ForecasterRow> => ({
      id: metric.id,
      header: metric.label,
      hint: metric.hint,
      kind: 'figure',
      width: 78,
      // One digit more than elsewhere: forecasters of the same matches are this close together.
      value: ({ row }) => row[metric.id],
      text: ({ row }) => scoreText({ ...metric, digits: metric.digits + 1 }, row[metric.id]),
      csv: ({ row }) => row[metric.id],
      ...(metric.id === 'logLoss' ? { className: 'is-strong' } : {}),
    }),
  ),
  {
    id: 'gap',
    header: 'vs line',
    hint: `Log loss minus that of ${LINE}, on the same matches; lower is better`,
    kind: 'figure',
    width: 78,
    value: ({ gap }) => gap,
    text: ({ gap }) => (gap === null ? '' : gapText({ ...logLoss, digits: 5 }, gap)),
    csv: ({ gap }) => gap,
    classes: {
      gain: ({ gap }) => gapTone({ ...logLoss, digits: 5 }, gap) === 'gain',
      loss: ({ gap }) => gapTone({ ...logLoss, digits: 5 }, gap) === 'loss',
    },
  },
];
