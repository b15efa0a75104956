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

const STEPS = [
  ['market', "The event's next market", 1, ']'],
  ['market', "The event's previous market", -1, '['],
  ['selection', "The movement of the market's next selection", 1, 'S'],
  ['selection', "The movement of the market's previous selection", -1, 'Shift+S'],
  ['offer', 'The movement at the next book', 1, 'B'],
  ['offer', 'The movement at the book before', -1, 'Shift+B'],
] as const;

export const historyCommands: readonly Command[] = [
  {
    id: 'history.search',
    title: 'Find an event of the past',
    keys: ['F', '/'],
    pane,
    run: () => {
      focusOn('search')();
      useHistoryView.setState({ searching: true });
    },
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
    id: 'history.opening',
    title: 'Look at the opening, the first price of the event',
    keys: ['O'],
    pane,
    enabled: isShown,
    run: () => shownPrices.current?.opening(),
  },
  {
    id: 'history.close',
    title: 'Look at the close, the start of the event',
    keys: ['C'],
    pane,
    enabled: () => shownPrices.current?.close != null,
    run: () => shownPrices.current?.close?.(),
  },
  {
    id: 'history.newest',
    title: 'Look at the newest prices of the event',
    keys: ['L'],
    pane,
    enabled: isShown,
    run: () => shownPrices.current?.latest(),
  },
  ...STEPS.map(
    ([what, title, by, key]): Command => ({
      id: `history.${what}-${by === 1 ? 'next' : 'previous'}`,
      title,
      keys: [key],
      pane,
      enabled: isShown,
      run: () => shownPrices.current?.step(what, by),
    }),
  ),
  {
    id: 'history.plot',
    title: 'Walk along the movement by arrows; Enter looks at a point',
    keys: ['P'],
    pane,
    enabled: isShown,
    run: () => {
      useHistoryView.setState({ asTable: false });
      document.querySelector<HTMLElement>('[data-history="plot"] .chart')?.focus();
    },
  },
  {
    id: 'history.table',
    title: 'Every change as a table, or as a plot',
    keys: ['T'],
    pane,
    enabled: isShown,
    run: () => useHistoryView.setState(({ asTable }) => ({ asTable: !asTable })),
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
    title: 'Read prices and storage figures again',
    keys: ['R'],
    pane,
    run: () => {
      void readStorage();
      shownPrices.current?.again();
    },
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
