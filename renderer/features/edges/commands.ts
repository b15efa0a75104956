import type { Command } from '../../stores/command.ts';
import { books } from '../../stores/market-data.ts';
import { MINIMUM_EVS, next, useEdgesView } from './edge-filter.ts';
import { arbitragesSlot, edgesFilterBox, edgesSlot, hasFocusedRow, takeFocused } from './edges-state.ts';

const pane = 'edges' as const;
const view = () => useEdgesView.getState();
const openSlot = () => (view().tab === 'edges' ? edgesSlot : arbitragesSlot);

export const edgesCommands: readonly Command[] = [
  {
    id: 'edges.ticket',
    title: 'Prepare a ticket from the focused edge, with its Kelly stake',
    keys: ['Enter'],
    pane,
    enabled: hasFocusedRow,
    run: takeFocused,
  },
  {
    id: 'edges.filter',
    title: 'Find an edge',
    keys: ['/'],
    pane,
    run: () => edgesFilterBox.current?.focus(),
  },
  {
    id: 'edges.arbitrages',
    title: 'Edges or arbitrages',
    keys: ['A'],
    pane,
    run: () => view().set({ tab: view().tab === 'edges' ? 'arbitrages' : 'edges' }),
  },
  {
    id: 'edges.minimum-ev',
    title: 'Raise the smallest EV listed',
    keys: ['M'],
    pane,
    run: () => view().set({ minimumEv: next(MINIMUM_EVS, view().minimumEv) }),
  },
  {
    id: 'edges.book',
    title: 'Edges of the next book, or of all',
    keys: ['K'],
    pane,
    run: () =>
      view().set({ bookId: next([null, ...[...books.values()].map(({ id }) => id)], view().bookId) }),
  },
  {
    id: 'edges.before-start',
    title: 'Only before the start, or all',
    keys: ['P'],
    pane,
    run: () => view().set({ beforeStartOnly: !view().beforeStartOnly }),
  },
  {
    id: 'edges.every-method',
    title: 'Only edges positive over the whole range, or all',
    keys: ['V'],
    pane,
    run: () => view().set({ everyMethod: !view().everyMethod }),
  },
  {
    id: 'edges.rank',
    title: 'Rank the edges now',
    keys: ['R'],
    pane,
    run: () => openSlot().current()?.settle(),
  },
  {
    id: 'edges.export',
    title: 'Export the edges shown as CSV',
    keys: ['Shift+E'],
    pane,
    run: () => openSlot().current()?.exportCsv(),
  },
];
