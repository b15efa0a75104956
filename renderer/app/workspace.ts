import type { DockviewApi, IDockviewPanel } from 'dockview-react';
import { saveValue } from '../stores/saved-value.ts';
import { notify } from '../stores/toasts.ts';
import {
  attachPaneHolder,
  focusedPane,
  focusPane,
  type PaneId,
  showPane,
  useWorkspace,
} from '../stores/workspace.ts';
import { keepScroll } from './kept-scroll.ts';
import { addPane, applyDefaultLayout, restoreLayout, savedLayout } from './layout.ts';
import type { Pane } from './pane.ts';
import { type Direction, distanceTo } from './workspace-geometry.ts';

let dock: { readonly api: DockviewApi; readonly panes: readonly Pane[] } | undefined;

/** Takes over the dock: restores the layout, then saves it as it changes. Returns the function that lets go. */
export function attachWorkspace(api: DockviewApi, panes: readonly Pane[], saved: unknown): () => void {
  dock = { api, panes };
  if (saved === null || saved === undefined) {
    applyDefaultLayout(api, panes, api.width, api.height);
  } else {
    const fault = restoreLayout(api, saved, panes);
    if (fault !== undefined) {
      applyDefaultLayout(api, panes, api.width, api.height);
      notify('warn', `Your saved layout can't be used because ${fault}; this is the default one.`);
    }
  }
  const scroll = keepScroll(document);
  const restoreScroll = () => {
    const id = api.activePanel?.id;
    const pane = id === undefined ? null : document.querySelector(`[data-pane="${id}"]`);
    if (pane !== null) scroll.restore(pane);
  };
  const listeners = [
    api.onDidActivePanelChange(() => {
      readActive(api);
      restoreScroll();
      // A pane that was hidden is in the page by the next frame.
      requestAnimationFrame(restoreScroll);
    }),
    api.onDidMaximizedGroupChange(() => useWorkspace.setState({ maximised: api.hasMaximizedGroup() })),
    api.onDidLayoutChange(() => {
      // A maximised pane is a moment's view, not the layout to come back to.
      if (!api.hasMaximizedGroup() && api.panels.length > 0) saveValue('layout', savedLayout(api));
    }),
  ];
  const detach = attachPaneHolder({
    isOpen: (id) => api.getPanel(id) !== undefined,
    bringToFront: (id) => bringToFront(api, panes, id),
  });
  readActive(api);
  return () => {
    for (const listener of listeners) listener.dispose();
    scroll.stop();
    detach();
    dock = undefined;
  };
}

function bringToFront(api: DockviewApi, panes: readonly Pane[], id: PaneId): boolean {
  if (api.getPanel(id) === undefined) {
    const pane = panes.find((candidate) => candidate.id === id);
    if (pane === undefined) return false;
    addPane(api, pane);
  }
  const panel = api.getPanel(id);
  if (panel === undefined) return false;
  if (api.hasMaximizedGroup() && !panel.api.isMaximized()) api.exitMaximizedGroup();
  panel.api.setActive();
  return true;
}

const readActive = (api: DockviewApi): void =>
  useWorkspace.setState({ active: (api.activePanel?.id as PaneId | undefined) ?? null });

/** Out of a text field, back to its pane, so that single keys are commands again. */
export function leaveField(): void {
  const pane = focusedPane();
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  if (pane !== null) focusPane(pane);
}

export function closeActivePane(): void {
  if (dock === undefined || dock.api.activePanel === undefined) return;
  if (dock.api.panels.length === 1) {
    notify('info', 'The last pane stays open.');
    return;
  }
  dock.api.activePanel.api.close();
  showActive();
}

export function toggleMaximised(): void {
  const panel = dock?.api.activePanel;
  if (dock === undefined || panel === undefined) return;
  if (dock.api.hasMaximizedGroup()) dock.api.exitMaximizedGroup();
  else dock.api.maximizeGroup(panel);
  showActive();
}

export function exitMaximised(): void {
  if (dock?.api.hasMaximizedGroup()) toggleMaximised();
}

const showActive = (): void => {
  const active = dock?.api.activePanel;
  if (active !== undefined) showPane(active.id as PaneId);
};

/** To the next (1) or previous (-1) pane in reading order, hidden tabs included. */
export function cyclePane(step: 1 | -1): void {
  if (dock === undefined || dock.api.panels.length === 0) return;
  const { panels, activePanel } = dock.api;
  const order = dock.panes.flatMap((pane) => panels.filter((panel) => panel.id === pane.id));
  const at = order.findIndex((panel) => panel.id === activePanel?.id);
  const next = order[(at + step + order.length) % order.length];
  if (next !== undefined) showPane(next.id as PaneId);
}

/** To the nearest pane that lies in that direction on screen. */
export function movePane(direction: Direction): void {
  const active = dock?.api.activePanel;
  if (dock === undefined || active === undefined) return;
  const from = active.group.element.getBoundingClientRect();
  const others = dock.api.groups.filter(
    (group) => group !== active.group && group.element.offsetParent !== null,
  );
  const candidates = others.flatMap((group) => {
    const distance = distanceTo(from, group.element.getBoundingClientRect(), direction);
    return distance === undefined ? [] : [{ panel: group.activePanel, distance }];
  });
  const nearest = candidates.sort((a, b) => a.distance - b.distance)[0];
  const panel: IDockviewPanel | undefined = nearest?.panel;
  if (panel !== undefined) showPane(panel.id as PaneId);
}

export function resetLayout(): void {
  if (dock === undefined) return;
  if (dock.api.hasMaximizedGroup()) dock.api.exitMaximizedGroup();
  applyDefaultLayout(dock.api, dock.panes, dock.api.width, dock.api.height);
  notify('ok', 'Layout reset.');
  showActive();
}
