import type { Command } from '../../stores/command.ts';
import {
  cancelFromLadder,
  ladderSlot,
  nextExchange,
  nextSelection,
  takeFromLadder,
  toggleLadder,
} from './ladder-state.ts';
import { historyExport, marketSlot, RANGES, switchMarket, takeCell, useMarketView } from './market-state.ts';

const pane = 'market' as const;

export const marketCommands: readonly Command[] = [
  {
    id: 'market.ticket',
    title: 'Prepare a ticket at the focused price',
    keys: ['Enter'],
    pane,
    enabled: () => ladderSlot.current?.hasKeyboard() === true || marketSlot.current()?.focused() != null,
    run: () => {
      if (takeFromLadder()) return;
      const focused = marketSlot.current()?.focused();
      if (focused) takeCell(focused.row, focused.columnId);
    },
  },
  { id: 'market.next', title: "The event's next market", keys: [']'], pane, run: () => switchMarket(1) },
  {
    id: 'market.previous',
    title: "The event's previous market",
    keys: ['['],
    pane,
    run: () => switchMarket(-1),
  },
  {
    id: 'market.ladder',
    title: 'Every price of the ladder, or the best three',
    keys: ['D'],
    pane,
    run: toggleLadder,
  },
  {
    id: 'market.ladder-book',
    title: "The next exchange's ladder",
    keys: ['X'],
    pane,
    enabled: () => ladderSlot.current !== null,
    run: nextExchange,
  },
  {
    id: 'market.ladder-centre',
    title: 'Ladder to its best prices',
    keys: ['C'],
    pane,
    enabled: () => ladderSlot.current !== null,
    run: () => ladderSlot.current?.centre(),
  },
  {
    id: 'market.cancel',
    title: 'Cancel your orders at the focused price of the ladder',
    keys: ['Delete'],
    pane,
    enabled: () => ladderSlot.current?.hasKeyboard() === true,
    run: cancelFromLadder,
  },
  {
    id: 'market.selection-next',
    title: "The market's next selection",
    keys: ['Shift+ArrowRight'],
    pane,
    run: () => nextSelection(1),
  },
  {
    id: 'market.selection-previous',
    title: "The market's previous selection",
    keys: ['Shift+ArrowLeft'],
    pane,
    run: () => nextSelection(-1),
  },
  ...RANGES.map(
    ({ value, label }, index): Command => ({
      id: `market.range-${value}`,
      title: `History of ${label}`,
      keys: [String(index + 1)],
      pane,
      run: () => useMarketView.setState({ range: value }),
    }),
  ),
  {
    id: 'market.table',
    title: 'History as a chart or as a table',
    keys: ['T'],
    pane,
    run: () => useMarketView.setState(({ asTable }) => ({ asTable: !asTable })),
  },
  {
    id: 'market.reload',
    title: 'Read the history again',
    keys: ['R'],
    pane,
    run: () => useMarketView.setState(({ reload }) => ({ reload: reload + 1 })),
  },
  {
    id: 'market.export',
    title: 'Export the history as CSV',
    keys: ['Shift+E'],
    pane,
    run: () => historyExport.current?.save(),
  },
  {
    id: 'market.copy',
    title: 'Copy the history as CSV',
    keys: ['Shift+C'],
    pane,
    run: () => historyExport.current?.copy(),
  },
];
