import type { EvaluationRow, RunResult } from '../../../shared/contract/runs.ts';
import { FOOTBALL_DATA_BOOKS } from '../../../shared/domain/football-data-books.ts';
import { type Column, createRowSignal, type RowSource } from '../../grid/index.ts';
import { models } from '../../stores/models.ts';
import type { EvaluationStage } from './models-view.ts';
import { gapBetween, gapText, gapTone, METRICS, metricOf, scoreText } from './score-text.ts';

export type EvaluationResult = Extract<RunResult, { kind: 'evaluate' }>;

/** A forecaster's scores, and how far its log loss is from the Overround line's on the same matches. */
export type ForecasterRow = { readonly id: string; readonly row: EvaluationRow; readonly gap: number | null };

/** The line of each stage: what the forecasters of that stage are measured against, having known as much as they. */
const LINES = { 'pre-closing': 'overround-line', closing: 'overround-line-close' } as const;
type Stage = keyof typeof LINES;

/** Of which prices a forecaster is; books of closing prices have a `C` behind their code, and models read none of them. */
export function stageOf(name: string): Stage {
  const code = name.split(':')[0] ?? '';
  if (code in FOOTBALL_DATA_BOOKS || kindOf(name) === 'model') return 'pre-closing';
  return name === LINES.closing || (kindOf(name) === 'book' && code.endsWith('C'))
    ? 'closing'
    : 'pre-closing';
}

/** The same as the odds ratio by another name: listed once, except where everything is. */
const isDouble = (name: string): boolean => name.endsWith(':logit_shift');

/** What the codes of the rows mean. */
export const CODES =
  'B365 bet365 · PS Pinnacle · VC VC Bet · WH William Hill · IW Interwetten · BW bwin · Avg average and Max highest of all books · C behind a code: closing · after the colon: how the margin was removed';

const logLoss = metricOf('logLoss');

/**
 * The rows of one covering by log loss, the best first. Only rows on the same matches are measured against the line:
 * forecasters' own matches differ. Each is measured against the line of its own stage.
 */
export function evaluationRows(
  result: EvaluationResult,
  covers: EvaluationRow['covers'],
  stage: EvaluationStage,
): readonly ForecasterRow[] {
  const rows = result.rows.filter((row) => row.covers === covers);
  const lineOf = (name: string) => rows.find((row) => row.name === LINES[stageOf(name)]);
  return rows
    .filter(({ name }) => stage === 'all' || (stageOf(name) === stage && !isDouble(name)))
    .sort(
      (a, b) =>
        (a.logLoss ?? Number.POSITIVE_INFINITY) - (b.logLoss ?? Number.POSITIVE_INFINITY) ||
        a.name.localeCompare(b.name, 'en'),
    )
    .map((row) => {
      const line = lineOf(row.name);
      const isMeasured = covers === 'common' && line !== undefined && line !== row;
      return { id: row.name, row, gap: isMeasured ? gapBetween(logLoss, row, line) : null };
    });
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
    hint: `As evaluate names them on the command line. ${CODES}`,
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
    hint: 'Scored: rows on other numbers of matches do not compare',
    kind: 'figure',
    width: 76,
    className: 'is-strong',
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
    hint: 'Log loss minus that of the Overround line of the same stage (overround-line before the close, overround-line-close at it), on the same matches; lower is better',
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
