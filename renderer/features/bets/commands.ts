import type { Command } from '../../stores/command.ts';
import {
  betsFilterBox,
  betsSlot,
  cancelFocused,
  focusedBet,
  focusMarketOf,
  hideReason,
  nextTab,
  showReason,
  useBetsView,
} from './bets-state.ts';

const pane = 'bets' as const;
const onABet = () => focusedBet() !== null;

export const betsCommands: readonly Command[] = [
  {
    id: 'bets.market',
    title: "Show the bet's market in the other panes",
    keys: ['Enter'],
    pane,
    enabled: onABet,
    run: () => {
      const row = focusedBet();
      if (row !== null) focusMarketOf(row);
    },
  },
  {
    id: 'bets.cancel',
    title: 'Cancel the focused order',
    keys: ['X'],
    pane,
    enabled: onABet,
    run: cancelFocused,
  },
  { id: 'bets.why', title: 'Why this bet', keys: ['W'], pane, enabled: onABet, run: () => showReason() },
  {
    id: 'bets.why.close',
    title: 'Close the reason',
    keys: ['Escape'],
    pane,
    enabled: () => useBetsView.getState().reasonOf !== null,
    run: hideReason,
  },
  {
    id: 'bets.tab',
    title: 'Open, settled or not matched',
    keys: ['A'],
    pane,
    run: nextTab,
  },
  {
    id: 'bets.curve',
    title: 'Show or hide the curve of settled bets',
    keys: ['G'],
    pane,
    run: () => useBetsView.setState(({ curve }) => ({ curve: !curve })),
  },
  { id: 'bets.filter', title: 'Find a bet', keys: ['/'], pane, run: () => betsFilterBox.current?.focus() },
  {
    id: 'bets.export',
    title: 'Export the bets shown as CSV',
    keys: ['Shift+E'],
    pane,
    run: () => betsSlot.current()?.exportCsv(),
  },
];
