import type { Run } from '../../../shared/contract/runs.ts';
import { models } from '../../stores/models.ts';
import { cancelRun, canResume, hasEnded, resumeRun, runs, useShownRun } from '../../stores/runs.ts';
import { notify } from '../../stores/toasts.ts';
import { showPane } from '../../stores/workspace.ts';
import { modelsSlot, runsSlot } from './list-slots.ts';
import { useModelsView } from './models-view.ts';
import { showTab } from './navigation.ts';

/** The run keys act on: the focused row's, else the one whose details are shown. */
export function focusedRun(): Run | null {
  const { tab, run } = useModelsView.getState();
  if (tab !== 'runs') return null;
  const id = runsSlot.current()?.focused()?.row.id ?? run;
  return (id === null ? undefined : runs.get(id)) ?? null;
}

export function cancel(run: Run | null = focusedRun()): void {
  if (run === null) return;
  if (hasEnded(run)) notify('info', `${run.name} has ended already: there is nothing to cancel.`);
  else void cancelRun(run.id);
}

export function resume(run: Run | null = focusedRun()): void {
  if (run === null) return;
  if (canResume(run)) void resumeRun(run.id);
  else notify('info', run.state === 'done' ? `${run.name} is done.` : `${run.name} goes on already.`);
}

export function askRemoveRun(run: Run | null = focusedRun()): void {
  if (run === null) return;
  if (hasEnded(run)) useModelsView.setState({ asking: { kind: 'remove-run', id: run.id } });
  else notify('info', `${run.name} has not ended: cancel it first (X).`);
}

/** To what the run made: its model, its table of scores, or its backtest. */
export function showResult(run: Run | null = focusedRun()): void {
  if (run === null) return;
  if (run.spec.kind === 'backtest') {
    useShownRun.setState({ backtest: run.id });
    showPane('backtest');
  } else if (run.spec.kind === 'evaluate') {
    useModelsView.setState({ evaluation: run.id });
    showTab('evaluate');
  } else if (run.modelId !== null && models.get(run.modelId) !== undefined) showModel(run.modelId);
  else
    notify(
      'info',
      run.modelId === null
        ? `${run.name} has made no model${hasEnded(run) ? '' : ' yet'}.`
        : 'The model that it made has been removed.',
    );
}

/** To the list of models, with the keyboard on this one. */
export function showModel(id: string): void {
  showTab('models');
  useModelsView.setState({ model: id });
  requestAnimationFrame(() => requestAnimationFrame(() => modelsSlot.current()?.focus(id)));
}

/** To the list of runs, with the keyboard on this one. */
export function showRun(id: string): void {
  showTab('runs');
  useModelsView.setState({ run: id });
  requestAnimationFrame(() => requestAnimationFrame(() => runsSlot.current()?.focus(id)));
}
