import { models } from '../../stores/models.ts';
import { cancelRun, canResume, compareRuns, hasEnded, resumeRun, runs } from '../../stores/runs.ts';
import { notify } from '../../stores/toasts.ts';
import { focusPane } from '../../stores/workspace.ts';
import { type BacktestTab, useBacktestView } from './backtest-view.ts';
import { runsSlot } from './grid-slots.ts';
import { type BacktestRun, isBacktest } from './results.ts';
import { beginWith } from './strategies.ts';

const view = useBacktestView.getState;
const set = useBacktestView.setState;

/** The run that keys act on: the focused row's, else the one whose details are shown; the newest to begin with. */
export function focusedRun(): BacktestRun | null {
  if (view().tab !== 'results') return null;
  const id = runsSlot.current()?.focused()?.row.id ?? view().run;
  const run = id === null ? undefined : runs.get(id);
  if (run !== undefined && isBacktest(run)) return run;
  return [...runs.values()].filter(isBacktest).sort(compareRuns)[0] ?? null;
}

export function cancel(run: BacktestRun | null = focusedRun()): void {
  if (run === null) return;
  if (hasEnded(run)) notify('info', `${run.name} has ended already: there is nothing to cancel.`);
  else void cancelRun(run.id);
}

export function resume(run: BacktestRun | null = focusedRun()): void {
  if (run === null) return;
  if (canResume(run)) void resumeRun(run.id);
  else notify('info', run.state === 'done' ? `${run.name} is done.` : `${run.name} goes on already.`);
}

export function askRemove(run: BacktestRun | null = focusedRun()): void {
  if (run === null) return;
  if (hasEnded(run)) set({ removing: run.id });
  else notify('info', `${run.name} has not ended: cancel it first (X).`);
}

/** Into the form with what this backtest was told, to change something and run it again. */
export function editStrategy(run: BacktestRun | null = focusedRun()): void {
  if (run === null) return;
  beginWith(run.spec.strategy);
  showTab('strategy');
}

export const modelName = (id: string): string => models.get(id)?.name ?? id;

/** The field a form is begun in. */
export const firstField = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('[data-pane="backtest"] [data-first-field]');

export function showTab(tab: BacktestTab): void {
  if (view().tab === tab) return;
  // What held the keyboard leaves the page with the tab before.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  set({ tab, text: '', comparing: false, inDetails: false, removing: null });
  requestAnimationFrame(() => {
    const first = firstField();
    if (first === null) focusPane('backtest');
    else first.focus();
  });
}

/** To the list with the keyboard on this run. */
export function showRun(id: string): void {
  showTab('results');
  set({ run: id });
  requestAnimationFrame(() => requestAnimationFrame(() => runsSlot.current()?.focus(id)));
}

const focusDetails = (): void => {
  requestAnimationFrame(() => {
    const grid = document.querySelector<HTMLElement>('.backtest-details .grid-host');
    const body = document.querySelector<HTMLElement>('.backtest-details-body');
    if (view().section === 'bets' && grid !== null && !view().comparing) grid.focus();
    else body?.focus({ preventScroll: true });
  });
};

export function enterDetails(): void {
  set({ inDetails: true });
  focusDetails();
}

export function leaveDetails(): void {
  set({ inDetails: false, comparing: false });
  requestAnimationFrame(() => runsSlot.current()?.focus());
}

/** Finished runs among those marked: the others have nothing to compare yet. */
export const comparableIds = (): readonly string[] =>
  view().marked.filter((id) => runs.get(id)?.state === 'done');

export function compareMarked(): void {
  if (view().comparing) leaveDetails();
  else if (comparableIds().length >= 2) {
    set({ comparing: true, inDetails: true });
    focusDetails();
  } else notify('info', 'Mark two or more finished backtests with Space first.');
}
