import type { Run } from '../../../shared/contract/runs.ts';
import { type Currency, type MinorUnits, majorUnits } from '../../../shared/domain/units.ts';
import { type Column, createRankedRows, type RankedRow, type RankedRows } from '../../grid/index.ts';
import { compareRuns, runs } from '../../stores/runs.ts';
import type { Table } from '../../stores/table.ts';
import { counted } from '../../ui/counted.ts';
import { formatAge, formatDayAndTime, formatEv, formatProfit } from '../../ui/figures.ts';
import { useBacktestView } from './backtest-view.ts';
import { type BacktestResult, type BacktestRun, isBacktest, knownResult } from './results.ts';
import { matchesText, stakeText } from './strategy-text.ts';
import { intervalText } from './summary-figures.ts';

export type RunRow = RankedRow<BacktestRun>;

export function createRunRows(table: Table<Run>): RankedRows<BacktestRun> {
  const rows = createRankedRows<BacktestRun>({ compare: compareRuns, keepGone: false });
  for (const run of table.values()) if (isBacktest(run)) rows.put(run.id, run);
  table.subscribe((changes) => {
    for (const [id, run] of changes)
      if (run === undefined) rows.remove(id);
      else if (isBacktest(run)) rows.put(id, run);
  });
  return rows;
}

export const runRows = createRunRows(runs);
useBacktestView.subscribe(({ marked }, before) => {
  if (marked === before.marked) return;
  for (const id of new Set([...marked, ...before.marked])) runRows.touch(id);
});

export const RUN_STATES: Readonly<Record<Run['state'], string>> = {
  queued: 'Queued',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

export const percentText = (share: number): string => `${Math.floor(share * 100)}%`;

/** From when on it could bet, where it could not on every match asked for, and why; empty where it could, or is not known yet. */
export function coverText(
  { fair }: BacktestRun['spec']['strategy'],
  result: Pick<BacktestResult, 'summary' | 'bySeason'> | undefined,
): string {
  if (result === undefined || result.summary.priced >= result.summary.matches) return '';
  const { priced, matches } = result.summary;
  const first = result.bySeason
    .filter(({ bets }) => bets > 0)
    .map(({ group }) => group)
    .sort()[0];
  const count = `${priced.toLocaleString('en-GB')} of ${counted(matches, 'match', 'matches')}`;
  const why =
    fair.kind === 'model' || fair.kind === 'overround-line'
      ? `the rest have no price or no forecast by ${fair.kind === 'model' ? 'a version of the model' : 'a line'} that had not seen them`
      : 'the rest have no such prices';
  return `${first === undefined ? '' : `; bets from ${first}`}: ${count}, ${why}`;
}

/** Where it stands; why, when it stopped; which matches, once it is done. */
export function progressText({ id, state, share, stage, message, spec }: BacktestRun): string {
  switch (state) {
    case 'queued':
      return 'waits for the run before it';
    case 'running':
      return `${percentText(share)}  ${stage}`;
    case 'done':
      return `${matchesText(spec.strategy.filter.matches)}${coverText(spec.strategy, knownResult(id))}`;
    case 'failed':
      return message;
    case 'cancelled':
    case 'interrupted':
      return `stopped at ${percentText(share)}`;
  }
}

export const runSearchText = ({ value }: RunRow): string =>
  `${value.name} ${RUN_STATES[value.state]} ${progressText(value)} ${value.spec.strategy.stage}`;

/** Wall time: runs go by the clock on the wall in practice too. */
export function durationOf({ startedAt, finishedAt, state }: Run, now: number): number | null {
  if (startedAt === null) return null;
  if (finishedAt !== null) return finishedAt - startedAt;
  return state === 'running' ? now - startedAt : null;
}

const figureOf = ({ value }: RunRow, name: string): number | null =>
  value.state === 'done' ? (value.figures[name] ?? null) : null;
const signs = (name: string) => ({
  gain: (row: RunRow) => (figureOf(row, name) ?? 0) > 0,
  loss: (row: RunRow) => (figureOf(row, name) ?? 0) < 0,
});

export const runColumns = (currency: Currency): readonly Column<RunRow>[] => [
  {
    id: 'mark',
    header: '✓',
    hint: 'Marked for comparison (Space)',
    kind: 'text',
    width: 26,
    pinned: true,
    className: 'is-mark',
    exported: false,
    value: ({ id }) => (useBacktestView.getState().marked.includes(id) ? '✓' : ''),
  },
  {
    id: 'name',
    header: 'Backtest',
    kind: 'text',
    width: 216,
    pinned: true,
    className: 'is-strong',
    value: ({ value }) => value.name,
  },
  {
    id: 'state',
    header: 'State',
    kind: 'text',
    width: 88,
    className: 'is-state',
    value: ({ value }) => RUN_STATES[value.state],
    classes: {
      'is-done': ({ value }) => value.state === 'done',
      'is-running': ({ value }) => value.state === 'running',
      'is-danger': ({ value }) => value.state === 'failed',
      'is-warn': ({ value }) => value.state === 'interrupted',
    },
  },
  {
    id: 'bets',
    header: 'Bets',
    kind: 'figure',
    width: 66,
    value: ({ value }) => value.figures['bets'] ?? null,
    text: ({ value }) => value.figures['bets']?.toLocaleString('en-GB') ?? '',
    csv: ({ value }) => value.figures['bets'] ?? null,
  },
  {
    id: 'profit',
    header: 'Profit',
    kind: 'figure',
    width: 98,
    value: (row) => figureOf(row, 'profit'),
    text: (row) => {
      const profit = figureOf(row, 'profit');
      return profit === null ? '' : formatProfit(profit as MinorUnits, currency);
    },
    csvHeader: `Profit ${currency}`,
    csv: (row) => {
      const profit = figureOf(row, 'profit');
      return profit === null ? null : majorUnits(profit as MinorUnits, currency);
    },
    classes: signs('profit'),
  },
  {
    id: 'yield',
    header: 'Yield',
    kind: 'figure',
    width: 70,
    value: (row) => figureOf(row, 'yield'),
    text: (row) => percentFigure(figureOf(row, 'yield')),
    csvHeader: 'Yield %',
    csv: (row) => percentNumber(figureOf(row, 'yield')),
    classes: signs('yield'),
  },
  {
    id: 'clv',
    header: 'CLV',
    hint: 'Mean closing line value of the bets that have a close',
    kind: 'figure',
    width: 70,
    value: (row) => figureOf(row, 'clv'),
    text: (row) => percentFigure(figureOf(row, 'clv')),
    csvHeader: 'CLV %',
    csv: (row) => percentNumber(figureOf(row, 'clv')),
    classes: signs('clv'),
  },
  {
    id: 'stage',
    header: 'Stage',
    hint: 'Of belief and price alike',
    kind: 'text',
    width: 84,
    className: 'is-quiet',
    value: ({ value }) => value.spec.strategy.stage,
  },
  {
    id: 'stake',
    header: 'Stake',
    kind: 'text',
    width: 132,
    value: ({ value }) => stakeText(value.spec.strategy.stake, currency),
  },
  {
    id: 'interval',
    header: '95% interval',
    hint: 'Of the yield, of the backtests looked at so far',
    kind: 'figure',
    width: 136,
    hidden: true,
    value: ({ id }) => knownResult(id)?.summary.yieldLow ?? null,
    text: ({ id }) => {
      const result = knownResult(id);
      return result === undefined ? '' : intervalText(result.summary);
    },
  },
  {
    id: 'progress',
    header: 'Matches or progress',
    kind: 'text',
    width: 230,
    grow: 1,
    className: 'is-progress',
    value: ({ value }) => `${value.share} ${progressText(value)}`,
    text: ({ value }) => progressText(value),
    style: ({ value }) => ({
      '--share': value.state === 'running' ? `${(value.share * 100).toFixed(1)}%` : '0%',
    }),
    classes: { 'is-danger': ({ value }) => value.state === 'failed' },
  },
  {
    id: 'started',
    header: 'Started',
    kind: 'text',
    width: 124,
    className: 'is-quiet',
    value: ({ value }) => value.startedAt ?? value.createdAt,
    text: ({ value }) => formatDayAndTime(value.startedAt ?? value.createdAt),
    csv: ({ value }) => new Date(value.startedAt ?? value.createdAt).toISOString(),
  },
  {
    id: 'duration',
    header: 'Took',
    kind: 'figure',
    width: 70,
    timed: true,
    value: ({ value }) => durationOf(value, Date.now()),
    text: ({ value }) => {
      const took = durationOf(value, Date.now());
      return took === null ? '' : formatAge(took);
    },
  },
];

const percentFigure = (value: number | null): string => (value === null ? '' : formatEv(value));
/** A fraction in per cent, without the noise of binary fractions. */
const percentNumber = (value: number | null): number | null =>
  value === null ? null : Number((value * 100).toPrecision(12));
