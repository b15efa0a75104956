import { useEffect, useState } from 'react';
import './backtest.css';
import './strategy.css';
import { Choice, FilterBox, GridToolbar, Toggle, ToolbarButton } from '../../grid/index.ts';
import { removeRun } from '../../stores/runs.ts';
import { useStatus } from '../../stores/status.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { BACKTEST_TABS, runsFilterBox, useBacktestView } from './backtest-view.ts';
import { runsSlot } from './grid-slots.ts';
import { useBacktests } from './results.ts';
import { ResultsView } from './results-view.tsx';
import { comparableIds, compareMarked, leaveDetails, showRun, showTab } from './run-actions.ts';
import { percentText } from './run-rows.ts';
import { loadStrategies } from './strategies.ts';
import { StrategyView } from './strategy-view.tsx';

const TAB_OPTIONS = BACKTEST_TABS.map((tab, index) => ({ ...tab, hint: String(index + 1) }));

/** Strategies over past matches at recorded prices: how they would have done, and what that proves. */
export function BacktestPane() {
  const tab = useBacktestView((view) => view.tab);
  const connected = useStatus((state) => state.connection === 'open');
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (connected) void loadStrategies();
  }, [connected]);
  return (
    <div className="grid-pane backtest">
      <GridToolbar label="Backtest">
        <Choice label="View" value={tab} options={TAB_OPTIONS} onChange={showTab} />
        {tab === 'results' ? <ListTools shown={shown} /> : <span className="spacer" />}
        <Running />
      </GridToolbar>
      <div className="backtest-room">
        {tab === 'results' ? <ResultsView onCount={setShown} /> : <StrategyView />}
      </div>
      <RemoveDialog />
    </div>
  );
}

function ListTools({ shown }: { readonly shown: number }) {
  const { text, comparing, marked, table } = useBacktestView();
  return (
    <>
      <FilterBox
        value={text}
        onChange={(value) => useBacktestView.setState({ text: value })}
        label="Find a backtest"
        inputRef={runsFilterBox}
        onLeave={() => runsSlot.current()?.focus()}
      />
      <Toggle
        on={comparing && comparableIds().length >= 2}
        onChange={compareMarked}
        hint="Space marks, V compares what is marked"
      >
        {marked.length === 0 ? 'Compare' : `Compare ${marked.length}`}
      </Toggle>
      <Toggle
        on={table}
        onChange={(on) => useBacktestView.setState({ table: on })}
        hint="Table beside the curve (T)"
      >
        Table
      </Toggle>
      <span className="spacer" />
      <span className="count">
        {shown} {shown === 1 ? 'backtest' : 'backtests'}
      </span>
      <ToolbarButton onClick={() => runsSlot.current()?.exportCsv()} hint="Export the list as CSV">
        CSV
      </ToolbarButton>
    </>
  );
}

/** What goes on at the moment, in every view. */
function Running() {
  const running = useBacktests().filter(({ state }) => state === 'running' || state === 'queued');
  const connected = useStatus((state) => state.connection === 'open');
  const first = running.find(({ state }) => state === 'running') ?? running[0];
  if (first === undefined) return null;
  return (
    <button
      type="button"
      className="bar-button backtest-running"
      title={`Show ${first.name}`}
      onClick={() => showRun(first.id)}
    >
      <progress max={1} value={first.share} aria-label={`Progress of ${first.name}`} />
      {connected ? (first.state === 'queued' ? 'waiting' : percentText(first.share)) : 'not connected'}
      {running.length > 1 && ` +${running.length - 1}`}
    </button>
  );
}

/** Asks before a run is forgotten. Enter is yes, Escape no. */
function RemoveDialog() {
  const id = useBacktestView((view) => view.removing);
  const run = useBacktests().find((candidate) => candidate.id === id);
  if (run === undefined) return null;
  const close = () => useBacktestView.setState({ removing: null });
  const remove = () => {
    close();
    void removeRun(run.id).then((removed) => {
      if (removed) {
        useBacktestView.setState(({ marked }) => ({
          run: null,
          marked: marked.filter((one) => one !== run.id),
        }));
        leaveDetails();
      }
    });
  };
  return (
    <Dialog label={`Remove ${run.name}?`} className="backtest-question" onClose={close}>
      <header className="dialog-header">
        <h2>Remove {run.name}?</h2>
      </header>
      <div className="dialog-body">
        <p>The backtest is forgotten with its result and its bets. The strategy can be run again.</p>
      </div>
      <footer className="dialog-footer">
        <button type="button" className="button" onClick={close}>
          Cancel <kbd className="key-cap">Esc</kbd>
        </button>
        <button type="button" className="button button-primary" data-dialog-focus="" onClick={remove}>
          Remove <kbd className="key-cap">Enter</kbd>
        </button>
      </footer>
    </Dialog>
  );
}
