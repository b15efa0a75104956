import { create } from 'zustand';
import type { SourceOffer } from '../../../shared/contract/sources.ts';
import type { SourceId } from '../../../shared/domain/units.ts';
import { sourceSetups } from '../../stores/market-data.ts';
import { notify, notifyFailure } from '../../stores/toasts.ts';
import { focusPane } from '../../stores/workspace.ts';
import { engine } from '../../transport/engine.ts';

type SourcesView = {
  /** Whose details are open. */
  readonly chosen: SourceId | null;
  /** Whose form is open; `new`: what can be added is listed. */
  readonly editing: SourceId | 'new' | null;
  /** Asked before it is taken out of the market. */
  readonly removing: SourceId | null;
};

export const useSourcesView = create<SourcesView>(() => ({ chosen: null, editing: null, removing: null }));

type FormActions = { readonly save: () => void; readonly test: () => void; readonly leave: () => void };

/** What is on screen of the form, for its keys. */
export const formActions: { current: FormActions | null } = { current: null };

/** Once what was asked for is on the page, the keyboard goes to it; to the pane where it is not. */
function focusOn(selector: string): void {
  requestAnimationFrame(() => {
    const found = document.querySelector<HTMLElement>(`[data-pane="sources"] ${selector}`);
    if (found) found.focus({ preventScroll: false });
    else focusPane('sources');
  });
}

export function openForm(editing: SourceId | 'new'): void {
  useSourcesView.setState(editing === 'new' ? { editing } : { editing, chosen: editing });
}

/** Closes the form as it is; the keyboard goes to its source. */
export function closeForm(): void {
  const { editing } = useSourcesView.getState();
  useSourcesView.setState({ editing: null });
  const own = `.source-name[data-source="${editing}"]`;
  focusOn(editing === null || editing === 'new' ? '.source-add' : own);
}

/** Closes the form; what was typed into it is asked about first. */
export function leaveForm(): void {
  if (formActions.current === null) closeForm();
  else formActions.current.leave();
}

export function toggleDetails(id: SourceId): void {
  const { chosen } = useSourcesView.getState();
  useSourcesView.setState({ chosen: chosen === id ? null : id });
}

/** The row that has the keyboard, or whose details are open. */
export function currentSource(): SourceId | null {
  const focused = document.activeElement?.closest<HTMLElement>('[data-source]')?.dataset['source'];
  return (focused as SourceId | undefined) ?? useSourcesView.getState().chosen;
}

export const canChange = (id: SourceId | null): id is SourceId =>
  id !== null && sourceSetups.get(id) !== undefined;

export function askToRemove(id: SourceId): void {
  useSourcesView.setState({ removing: id });
}

/** Takes it out of the market; its keys too where `forget` says so. */
export function removeSource({ id, name }: Pick<SourceOffer, 'id' | 'name'>, forget: boolean): void {
  useSourcesView.setState({ removing: null, chosen: null });
  engine()
    .call('sources.remove', { id, forget })
    .then(() =>
      notify(
        'info',
        `${name} was removed${forget ? ' and its stored keys are forgotten' : '; its keys are kept'}.`,
      ),
    )
    .catch(notifyFailure(`remove ${name}`));
  focusOn('.source-add');
}
