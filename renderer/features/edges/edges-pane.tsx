import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { counted } from '../../ui/counted.ts';
import './edges.css';
import type { Arbitrage } from '../../../shared/domain/edge.ts';
import { quoteKey } from '../../../shared/domain/quote.ts';
import {
  Choice,
  DataGrid,
  FilterBox,
  GridToolbar,
  Toggle,
  ToolbarButton,
  useWidth,
} from '../../grid/index.ts';
import { ageLimitOf } from '../../stores/age-limit.ts';
import { catalogue } from '../../stores/catalogue.ts';
import { useFocus } from '../../stores/focus.ts';
import { books } from '../../stores/market-data.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { engineNow, useStatus } from '../../stores/status.ts';
import { useRows } from '../../stores/use-rows.ts';
import { formatMoney } from '../../ui/figures.ts';
import { StaleSources } from '../../ui/stale-sources.tsx';
import { arbitrageColumns } from './arbitrage-columns.ts';
import { edgeColumns, edgeSearchText } from './edge-columns.ts';
import { MINIMUM_EVS, passesEdges, useEdgesView } from './edge-filter.ts';
import type { EdgeRow } from './edge-rows.ts';
import {
  arbitragesSlot,
  edgeRows,
  edgesFilterBox,
  edgesSlot,
  focusArbitrage,
  focusEdge,
  focusList,
  showList,
  stakesNow,
  takeEdge,
  takeLeg,
} from './edges-state.ts';

const MINIMUM_OPTIONS = MINIMUM_EVS.map((ev) => ({
  value: String(ev),
  label: ev === 0 ? 'Any EV' : `EV ${ev * 100}%+`,
}));
const TABS = [
  { value: 'edges', label: 'Edges' },
  { value: 'arbitrages', label: 'Arbs' },
] as const;

/** What is worth taking now, best first. */
export function EdgesPane() {
  const tab = useEdgesView((view) => view.tab);
  const { ref, width } = useWidth(480);
  const before = useRef(tab);
  useEffect(() => {
    if (before.current === tab) return;
    before.current = tab;
    // What held the keyboard went with the other list.
    focusList();
  }, [tab]);
  return (
    <div ref={ref} className="grid-pane edges">
      {tab === 'edges' ? <EdgesList width={width} /> : <ArbitrageList />}
    </div>
  );
}

function TabChoice() {
  const tab = useEdgesView((view) => view.tab);
  return <Choice label="List" value={tab} options={TABS} onChange={showList} />;
}

/** Pixels: two lines, and in Edges the bar of the EV's range. */
const ROW_HEIGHT = 33;
/** Seconds out of order before it is worth a word: calm moments come every other second. */
const HELD_FOR = 3;

/**
 * Says that the rows hold still under the user's hand though their order is another by now. Where values always change
 * the order is never right for long; it is held only while no calm moment comes.
 */
function HeldHint() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    let settles = edgeRows.edges.settles();
    const timer = setInterval(() => {
      const calm = settles !== edgeRows.edges.settles() || edgeRows.edges.isRanked();
      settles = edgeRows.edges.settles();
      setSeconds((before) => (calm ? 0 : Math.min(before + 1, HELD_FOR)));
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds < HELD_FOR ? null : (
    <span className="count" title="Rows hold still while you use the list, and are ranked when you pause">
      held – R ranks
    </span>
  );
}

function EdgesList({ width }: { readonly width: number }) {
  const { text, minimumEv, bookId, beforeStartOnly, everyMethod, set } = useEdgesView();
  const bookList = useRows(books);
  const [shown, setShown] = useState(0);
  const format = useOddsFormat(({ format: chosen }) => chosen);
  const columns = useMemo(
    () =>
      edgeColumns({
        engine: engineNow,
        page: () => performance.now(),
        ageLimit: ageLimitOf,
        currency: () => useStatus.getState().status?.currency ?? null,
        format,
        width,
      }),
    [format, width],
  );
  const passes = useCallback(
    ({ value: { edge } }: EdgeRow) =>
      passesEdges(edge, catalogue.market(edge.marketId)?.event, {
        minimumEv,
        bookId,
        beforeStartOnly,
        everyMethod,
      }),
    [minimumEv, bookId, beforeStartOnly, everyMethod],
  );
  useEffect(() => {
    const link = ({ selectionId, bookId: at, side }: ReturnType<typeof useFocus.getState>) =>
      edgesSlot.current()?.link(selectionId && at ? quoteKey({ selectionId, bookId: at, side }) : null);
    link(useFocus.getState());
    return useFocus.subscribe(link);
  }, []);

  return (
    <>
      <GridToolbar label="Edge filters">
        <TabChoice />
        <FilterBox
          value={text}
          onChange={(value) => set({ text: value })}
          label="Find an edge"
          inputRef={edgesFilterBox}
          onLeave={() => edgesSlot.current()?.focus()}
        />
        <select
          className="bar-select"
          aria-label="Smallest EV"
          value={String(minimumEv)}
          onChange={(event) => set({ minimumEv: Number(event.target.value) })}
        >
          {MINIMUM_OPTIONS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <select
          className="bar-select"
          aria-label="Book"
          value={bookId ?? ''}
          onChange={(event) => set({ bookId: event.target.value === '' ? null : event.target.value })}
        >
          <option value="">All books</option>
          {bookList.map((book) => (
            <option key={book.id} value={book.id}>
              {book.name}
            </option>
          ))}
        </select>
        <Toggle
          on={beforeStartOnly}
          onChange={(on) => set({ beforeStartOnly: on })}
          hint="Only before the start (P)"
        >
          Pre-match
        </Toggle>
        <Toggle
          on={everyMethod}
          onChange={(on) => set({ everyMethod: on })}
          hint="Only edges that are positive over the whole range of their fair price (V)"
        >
          Whole range
        </Toggle>
        <span className="spacer" />
        <HeldHint />
        <span className="count">{counted(shown, 'edge')}</span>
        <ToolbarButton onClick={() => edgesSlot.current()?.exportCsv()} hint="Export as CSV (Shift+E)">
          CSV
        </ToolbarButton>
      </GridToolbar>
      <DataGrid
        id="edges"
        label="Edges ranked by expected value"
        columns={columns}
        source={edgeRows.edges}
        rowId={rowId}
        rowHeight={ROW_HEIGHT}
        passes={passes}
        filter={text}
        searchText={edgeSearchText}
        slot={edgesSlot}
        onFocus={focusEdge}
        onAction={takeEdge}
        onCount={setShown}
        empty={
          <>
            <strong>No edges at the moment</strong>
            <span>A quote is listed when its EV after commission passes the minimum in the settings.</span>
            <StaleSources />
          </>
        }
        noneShown={
          <>
            <strong>No edge passes the filters</strong>
            <span>Lower the smallest EV (M), or show every book (K) and phase (P).</span>
          </>
        }
      />
    </>
  );
}

function stakeText(arbitrage: Arbitrage, index: number): string {
  const { stake = null, isTaken = false } = stakesNow(arbitrage)?.byLeg[index] ?? {};
  const currency = useStatus.getState().status?.currency;
  if (isTaken) return 'Matched,';
  return stake === null || currency === undefined ? '' : formatMoney(stake, currency);
}

function ArbitrageList() {
  const columns = useMemo(() => arbitrageColumns(engineNow, stakeText), []);
  return (
    <>
      <GridToolbar label="Arbitrages">
        <TabChoice />
        <span className="spacer" />
        <span
          className="count"
          title="Tickets for what is gone, or takes no order now, are held until you take a price"
        >
          dim: gone · <span className="edges-doubtful">amber</span>: likely gone, or takes no order
        </span>
        <ToolbarButton onClick={() => arbitragesSlot.current()?.exportCsv()} hint="Export as CSV (Shift+E)">
          CSV
        </ToolbarButton>
      </GridToolbar>
      <DataGrid
        id="arbitrages"
        label="Arbitrages ranked by what they return now"
        columns={columns}
        source={edgeRows.arbitrages}
        rowId={rowId}
        rowHeight={ROW_HEIGHT}
        slot={arbitragesSlot}
        onFocus={focusArbitrage}
        onAction={takeLeg}
        empty={
          <>
            <strong>No arbitrage at the moment</strong>
            <span>One is listed when prices win whatever happens, after commission.</span>
          </>
        }
      />
    </>
  );
}

const rowId = ({ id }: { readonly id: string }): string => id;
