import type { EvaluationRow } from '../../../shared/contract/runs.ts';
import type { Evaluation } from '../../engine/judgement/evaluate.ts';
import type { RecordedMatches } from './evaluate-files.ts';
import { table } from './output.ts';

const figure = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : value.toFixed(5);

const cells = (row: EvaluationRow | undefined): readonly string[] => [
  row === undefined ? '' : String(row.n),
  figure(row?.logLoss),
  figure(row?.rps),
  figure(row?.brier),
  figure(row?.ece),
  figure(row?.accuracy),
];

/** Own and common figures side by side, the lowest log loss on common matches first, then the others by their own. */
export function evaluationTable({ rows }: Pick<Evaluation, 'rows'>): string {
  const common = new Map(rows.filter(({ covers }) => covers === 'common').map((row) => [row.name, row]));
  const last = Number.POSITIVE_INFINITY;
  const lines = rows
    .filter(({ covers }) => covers === 'own')
    .map((own) => ({ own, common: common.get(own.name) }))
    .sort(
      (a, b) =>
        Number(a.common === undefined) - Number(b.common === undefined) ||
        (a.common?.logLoss ?? a.own.logLoss ?? last) - (b.common?.logLoss ?? b.own.logLoss ?? last),
    );
  const heads = ['n', 'log loss', 'RPS', 'Brier', 'ECE', 'accuracy'];
  return table([
    [
      '',
      ...heads.map((head, i) => (i === 0 ? 'own: n' : head)),
      ...heads.map((head, i) => (i === 0 ? 'common: n' : head)),
    ],
    ...lines.map(({ own, common: shared }) => [own.name, ...cells(own), ...cells(shared)]),
  ]);
}

/** What the table doesn't show: matches and forecasters left out, and why. */
export function evaluationFacts(
  evaluation: Evaluation,
  missing: readonly string[],
  { files, totals }: Pick<RecordedMatches, 'files' | 'totals'>,
): string {
  const { matches, common, unforecast, undecided, misdated, outsideCommon, improper } = evaluation;
  const gaveImproper = Object.entries(improper);
  const sources = [...new Set(outsideCommon.map((name) => name.split(':')[0]))];
  const said: readonly (string | false)[] = [
    `${matches} matches of ${files.length} files; ${common} of them covered by all in the common set.`,
    totals.duplicate > 0 && `${totals.duplicate} rows repeat a match of another file and count once.`,
    totals.quarantined > 0 && `${totals.quarantined} rows were set aside: ${reasons(files)}.`,
    unforecast > 0 && `${unforecast} matches nobody forecasts.`,
    undecided > 0 && `${undecided} matches without an outcome of this market.`,
    misdated > 0 && `${misdated} matches dated long before their season were left out.`,
    sources.length > 0 &&
      `Not in the common set, which they would make too small (--common-min-coverage): ${sources.join(', ')}.`,
    gaveImproper.length > 0 &&
      `Not covered because the method gave no chances between 0 and 1: ${gaveImproper.map(([name, count]) => `${name} ${count}`).join(', ')}.`,
    missing.length > 0 && `Asked for but not in these files: ${missing.join(', ')}.`,
  ];
  return said.filter((line) => line !== false).join('\n');
}

function reasons(files: RecordedMatches['files']): string {
  const counts = new Map<string, number>();
  for (const { reasons: ofFile } of files)
    for (const [reason, count] of Object.entries(ofFile))
      counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
}
