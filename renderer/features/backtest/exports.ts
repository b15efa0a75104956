/** What leaves the pane as files or through the clipboard. */
import { majorUnits } from '../../../shared/domain/units.ts';
import { copyText, csvFile, saveFile } from '../../grid/index.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { useStatus } from '../../stores/status.ts';
import { notify } from '../../stores/toasts.ts';
import { useBacktestView } from './backtest-view.ts';
import { betsSlot, curveSlot, groupSlots, runsSlot } from './grid-slots.ts';
import { type BacktestRun, betsFeedOf, knownResult } from './results.ts';
import { comparableIds, focusedRun, modelName } from './run-actions.ts';
import { strategyFacts } from './strategy-text.ts';
import { summaryFigures } from './summary-figures.ts';

type Row = readonly [name: string, value: string | number | null, note: string];

/** Summary and strategy of a finished run, one line a figure; `null` before they are known. */
export function summaryRows(run: BacktestRun): readonly Row[] | null {
  const currency = useStatus.getState().status?.currency;
  const result = knownResult(run.id);
  if (currency === undefined || result === undefined) return null;
  const { format } = useOddsFormat.getState();
  return [
    ...summaryFigures(result.summary, currency, format).map(
      ({ name, value, note }): Row => [name, value, note],
    ),
    ...strategyFacts(run.spec.strategy, { currency, format, modelName }).map(
      ({ name, value }): Row => [name, value, ''],
    ),
  ];
}

export function copySummary(): void {
  const run = focusedRun();
  if (run === null) return;
  const rows = summaryRows(run);
  if (rows === null) notify('info', `${run.name} has no result to copy yet.`);
  else copyText([[run.name], ...rows].map((row) => row.join('\t').trimEnd()).join('\n'));
}

const fileName = (run: BacktestRun, part: 'summary' | 'breakdown'): string =>
  `overround-${part}-${run.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')}.csv`;

/** The figures of one run as a file: numbers plain, shares as fractions, money in major units. */
function exportSummary(run: BacktestRun): void {
  const currency = useStatus.getState().status?.currency;
  const result = knownResult(run.id);
  if (currency === undefined || result === undefined) {
    notify('info', `${run.name} has no result to export yet.`);
    return;
  }
  const { summary } = result;
  const figures = summaryFigures(summary, currency, 'decimal')
    .filter(({ raw }) => raw !== null)
    .map(({ name, raw }) => [name, raw] as const);
  const more = [
    ['Yield, lower end', summary.yieldLow],
    ['Yield, upper end', summary.yieldHigh],
    ['p', summary.p],
    ['CLV coverage', summary.clvCoverage],
    ['Won', summary.won],
    ['Turnover', summary.turnover],
    ['Worst drawdown, share', summary.maxDrawdownShare],
    ['Priced matches', summary.priced],
  ] as const;
  const facts = strategyFacts(run.spec.strategy, { currency, format: 'decimal', modelName });
  const name = fileName(run, 'summary');
  saveFile(
    name,
    'text/csv',
    csvFile(
      ['figure', 'value'],
      [...figures, ...more, ['Currency', currency], ...facts.map((fact) => [fact.name, fact.value] as const)],
    ),
  );
  notify('ok', `Exported the summary to ${name}.`);
}

/** Several runs side by side, one column a run. */
export function exportComparison(runs: readonly BacktestRun[]): void {
  const tables = runs.map((run) => summaryRows(run) ?? []);
  const names = tables[0]?.map(([name]) => name) ?? [];
  saveFile(
    'overround-backtest-comparison.csv',
    'text/csv',
    csvFile(
      ['', ...runs.map(({ name }) => name)],
      names.map((name, index) => [name, ...tables.map((table) => table[index]?.[1] ?? null)]),
    ),
  );
  notify('ok', 'Exported the comparison to overround-backtest-comparison.csv.');
}

/** The three breakdowns in one file. */
function exportGroups(run: BacktestRun): void {
  const currency = useStatus.getState().status?.currency;
  const result = knownResult(run.id);
  if (currency === undefined || result === undefined) return;
  const { bySeason, byCompetition, byOddsBand } = result;
  const records = (by: string, groups: typeof bySeason) =>
    groups.map(({ group, bets, staked, profit, yield: earned, clv }) => [
      by,
      group,
      bets,
      majorUnits(staked, currency),
      majorUnits(profit, currency),
      earned,
      clv,
    ]);
  const name = fileName(run, 'breakdown');
  saveFile(
    name,
    'text/csv',
    csvFile(
      ['by', 'group', 'bets', 'staked', 'profit', 'yield', 'clv'],
      [
        ...records('season', bySeason),
        ...records('competition', byCompetition),
        ...records('odds', byOddsBand),
      ],
    ),
  );
  notify('ok', `Exported the breakdowns to ${name}.`);
}

/** The bets as they are filtered and sorted, once all of them have been read. */
export function exportBets(run: BacktestRun): void {
  const result = knownResult(run.id);
  if (result === undefined) return;
  const feed = betsFeedOf(run.id, result.summary.bets);
  const { loaded, total } = feed.state();
  if (loaded < total) {
    feed.read();
    notify('info', `${loaded} of ${total} bets have been read: export them once all are there.`);
  } else betsSlot.current()?.exportCsv();
}

/** The table that the keyboard is in, else what the section is about. */
export function exportShown(comparison: readonly BacktestRun[]): void {
  const { section, inDetails, comparing } = useBacktestView.getState();
  const run = focusedRun();
  if (comparing && comparableIds().length >= 2) {
    exportComparison(comparison);
    return;
  }
  if (!inDetails || run === null) {
    runsSlot.current()?.exportCsv();
    return;
  }
  const near = document.activeElement?.closest<HTMLElement>('[data-table]')?.dataset['table'];
  if (section === 'bets') exportBets(run);
  else if (near === 'curve') curveSlot.current()?.exportCsv();
  else if (near !== undefined && near in groupSlots)
    groupSlots[near as keyof typeof groupSlots].current()?.exportCsv();
  else if (section === 'groups') exportGroups(run);
  else exportSummary(run);
}
