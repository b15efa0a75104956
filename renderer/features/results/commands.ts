import type { Command } from '../../stores/command.ts';
import { nextTab, openEntry, prepareUndo, resultsFilterBox, resultsSlot } from './results-state.ts';

const pane = 'results' as const;

export const resultsCommands: readonly Command[] = [
  {
    id: 'results.enter',
    title: 'Enter or correct the result of the event',
    keys: ['Enter'],
    pane,
    run: () => openEntry(),
  },
  {
    id: 'results.set-aside',
    title: 'Set aside what sources say of the event, after a look at what it does (N in its form too)',
    keys: ['N'],
    pane,
    run: () => openEntry(undefined, 'unknown'),
  },
  {
    id: 'results.take-back',
    title: 'Take back what was entered by hand, after a look at what it does (W in its form too)',
    keys: ['W'],
    pane,
    run: () => openEntry(undefined, 'withdrawn'),
  },
  {
    id: 'results.undo',
    title: 'Undo the newest entry by hand, again the one before it, after a look at what it does',
    keys: ['Z'],
    pane,
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
