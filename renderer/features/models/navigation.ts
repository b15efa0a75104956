import { focusPane } from '../../stores/workspace.ts';
import { currentList } from './list-slots.ts';
import { type ModelsTab, useModelsView } from './models-view.ts';

/** Once the new view is on the page, the keyboard goes into it. */
const enterView = (): void => {
  requestAnimationFrame(() => focusPane('models'));
};

export function showTab(tab: ModelsTab): void {
  if (useModelsView.getState().tab === tab) return;
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
