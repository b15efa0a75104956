/** Long work: trainings, evaluations and backtests as the engine streams them, and what the user does with them. */
import { create } from 'zustand';
import type { JobSpec, Run } from '../../shared/contract/runs.ts';
import type { WatchHandlers } from '../../shared/rpc/types.ts';
import { engine } from '../transport/engine.ts';
import { runPace } from './run-pace.ts';
import { createTable, type WritableTable } from './table.ts';
import { notify, notifyFailure, runTopic } from './toasts.ts';

/** By run id. */
export const runs = createTable<Run>();

const ENDED: readonly Run['state'][] = ['done', 'failed', 'cancelled', 'interrupted'];

/** Nothing more happens to it unless it is resumed. */
export const hasEnded = ({ state }: Pick<Run, 'state'>): boolean => ENDED.includes(state);
export const canResume = ({ state }: Pick<Run, 'state'>): boolean =>
  state === 'cancelled' || state === 'interrupted' || state === 'failed';

/** Newest first. */
export const compareRuns = (a: Run, b: Run): number => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);

/** Handlers that keep the newest state of each run, drop removed ones, and tell how runs that went on here ended. */
export function fillRuns(
  table: WritableTable<Run>,
  onFail: NonNullable<WatchHandlers<Run>['onFail']>,
): WatchHandlers<Run> {
  return {
    onItems: (items) => {
      for (const run of items) {
        const before = table.get(run.id);
        if (run.removed) table.delete(run.id);
        else table.set(run.id, run);
        runPace.observe(run, performance.now());
        if (before !== undefined && !hasEnded(before) && !run.removed) tellEnd(run);
      }
    },
    onReset: () => table.clear(),
    onFail,
  };
}

/** The pane of a run may be closed by the time that it ends. */
function tellEnd(run: Run): void {
  if (run.state === 'done') notify('ok', `${run.name} is done.`, runTopic(run.id));
  else if (run.state === 'failed') notify('error', `${run.name} failed. ${run.message}`, runTopic(run.id));
}

/** Starts it; rejects with `OperationFailure` when the engine refuses, so that a form keeps what was typed. */
export async function startRun(spec: JobSpec): Promise<Run> {
  const run = await engine().call('runs.start', spec);
  // What the stream says of it may have come first, and is newer.
  if (runs.get(run.id) === undefined) runs.set(run.id, run);
  notify(
    'info',
    run.state === 'queued' ? `${run.name} is queued.` : `${run.name} was started.`,
    runTopic(run.id),
  );
  return run;
}

const named = (id: string): string => runs.get(id)?.name ?? 'the run';

export async function cancelRun(id: string): Promise<void> {
  await engine()
    .call('runs.cancel', { id })
    .then((run) =>
      notify(
        'info',
        run.resumable
          ? `${run.name} was cancelled. What it has done so far is kept: resume it at any time.`
          : `${run.name} was cancelled.`,
        runTopic(id),
      ),
    )
    .catch(notifyFailure(`cancel ${named(id)}`));
}

export async function resumeRun(id: string): Promise<void> {
  await engine()
    .call('runs.resume', { id })
    .then((run) =>
      notify(
        'info',
        run.resumable ? `${run.name} goes on from its checkpoint.` : `${run.name} starts again.`,
        runTopic(id),
      ),
    )
    .catch(notifyFailure(`resume ${named(id)}`));
}

/** Answers whether it was removed. */
export async function removeRun(id: string): Promise<boolean> {
  return await engine()
    .call('runs.remove', { id })
    .then(() => {
      runs.delete(id);
      return true;
    })
    .catch((error: unknown) => {
      notifyFailure(`remove ${named(id)}`)(error);
      return false;
    });
}

/** The run of each kind that its pane shall show, when another pane points at it; `null`: the pane's own choice. */
export const useShownRun = create<{ readonly backtest: string | null }>(() => ({ backtest: null }));
