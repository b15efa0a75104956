import { focusPane } from '../../stores/workspace.ts';
import { currentList } from './list-slots.ts';
import { type ModelsTab, modelsFilterBox, useModelsView } from './models-view.ts';

const inPane = (selector: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-pane="models"] ${selector}`);

/** Into the field where typing begins, else to the form as a whole, where single keys are commands still. */
export function enterForm(): void {
  (inPane('[data-first-field]') ?? inPane('[data-pane-focus]'))?.focus({ preventScroll: true });
}

/** Once the new view is on the page, the keyboard goes into it. */
function enterView(): void {
  const enter = () => {
    focusPane('models');
    enterForm();
  };
  // After a key React has drawn by then, and what is typed on at once belongs in the new view.
  queueMicrotask(enter);
  requestAnimationFrame(() => {
    const { activeElement } = document;
    if (activeElement === document.body || activeElement?.matches('[data-pane]') === true) enter();
  });
}

export function showTab(tab: ModelsTab): void {
  if (useModelsView.getState().tab === tab) {
    // The form on screen may be without the keyboard, after coming back from another pane.
    focusPane('models');
    if (tab === 'import') enterForm();
    return;
  }
  // What held the keyboard leaves the page with the tab before.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  useModelsView.setState({ tab, text: '', comparing: false, inDetails: false, asking: null });
  enterView();
}

/** Into the details of the focused row. */
export function enterDetails(): void {
  useModelsView.setState({ inDetails: true });
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('.models-details-body')?.focus({ preventScroll: true }),
  );
}

/** Back to the list. */
export function leaveDetails(): void {
  useModelsView.setState({ inDetails: false, comparing: false });
  requestAnimationFrame(() => currentList()?.focus());
}

/** What is marked side by side, or back to the details of one. */
export function setComparing(comparing: boolean): void {
  useModelsView.setState({ comparing, inDetails: comparing });
  requestAnimationFrame(() => {
    if (comparing)
      document.querySelector<HTMLElement>('.models-details-body')?.focus({ preventScroll: true });
    else currentList()?.focus();
  });
}

/** From the filter box to the rows; to the pane while none are shown, so that single keys are commands again. */
export function leaveFilter(): void {
  currentList()?.focus();
  const box = modelsFilterBox.current;
  if (box === null || document.activeElement !== box) return;
  box.blur();
  focusPane('models');
}
