import type { Command } from '../../stores/command.ts';
import {
  focusedResult,
  nextTab,
  openEntry,
  prepareUndo,
  resultsFilterBox,
  resultsSlot,
} from './results-state.ts';

const pane = 'results' as const;
const onAnEvent = () => focusedResult() !== null;

export const resultsCommands: readonly Command[] = [
  {
    id: 'results.enter',
    title: 'Enter or correct the result of the event',
    keys: ['Enter'],
    pane,
    enabled: onAnEvent,
    run: () => openEntry(),
  },
  {
    id: 'results.undo',
    title: 'Undo the last entry by hand, after a look at what it does',
    keys: ['Z'],
    pane,
    enabled: onAnEvent,
    run: () => prepareUndo(),
  },
  { id: 'results.list', title: 'Waiting, disputed or all events', keys: ['A'], pane, run: nextTab },
  {
    id: 'results.filter',
    title: 'Find an event',
    keys: ['/'],
    pane,
    run: () => resultsFilterBox.current?.focus(),
  },
  {
    id: 'results.export',
    title: 'Export the results shown as CSV',
    keys: ['Shift+E'],
    pane,
    run: () => resultsSlot.current()?.exportCsv(),
  },
];
