import { useEffect, useMemo, useState } from 'react';
import type { Currency } from '../../../shared/domain/units.ts';
import { DataGrid, FilterBox, ToolbarButton } from '../../grid/index.ts';
import { useStatus } from '../../stores/status.ts';
import { counted } from '../../ui/counted.ts';
import { betsFilterBox, useBacktestView } from './backtest-view.ts';
import { betColumns, betSearchText } from './bet-columns.ts';
import type { BetRow } from './bets-feed.ts';
import { exportBets } from './exports.ts';
import { betsSlot } from './grid-slots.ts';
import { type BacktestRun, betsFeedOf, useFeedState } from './results.ts';

type BetsProps = { readonly run: BacktestRun; readonly total: number; readonly currency: Currency };

/** Every bet of the backtest, to filter and sort; read from the engine page by page. */
export function BetsSection({ run, total, currency }: BetsProps) {
  const { betsText, reload } = useBacktestView();
  const connected = useStatus((state) => state.connection === 'open');
  const feed = useMemo(() => betsFeedOf(run.id, total), [run.id, total]);
  const { loaded, reading, problem } = useFeedState(feed);
  const [shown, setShown] = useState(0);
  const columns = useMemo(() => betColumns(currency), [currency]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `reload` reads again what failed.
  useEffect(() => {
    if (connected) feed.read();
  }, [feed, connected, reload]);
  return (
    <div className="backtest-bets" data-table="bets">
      <div className="pane-toolbar grid-toolbar" role="toolbar" aria-label="Bets">
        <FilterBox
          value={betsText}
          onChange={(text) => useBacktestView.setState({ betsText: text })}
          label="Find bets"
          inputRef={betsFilterBox}
          onLeave={() => betsSlot.current()?.focus()}
        />
        <span className="spacer" />
        {problem !== null && (
          <span role="alert" className="field-problem">
            {problem} <kbd className="key-cap">F5</kbd> reads on.
          </span>
        )}
        <span className="count" role="status">
          {loaded < total
            ? `${reading ? 'reading ' : ''}${loaded.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`
            : `${shown.toLocaleString('en-GB')} of ${counted(total, 'bet')}`}
        </span>
        <ToolbarButton onClick={() => exportBets(run)} hint="Export these bets as CSV (Shift+E)">
          CSV
        </ToolbarButton>
      </div>
      <DataGrid
        id="backtest-bets"
        label={`Bets of ${run.name}`}
        columns={columns}
        source={feed.source}
        rowId={rowId}
        filter={betsText}
        searchText={betSearchText}
        slot={betsSlot}
        takesFocus={false}
        onCount={setShown}
        empty={total === 0 ? 'No bet was made.' : 'Reading the bets…'}
        noneShown="No bet of these words."
      />
    </div>
  );
}

const rowId = ({ id }: BetRow): string => id;
