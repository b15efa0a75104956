import type { Command } from '../../stores/command.ts';
import { useStatus } from '../../stores/status.ts';
import { showPane } from '../../stores/workspace.ts';
import { shownPrices, useHistoryView } from './history-view.ts';
import { cancelWork, readStorage, startCompaction, useHistoryWork } from './history-work.ts';

const pane = 'history' as const;
const isRunning = (): boolean => useHistoryWork.getState().state === 'running';
const isConnected = (): boolean => useStatus.getState().connection === 'open';
const isShown = (): boolean => shownPrices.current !== null;
const focusOn = (part: string) => (): void => {
  document.querySelector<HTMLElement>(`[data-history="${part}"]`)?.focus();
};

export const historyCommands: readonly Command[] = [
  {
    id: 'history.search',
    title: 'Find an event of the past',
    keys: ['F', '/'],
    pane,
    run: focusOn('search'),
  },
  {
    id: 'history.known',
    title: 'Type the moment to look at',
    keys: ['M'],
    pane,
    enabled: isShown,
    run: focusOn('known'),
  },
  {
    id: 'history.latest',
    title: 'Back to the close, or to the latest prices',
    keys: ['0'],
    pane,
    enabled: isShown,
    run: () => useHistoryView.setState({ known: null, said: null }),
  },
  {
    id: 'history.next',
    title: "The event's next market",
    keys: [']'],
    pane,
    enabled: isShown,
    run: () => shownPrices.current?.step(1),
  },
  {
    id: 'history.previous',
    title: "The event's previous market",
    keys: ['['],
    pane,
    enabled: isShown,
    run: () => shownPrices.current?.step(-1),
  },
  {
    id: 'history.copy',
    title: 'Copy the prices as CSV',
    keys: ['Shift+C'],
    pane,
    enabled: isShown,
    run: () => shownPrices.current?.copy(),
  },
  {
    id: 'history.save',
    title: 'Export the prices as CSV',
    keys: ['Shift+E'],
    pane,
    enabled: isShown,
    run: () => shownPrices.current?.save(),
  },
  {
    id: 'history.export',
    title: 'Export recorded prices to a file',
    keys: ['X'],
    pane,
    run: focusOn('file'),
  },
  {
    id: 'history.retention',
    title: 'Change how long prices are kept',
    keys: ['K'],
    pane,
    run: focusOn('retention'),
  },
  {
    id: 'history.refresh',
    title: 'Read the storage figures again',
    keys: ['R'],
    pane,
    run: () => void readStorage(),
  },
  {
    id: 'history.compact',
    title: 'Compact recorded prices',
    keys: [],
    enabled: () => isConnected() && !isRunning(),
    run: () => showPane('history', startCompaction),
  },
  {
    id: 'history.cancel',
    title: 'Cancel the compaction or export',
    keys: ['Escape'],
    pane,
    enabled: isRunning,
    run: cancelWork,
  },
];
