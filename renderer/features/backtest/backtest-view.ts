import { createRef } from 'react';
import { create } from 'zustand';
import { useShownRun } from '../../stores/runs.ts';

export const BACKTEST_TABS = [
  { value: 'results', label: 'Backtests' },
  { value: 'strategy', label: 'Strategy' },
] as const;
export type BacktestTab = (typeof BACKTEST_TABS)[number]['value'];

export const SECTIONS = [
  { value: 'overview', label: 'Overview' },
  { value: 'groups', label: 'Breakdown' },
  { value: 'bets', label: 'Bets' },
  { value: 'told', label: 'Strategy' },
] as const;
export type Section = (typeof SECTIONS)[number]['value'];

type BacktestView = {
  readonly tab: BacktestTab;
  readonly text: string;
  /** The run that is looked at, by id; the newest one while `null`. */
  readonly run: string | null;
  readonly marked: readonly string[];
  /** Whether what is marked is compared in place of the details of one. */
  readonly comparing: boolean;
  readonly section: Section;
  /** The plots' table stands beside them. */
  readonly table: boolean;
  readonly betsText: string;
  /** The keyboard is in the details; in a low pane they stand in place of the list. */
  readonly inDetails: boolean;
  /** The run whose removal waits for the user's yes. */
  readonly removing: string | null;
  /** Rises when what was read shall be read again. */
  readonly reload: number;
};

export const useBacktestView = create<BacktestView>(() => ({
  tab: 'results',
  text: '',
  run: null,
  marked: [],
  comparing: false,
  section: 'overview',
  table: false,
  betsText: '',
  inDetails: false,
  removing: null,
  reload: 0,
}));

// Another pane points at a run.
useShownRun.subscribe(({ backtest }) => {
  if (backtest !== null && backtest !== useBacktestView.getState().run)
    useBacktestView.setState({ run: backtest, tab: 'results', comparing: false, text: '' });
});

export const runsFilterBox = createRef<HTMLInputElement>();
export const betsFilterBox = createRef<HTMLInputElement>();

/** What the strategy form on screen does on its keys; `null` where it is not on screen. */
export const formActions: {
  current: { readonly run: () => void; readonly save: () => void; readonly rename: () => void } | null;
} = { current: null };

export const toggleMark = (id: string): void =>
  useBacktestView.setState(({ marked }) => ({
    marked: marked.includes(id) ? marked.filter((other) => other !== id) : [...marked, id],
  }));

/** The next section, or the one before, round the end. */
export const showNextSection = (by: 1 | -1): void =>
  useBacktestView.setState(({ section }) => {
    const at = SECTIONS.findIndex(({ value }) => value === section);
    return { section: SECTIONS[(at + by + SECTIONS.length) % SECTIONS.length]?.value ?? section };
  });
