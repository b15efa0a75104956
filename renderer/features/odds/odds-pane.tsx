import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { counted } from '../../ui/counted.ts';
import './odds.css';
import {
  Choice,
  DataGrid,
  FilterBox,
  GridToolbar,
  Toggle,
  ToolbarButton,
  useWidth,
} from '../../grid/index.ts';
import { useFocus } from '../../stores/focus.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { StaleSources } from '../../ui/stale-sources.tsx';
import { NoEvents } from './no-events.tsx';
import { oddsBreak, oddsColumns, oddsSearchText } from './odds-columns.ts';
import { MARKET_KINDS, PHASES, passesOdds, useOddsView } from './odds-filter.ts';
import { oddsFilterBox } from './odds-filter-box.ts';
import { clocks, oddsSlot, oddsSource } from './odds-rows.ts';
import type { OddsRow } from './odds-source.ts';
import { prepareFrom } from './odds-ticket.ts';
import { bookColumn } from './price-cell.ts';
import { PriceMarks, showMarks } from './price-marks.tsx';
import { useShownPrices } from './shown-prices.ts';

/** Selections against books: every price there is, the best one marked. */
export function OddsPane() {
  const { text, kind, phase, edgesOnly, everyBook, set } = useOddsView();
  const prices = useSyncExternalStore(oddsSource.onPriceColumns, oddsSource.priceColumns);
  const { ref, width } = useWidth(960);
  const format = useOddsFormat(({ format: chosen }) => chosen);
  const filter = `${kind} ${phase} ${edgesOnly} ${text}`;
  const { order, sized, hidden, lookSoon } = useShownPrices(oddsSource, prices, everyBook, filter, shownRows);
  const columns = useMemo(
    () => oddsColumns(prices, clocks, { width, format }, order, sized),
    [prices, width, format, order, sized],
  );
  const [shown, setShown] = useState(0);
  const passes = useCallback(
    (row: OddsRow) => passesOdds(row, { kind, phase, edgesOnly }, oddsSource.hasEdges),
    [kind, phase, edgesOnly],
  );

  useEffect(() => {
    const link = (selectionId: string | null) => oddsSlot.current()?.link(selectionId);
    link(useFocus.getState().selectionId);
    return useFocus.subscribe(({ selectionId }) => link(selectionId));
  }, []);

  return (
    <div ref={ref} className="grid-pane odds">
      <GridToolbar label="Odds filters">
        <FilterBox
          value={text}
          onChange={(value) => set({ text: value })}
          label="Find an event"
          inputRef={oddsFilterBox}
          onLeave={() => oddsSlot.current()?.focus()}
        />
        <Choice
          label="Markets"
          value={kind}
          options={MARKET_KINDS}
          onChange={(value) => set({ kind: value })}
        />
        <Choice label="Phase" value={phase} options={PHASES} onChange={(value) => set({ phase: value })} />
        <Toggle on={edgesOnly} onChange={(on) => set({ edgesOnly: on })} hint="Only events with an edge (E)">
          Edges only
        </Toggle>
        {(hidden > 0 || everyBook) && (
          <Toggle
            on={everyBook}
            onChange={(on) => set({ everyBook: on })}
            hint={`Also the columns without a price on these rows: ${hidden} now (C)`}
          >
            Every book
          </Toggle>
        )}
        <span className="spacer" />
        <ToolbarButton onClick={showMarks} hint="What the marks on prices mean (M)">
          Marks
        </ToolbarButton>
        <span className="count" title="Selections that pass the filters">
          {counted(shown, 'row')}
        </span>
        <ToolbarButton onClick={() => oddsSlot.current()?.exportCsv()} hint="Export as CSV (Shift+E)">
          CSV
        </ToolbarButton>
      </GridToolbar>
      <StaleSources />
      <DataGrid
        id="odds"
        label="Odds by selection and book"
        columns={columns}
        source={oddsSource}
        rowId={rowId}
        passes={passes}
        filter={text}
        searchText={oddsSearchText}
        breakBetween={oddsBreak}
        slot={oddsSlot}
        onFocus={focusRow}
        onAction={prepareFrom}
        onCount={(count) => {
          setShown(count);
          lookSoon();
        }}
        empty={<NoEvents />}
        noneShown={
          <>
            <strong>No selection passes the filters</strong>
            <span>Clear the text, or show all markets (1) and phases (P).</span>
          </>
        }
      />
      <PriceMarks />
    </div>
  );
}

const shownRows = (): readonly OddsRow[] => oddsSlot.current()?.shownRows() ?? oddsSource.rows();

const rowId = (row: OddsRow): string => row.id;

function focusRow({ runner: { event, market, selection } }: OddsRow, columnId: string): void {
  useFocus.getState().focusOn({
    eventId: event.id,
    marketId: market.id,
    selectionId: selection.id,
    ...bookColumn(columnId),
  });
}
