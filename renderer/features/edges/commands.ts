import type { Command } from '../../stores/command.ts';
import { books } from '../../stores/market-data.ts';
import { MINIMUM_EVS, next, useEdgesView } from './edge-filter.ts';
import { edgesFilterBox, isOnARow, openSlot, showList, takeFocused } from './edges-state.ts';

const pane = 'edges' as const;
const view = () => useEdgesView.getState();
/** The filters are those of the edges: in the other list their keys would change what is not in sight. */
const onEdges = (): boolean => view().tab === 'edges';

export const edgesCommands: readonly Command[] = [
  {
    id: 'edges.ticket',
    title: 'Prepare a ticket: an edge with its Kelly stake, a leg with the arbitrage’s',
    keys: ['Enter'],
    pane,
    enabled: isOnARow,
    run: takeFocused,
  },
  {
    id: 'edges.filter',
    title: 'Find an edge',
    keys: ['/'],
    pane,
    enabled: onEdges,
    run: () => edgesFilterBox.current?.focus(),
  },
  {
    id: 'edges.arbitrages',
    title: 'Edges or arbitrages',
    keys: ['A'],
    pane,
    run: () => showList(view().tab === 'edges' ? 'arbitrages' : 'edges'),
  },
  {
    id: 'edges.minimum-ev',
    title: 'Raise the smallest EV listed',
    keys: ['M'],
    pane,
    enabled: onEdges,
    run: () => view().set({ minimumEv: next(MINIMUM_EVS, view().minimumEv) }),
  },
  {
    id: 'edges.book',
    title: 'Edges of the next book, or of all',
    keys: ['K'],
    pane,
    enabled: onEdges,
    run: () =>
      view().set({ bookId: next([null, ...[...books.values()].map(({ id }) => id)], view().bookId) }),
  },
  {
    id: 'edges.before-start',
    title: 'Only before the start, or all',
    keys: ['P'],
    pane,
    enabled: onEdges,
    run: () => view().set({ beforeStartOnly: !view().beforeStartOnly }),
  },
  {
    id: 'edges.every-method',
    title: 'Only edges positive over the whole range, or all',
    keys: ['V'],
    pane,
    enabled: onEdges,
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
