import type { Command } from '../../stores/command.ts';
import { runs } from '../../stores/runs.ts';
import { showPane } from '../../stores/workspace.ts';
import {
  BACKTEST_TABS,
  betsFilterBox,
  formActions,
  runsFilterBox,
  showNextSection,
  toggleMark,
  useBacktestView,
} from './backtest-view.ts';
import { copySummary, exportShown } from './exports.ts';
import { isBacktest } from './results.ts';
import {
  askRemove,
  cancel,
  comparableIds,
  compareMarked,
  editStrategy,
  enterDetails,
  focusedRun,
  leaveDetails,
  resume,
  showTab,
} from './run-actions.ts';

const pane = 'backtest' as const;
const view = useBacktestView.getState;
const set = useBacktestView.setState;

const onResults = () => view().tab === 'results';
const onARun = () => focusedRun() !== null;
const onTheForm = () => formActions.current !== null;

const compared = () =>
  comparableIds().flatMap((id) => {
    const run = runs.get(id);
    return run !== undefined && isBacktest(run) ? [run] : [];
  });

function find(): void {
  const bets = view().section === 'bets' && view().inDetails ? betsFilterBox.current : null;
  (bets ?? runsFilterBox.current)?.focus();
}

export const backtestCommands: readonly Command[] = [
  ...BACKTEST_TABS.map(
    ({ value, label }, index): Command => ({
      id: `backtest.view.${value}`,
      title: value === 'results' ? 'Past backtests' : `${label} to run`,
      keys: [String(index + 1)],
      pane,
      run: () => showTab(value),
    }),
  ),
  {
    id: 'backtest.new',
    title: 'Backtest a strategy',
    keys: [],
    run: () => showPane(pane, () => showTab('strategy')),
  },
  {
    id: 'backtest.run',
    title: 'Run the backtest',
    keys: ['Mod+Enter'],
    pane,
    enabled: onTheForm,
    run: () => formActions.current?.run(),
  },
  {
    id: 'backtest.save',
    title: 'Save the strategy under its name',
    keys: ['Mod+S'],
    pane,
    enabled: onTheForm,
    run: () => formActions.current?.save(),
  },
  {
    id: 'backtest.rename',
    title: 'Rename the strategy it began as',
    keys: ['Mod+Shift+S'],
    pane,
    enabled: onTheForm,
    run: () => formActions.current?.rename(),
  },
  {
    id: 'backtest.edit',
    title: "Change the backtest's strategy and run it again",
    keys: ['E'],
    pane,
    enabled: onARun,
    run: () => editStrategy(),
  },
  {
    id: 'backtest.mark',
    title: 'Mark the backtest for comparison',
    keys: ['Space'],
    pane,
    enabled: onARun,
    run: () => {
      const run = focusedRun();
      if (run !== null) toggleMark(run.id);
    },
  },
  {
    id: 'backtest.compare',
    title: 'Compare the marked backtests, or close the comparison',
    keys: ['V'],
    pane,
    enabled: onResults,
    run: compareMarked,
  },
  {
    id: 'backtest.unmark',
    title: 'Unmark every backtest',
    keys: ['Shift+V'],
    pane,
    enabled: onResults,
    run: () => set({ marked: [], comparing: false }),
  },
  {
    id: 'backtest.details',
    title: 'Into the details of the backtest',
    keys: ['Enter'],
    pane,
    enabled: () => onARun() && !view().inDetails,
    run: enterDetails,
  },
  {
    id: 'backtest.list',
    title: 'Back to the list',
    keys: ['Escape'],
    pane,
    enabled: () => onResults() && (view().inDetails || view().comparing),
    run: leaveDetails,
  },
  {
    id: 'backtest.section.next',
    title: 'Next part: overview, breakdown, bets, strategy',
    keys: [']'],
    pane,
    enabled: onResults,
    run: () => showNextSection(1),
  },
  {
    id: 'backtest.section.previous',
    title: 'Part before',
    keys: ['['],
    pane,
    enabled: onResults,
    run: () => showNextSection(-1),
  },
  {
    id: 'backtest.table',
    title: 'Table beside the curve',
    keys: ['T'],
    pane,
    enabled: onResults,
    run: () => set(({ table }) => ({ table: !table })),
  },
  {
    id: 'backtest.cancel',
    title: 'Cancel the backtest',
    keys: ['X'],
    pane,
    enabled: onARun,
    run: () => cancel(),
  },
  {
    id: 'backtest.resume',
    title: 'Resume the backtest',
    keys: ['U'],
    pane,
    enabled: onARun,
    run: () => resume(),
  },
  {
    id: 'backtest.remove',
    title: 'Remove the backtest',
    keys: ['Delete'],
    pane,
    enabled: onARun,
    run: () => askRemove(),
  },
  {
    id: 'backtest.filter',
    title: 'Find a backtest or bet',
    keys: ['/'],
    pane,
    enabled: onResults,
    run: find,
  },
  {
    id: 'backtest.reload',
    title: 'Read seasons, strategies and results again',
    keys: ['F5'],
    pane,
    run: () => set(({ reload }) => ({ reload: reload + 1 })),
  },
  {
    id: 'backtest.copy',
    title: "Copy the backtest's summary",
    keys: ['Shift+C'],
    pane,
    enabled: onARun,
    run: copySummary,
  },
  {
    id: 'backtest.export',
    title: 'Export the table shown as CSV',
    keys: ['Shift+E'],
    pane,
    enabled: onResults,
    run: () => exportShown(compared()),
  },
];
