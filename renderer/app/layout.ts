import type { DockviewApi, SerializedDockview } from 'dockview-react';
import type { PaneId } from '../stores/workspace.ts';
import type { Pane } from './pane.ts';

type Home = {
  readonly beside: PaneId;
  readonly direction: 'within' | 'below' | 'right' | 'left' | 'above';
};

/** Where a pane goes when it is opened again: beside the first of these that is open, in that direction. */
const HOMES: Readonly<Record<PaneId, readonly Home[]>> = {
  odds: [
    { beside: 'market', direction: 'above' },
    { beside: 'edges', direction: 'left' },
  ],
  edges: [
    { beside: 'ticket', direction: 'above' },
    { beside: 'odds', direction: 'right' },
  ],
  market: [
    { beside: 'odds', direction: 'below' },
    { beside: 'bets', direction: 'above' },
  ],
  ticket: [
    { beside: 'edges', direction: 'below' },
    { beside: 'odds', direction: 'right' },
  ],
  bets: [
    { beside: 'sources', direction: 'within' },
    { beside: 'market', direction: 'below' },
    { beside: 'odds', direction: 'below' },
  ],
  sources: [
    { beside: 'bets', direction: 'within' },
    { beside: 'market', direction: 'below' },
    { beside: 'odds', direction: 'below' },
  ],
  models: [
    { beside: 'odds', direction: 'within' },
    { beside: 'backtest', direction: 'within' },
    { beside: 'market', direction: 'above' },
  ],
  matching: [
    { beside: 'odds', direction: 'within' },
    { beside: 'models', direction: 'within' },
    { beside: 'market', direction: 'above' },
  ],
  results: [
    { beside: 'bets', direction: 'within' },
    { beside: 'sources', direction: 'within' },
    { beside: 'odds', direction: 'below' },
  ],
  replay: [
    { beside: 'sources', direction: 'within' },
    { beside: 'bets', direction: 'within' },
    { beside: 'odds', direction: 'below' },
  ],
  history: [
    { beside: 'models', direction: 'within' },
    { beside: 'odds', direction: 'within' },
    { beside: 'market', direction: 'above' },
  ],
  backtest: [
    { beside: 'models', direction: 'within' },
    { beside: 'odds', direction: 'within' },
    { beside: 'market', direction: 'above' },
  ],
};

/** Tall and wide enough for the ticket to show everything on a laptop. */
const TICKET = { height: 414, width: 480, leastHeight: 270 } as const;

const options = (pane: Pane) => ({
  id: pane.id,
  component: pane.id,
  title: pane.title,
  minimumWidth: 220,
  minimumHeight: pane.id === 'ticket' ? TICKET.leastHeight : 90,
});

/** Opens `pane` where it belongs among the panes that are open now. */
export function addPane(api: DockviewApi, pane: Pane): void {
  const home = HOMES[pane.id].find(({ beside }) => api.getPanel(beside) !== undefined);
  api.addPanel({
    ...options(pane),
    ...(home && { position: { referencePanel: home.beside, direction: home.direction } }),
    ...(pane.id === 'ticket' && { initialHeight: TICKET.height, initialWidth: TICKET.width }),
  });
}

export type DefaultSizes = {
  /** Width of edges and ticket. */
  readonly right: number;
  /** Height of bets and sources. */
  readonly bottom: number;
  readonly ticket: number;
  readonly market: number;
};

/** How a first start shares `width` by `height` pixels. */
export function defaultSizes(width: number, height: number): DefaultSizes {
  // Three whole rows on a laptop: few bets are open at once, and the pane is maximised to study them.
  const bottom = Math.min(300, Math.max(188, height * 0.2));
  const upper = height - bottom;
  // Everything of the ticket in sight where there is room, and edges above it in any case.
  const wanted = Math.min(470, Math.max(TICKET.height, upper * 0.55));
  return {
    // Wide enough for an edge with its stake on a laptop, and no wider than a trader reads on a large screen.
    right: Math.round(Math.min(760, Math.max(TICKET.width, width * 0.38))),
    bottom: Math.round(bottom),
    ticket: Math.round(Math.max(TICKET.leastHeight, Math.min(wanted, upper * 0.62))),
    market: Math.round(upper * 0.56),
  };
}

/** The layout of a first start: odds and market left, edges and ticket right, bets, sources and results below, models behind odds. */
export function applyDefaultLayout(
  api: DockviewApi,
  panes: readonly Pane[],
  width: number,
  height: number,
): void {
  api.clear();
  const pane = (id: PaneId) => {
    const found = panes.find((candidate) => candidate.id === id);
    if (found === undefined) throw new Error(`The panes table has no ${id}.`);
    return options(found);
  };
  const sizes = defaultSizes(width, height);
  api.addPanel(pane('odds'));
  api.addPanel({
    ...pane('bets'),
    position: { direction: 'below', referencePanel: 'odds' },
    initialHeight: sizes.bottom,
  });
  api.addPanel({
    ...pane('edges'),
    position: { direction: 'right', referencePanel: 'odds' },
    initialWidth: sizes.right,
  });
  api.addPanel({
    ...pane('ticket'),
    position: { direction: 'below', referencePanel: 'edges' },
    initialHeight: sizes.ticket,
  });
  api.addPanel({
    ...pane('market'),
    position: { direction: 'below', referencePanel: 'odds' },
    initialHeight: sizes.market,
  });
  api.addPanel({
    ...pane('sources'),
    position: { direction: 'within', referencePanel: 'bets' },
    inactive: true,
  });
  api.addPanel({
    ...pane('results'),
    position: { direction: 'within', referencePanel: 'bets' },
    inactive: true,
  });
  // For the hours without a market to watch: behind the prices, in the room they have.
  for (const studied of panes.filter(({ id }) => ['models', 'backtest', 'matching'].includes(id)))
    api.addPanel({
      ...options(studied),
      position: { direction: 'within', referencePanel: 'odds' },
      inactive: true,
    });
  api.getPanel('odds')?.api.setActive();
}

/** Raised when the panels or their order changes meaning. */
const LAYOUT_VERSION = 1;

export type SavedLayout = { readonly version: number; readonly dock: SerializedDockview };

export const savedLayout = (api: DockviewApi): SavedLayout => ({
  version: LAYOUT_VERSION,
  dock: api.toJSON(),
});

/** Why a saved layout can't be used; `undefined` when it looks sound. */
export function layoutFault(saved: unknown, panes: readonly Pick<Pane, 'id'>[]): string | undefined {
  if (!isRecord(saved)) return 'it is not a layout';
  if (saved['version'] !== LAYOUT_VERSION) return 'another version of the program wrote it';
  const dock = saved['dock'];
  if (!isRecord(dock) || !isRecord(dock['grid']) || !isRecord(dock['panels']))
    return 'parts of it are missing';
  const ids = Object.keys(dock['panels']);
  if (ids.length === 0) return 'it has no panes';
  const unknown = ids.find((id) => !panes.some((pane) => pane.id === id));
  return unknown === undefined ? undefined : `it has a pane named ${unknown}, which does not exist`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Puts a saved layout on screen; answers with why it could not, having left the workspace empty then. */
export function restoreLayout(api: DockviewApi, saved: unknown, panes: readonly Pane[]): string | undefined {
  const fault = layoutFault(saved, panes);
  if (fault !== undefined) return fault;
  try {
    api.fromJSON((saved as SavedLayout).dock);
    return api.panels.length === 0 ? 'it has no panes' : undefined;
  } catch (error) {
    api.clear();
    return `it is damaged (${error instanceof Error ? error.message : String(error)})`;
  }
}
