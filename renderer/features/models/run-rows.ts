import type { Run } from '../../../shared/contract/runs.ts';
import { type Column, createRankedRows, type RankedRow, type RankedRows } from '../../grid/index.ts';
import { runPace } from '../../stores/run-pace.ts';
import { compareRuns, runs } from '../../stores/runs.ts';
import type { Table } from '../../stores/table.ts';
import { formatAge, formatDayAndTime } from '../../ui/figures.ts';
import { useModelsView } from './models-view.ts';
import { runFigureText } from './run-figures.ts';
import { nameText } from './score-text.ts';
import { KIND_WORDS } from './spec-facts.ts';

export type RunRow = RankedRow<Run>;

export function createRunRows(table: Table<Run>): RankedRows<Run> {
  const rows = createRankedRows<Run>({ compare: compareRuns, keepGone: false });
  for (const run of table.values()) rows.put(run.id, run);
  table.subscribe((changes) => {
    for (const [id, run] of changes)
      if (run === undefined) rows.remove(id);
      else rows.put(id, run);
  });
  return rows;
}

export const runRows = createRunRows(runs);
useModelsView.subscribe(({ markedRuns }, before) => {
  if (markedRuns === before.markedRuns) return;
  for (const id of new Set([...markedRuns, ...before.markedRuns])) runRows.touch(id);
});

export const RUN_STATES: Readonly<Record<Run['state'], string>> = {
  queued: 'Queued',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

export const runSearchText = ({ value: { name, spec, state, stage, message } }: RunRow): string =>
  `${name} ${KIND_WORDS[spec.kind]} ${RUN_STATES[state]} ${stage} ${message}`;

const run = ({ value }: RunRow): Run => value;

/** Wall time: runs go by the clock on the wall in practice too. */
export const durationOf = ({ startedAt, finishedAt, state }: Run, now: number): number | null => {
  if (startedAt === null) return null;
  if (finishedAt !== null) return finishedAt - startedAt;
  return state === 'running' ? now - startedAt : null;
};

export const percentText = (share: number): string => `${Math.floor(share * 100)}%`;

/** Where it stands: `63%  2019-20: fitting, 3 of 6`; why, when it stopped. */
export function progressText({ state, share, stage, message }: Run): string {
  switch (state) {
    case 'queued':
      return 'waits for the run before it';
    case 'running':
      return `${percentText(share)}  ${stage}`;
    case 'done':
      return '';
    case 'failed':
      return message;
    case 'cancelled':
    case 'interrupted':
      return `stopped at ${percentText(share)}${stage === '' ? '' : `: ${stage}`}`;
  }
}

export function leftText(value: Run, now: number): string {
  const left = runPace.left(value, now);
  if (left !== null) return formatAge(left);
  return value.state === 'running' ? '…' : '';
}

/** Figures that fit into a column; all of them are in the details. */
const FIGURES_SHOWN = 4;
export const figuresText = ({ figures, spec }: Pick<Run, 'figures' | 'spec'>): string =>
  Object.entries(figures)
    .slice(0, FIGURES_SHOWN)
    .map(([name, value]) => `${nameText(name)} ${runFigureText(spec.kind, name, value)}`)
    .join(' · ');

export const runColumns: readonly Column<RunRow>[] = [
  {
    id: 'mark',
    header: '✓',
    hint: 'Marked for comparison (Space)',
    kind: 'text',
    width: 26,
    pinned: true,
    className: 'is-mark',
    exported: false,
    value: ({ id }) => (useModelsView.getState().markedRuns.includes(id) ? '✓' : ''),
  },
  {
    id: 'name',
    header: 'Run',
    kind: 'text',
    width: 240,
    pinned: true,
    className: 'is-strong',
    value: (row) => run(row).name,
  },
  { id: 'kind', header: 'Kind', kind: 'text', width: 78, value: (row) => KIND_WORDS[run(row).spec.kind] },
  {
    id: 'state',
    header: 'State',
    kind: 'text',
    width: 92,
    className: 'is-state',
    value: (row) => RUN_STATES[run(row).state],
    classes: {
      'is-champion': (row) => run(row).state === 'done',
      'is-running': (row) => run(row).state === 'running',
      'is-danger': (row) => run(row).state === 'failed',
      'is-warn': (row) => run(row).state === 'interrupted',
      'is-retired': (row) => run(row).state === 'cancelled' || run(row).state === 'queued',
    },
  },
  {
    id: 'progress',
    header: 'Progress',
    kind: 'text',
    width: 170,
    grow: 1,
    value: (row) => `${run(row).share} ${progressText(run(row))}`,
    text: (row) => progressText(run(row)),
    style: (row) => ({ '--share': run(row).state === 'running' ? percentOf(run(row).share) : '0%' }),
    className: 'is-progress',
    classes: { 'is-danger': (row) => run(row).state === 'failed' },
  },
  {
    id: 'left',
    header: 'Left',
    hint: 'At the pace that it has gone since this window saw it',
    kind: 'figure',
    width: 66,
    timed: true,
    value: (row) => leftText(run(row), performance.now()),
  },
  {
    id: 'figures',
    header: 'Figures',
    kind: 'text',
    width: 330,
    grow: 2,
    value: (row) => figuresText(run(row)),
  },
  {
    id: 'started',
    header: 'Started',
    kind: 'text',
    width: 124,
    className: 'is-quiet',
    value: (row) => run(row).startedAt,
    text: (row) => {
      const { startedAt } = run(row);
      return startedAt === null ? '' : formatDayAndTime(startedAt);
    },
    csv: (row) => {
      const { startedAt } = run(row);
      return startedAt === null ? null : new Date(startedAt).toISOString();
    },
  },
  {
    id: 'duration',
    header: 'Took',
    kind: 'figure',
    width: 74,
    timed: true,
    value: (row) => durationOf(run(row), Date.now()),
    text: (row) => {
      const took = durationOf(run(row), Date.now());
      return took === null ? '' : formatAge(took);
    },
  },
];

const percentOf = (share: number): `${number}%` => `${Number((share * 100).toFixed(1))}%`;
