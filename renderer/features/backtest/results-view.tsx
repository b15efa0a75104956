import { useCallback, useEffect, useMemo } from 'react';
import { DataGrid } from '../../grid/index.ts';
import { compareRuns, useShownRun } from '../../stores/runs.ts';
import { useStatus } from '../../stores/status.ts';
import { useBacktestView } from './backtest-view.ts';
import { Comparison } from './comparison.tsx';
import { runsSlot } from './grid-slots.ts';
import { useBacktests } from './results.ts';
import { enterDetails, showTab } from './run-actions.ts';
import { RunDetails } from './run-details.tsx';
import { type RunRow, runColumns, runRows, runSearchText } from './run-rows.ts';

/** Every backtest, newest first, and the details of one or the comparison of those marked. */
export function ResultsView({ onCount }: { readonly onCount: (shown: number) => void }) {
  const { text, inDetails } = useBacktestView();
  const currency = useStatus(({ status }) => status?.currency ?? null);
  const columns = useMemo(() => (currency === null ? [] : runColumns(currency)), [currency]);
  const none = useBacktests().length === 0;
  const look = useCallback(({ id }: RunRow) => {
    useBacktestView.setState({ run: id });
    useShownRun.setState({ backtest: id });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is on the page once there are a currency and a run.
  useEffect(() => {
    runsSlot.current()?.link(useBacktestView.getState().run);
    // The rows came after the keyboard, which waits on the pane.
    if (document.activeElement?.matches('[data-pane="backtest"]') === true) runsSlot.current()?.focus();
    return useBacktestView.subscribe(({ run }) => runsSlot.current()?.link(run));
  }, [currency, none]);
  if (currency === null) return null;
  if (none)
    return (
      <div className="pane-empty">
        <strong>No backtests yet</strong>
        <span>
          A strategy bets on past matches at the prices recorded then: what it earned, how deep it fell, and
          whether luck explains it.
        </span>
        <button type="button" className="button" data-pane-focus="" onClick={() => showTab('strategy')}>
          Choose a strategy <kbd className="key-cap">2</kbd>
        </button>
      </div>
    );
  return (
    <div className={inDetails ? 'backtest-split is-in-details' : 'backtest-split'}>
      <DataGrid
        id="backtests"
        label="Backtests, newest first"
        columns={columns}
        source={runRows}
        rowId={rowId}
        filter={text}
        searchText={runSearchText}
        slot={runsSlot}
        onFocus={look}
        onAction={enterDetails}
        onCount={onCount}
        empty={null}
        noneShown="No backtest of this name."
      />
      <Aside />
    </div>
  );
}

const rowId = ({ id }: RunRow): string => id;

function Aside() {
  const { run: id, comparing, marked } = useBacktestView();
  const all = useBacktests();
  const compared = marked.flatMap((one) => all.filter((run) => run.id === one && run.state === 'done'));
  const shown = all.find((run) => run.id === id) ?? [...all].sort(compareRuns)[0];
  if (comparing && compared.length >= 2) return <Comparison runs={compared} />;
  const tried = all.filter(({ state }) => state === 'done').length;
  return shown === undefined ? null : <RunDetails key={shown.id} run={shown} tried={tried} />;
}
