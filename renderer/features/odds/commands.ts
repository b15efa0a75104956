import type { Command } from '../../stores/command.ts';
import { MARKET_KINDS, type Phase, useOddsView } from './odds-filter.ts';
import { focusOddsFilter } from './odds-filter-box.ts';
import { oddsSlot } from './odds-rows.ts';
import { prepareTicket } from './odds-ticket.ts';
import { showMarks } from './price-marks.tsx';

const pane = 'odds' as const;
const onACell = () => oddsSlot.current()?.focused() != null;
const NEXT_PHASE: Readonly<Record<Phase, Phase>> = { all: 'before', before: 'live', live: 'all' };

export const oddsCommands: readonly Command[] = [
  {
    id: 'odds.ticket',
    title: 'Prepare a ticket at the focused price',
    keys: ['Enter'],
    pane,
    enabled: onACell,
    run: () => prepareTicket(),
  },
  {
    id: 'odds.back',
    title: 'Prepare a back',
    keys: ['B'],
    pane,
    enabled: onACell,
    run: () => prepareTicket('back'),
  },
  {
    id: 'odds.lay',
    title: 'Prepare a lay',
    keys: ['L'],
    pane,
    enabled: onACell,
    run: () => prepareTicket('lay'),
  },
  { id: 'odds.filter', title: 'Find an event', keys: ['/'], pane, run: focusOddsFilter },
  ...MARKET_KINDS.map(
    ({ value, label }, index): Command => ({
      id: `odds.show-${value}`,
      title: value === 'all' ? 'Show all markets' : `Show ${label} markets`,
      keys: [String(index + 1)],
      pane,
      run: () => useOddsView.getState().set({ kind: value }),
    }),
  ),
  {
    id: 'odds.edges-only',
    title: 'Only events with edges, or all',
    keys: ['E'],
    pane,
    run: () => useOddsView.getState().set({ edgesOnly: !useOddsView.getState().edgesOnly }),
  },
  {
    id: 'odds.phase',
    title: 'Pre-match, in play or both',
    keys: ['P'],
    pane,
    run: () => useOddsView.getState().set({ phase: NEXT_PHASE[useOddsView.getState().phase] }),
  },
  {
    id: 'odds.every-book',
    title: 'Books with prices on these rows, or every book',
    keys: ['C'],
    pane,
    run: () => useOddsView.getState().set({ everyBook: !useOddsView.getState().everyBook }),
  },
  { id: 'odds.marks', title: 'What the marks on prices mean', keys: ['M'], pane, run: showMarks },
  {
    id: 'odds.sort',
    title: 'Sort and filter the rows anew',
    keys: ['R'],
    pane,
    run: () => oddsSlot.current()?.settle(),
  },
  {
    id: 'odds.export',
    title: 'Export the odds shown as CSV',
    keys: ['Shift+E'],
    pane,
    run: () => oddsSlot.current()?.exportCsv(),
  },
];
