import type { Command } from '../../stores/command.ts';
import {
  acceptFocused,
  chooseCandidate,
  exportShown,
  focusedAlias,
  focusedMatch,
  forgetFocused,
  matchingFilterBox,
  nextTab,
  rejectFocused,
  showTab,
  undoDecision,
} from './matching-state.ts';

const pane = 'matching' as const;
const onAMatch = () => focusedMatch() !== null;

export const matchingCommands: readonly Command[] = [
  {
    id: 'matching.accept',
    title: 'The two events are the same',
    keys: ['A'],
    pane,
    enabled: onAMatch,
    run: acceptFocused,
  },
  {
    id: 'matching.reject',
    title: 'Not the same, or forget the learned name',
    keys: ['X'],
    pane,
    enabled: () => onAMatch() || focusedAlias() !== null,
    run: () => (focusedAlias() === null ? rejectFocused() : forgetFocused()),
  },
  {
    id: 'matching.undo',
    title: 'Take back the newest decision on matches',
    keys: ['U'],
    pane,
    run: undoDecision,
  },
  {
    id: 'matching.choose',
    title: 'Choose among candidates',
    keys: ['C', 'Enter'],
    pane,
    enabled: onAMatch,
    run: chooseCandidate,
  },
  { id: 'matching.next-list', title: 'Next list of matches', keys: ['L'], pane, run: () => nextTab(1) },
  {
    id: 'matching.previous-list',
    title: 'Previous list of matches',
    keys: ['Shift+L'],
    pane,
    run: () => nextTab(-1),
  },
  {
    id: 'matching.names',
    title: 'Names learned from matches',
    keys: ['N'],
    pane,
    run: () => showTab('names'),
  },
  { id: 'matching.decisions', title: 'Decisions on matches', keys: ['D'], pane, run: () => showTab('log') },
  {
    id: 'matching.filter',
    title: 'Find a match',
    keys: ['/'],
    pane,
    run: () => matchingFilterBox.current?.focus(),
  },
  {
    id: 'matching.export',
    title: 'Export the matches shown as CSV',
    keys: ['Shift+E'],
    pane,
    run: exportShown,
  },
];
