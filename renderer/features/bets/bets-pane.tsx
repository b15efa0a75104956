import { type RefObject, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import './bets.css';
import { Choice, DataGrid, FilterBox, GridToolbar, Toggle, ToolbarButton } from '../../grid/index.ts';
import { bets, orders } from '../../stores/market-data.ts';
import { useStatus } from '../../stores/status.ts';
import { useRow } from '../../stores/use-row.ts';
import { betColumns, betSearchText } from './bet-columns.ts';
import type { BetsTab } from './bet-view.ts';
import {
  betRows,
  betsFilterBox,
  betsSlot,
  focusMarketOf,
  followMarketOf,
  hideReason,
  useBetsView,
} from './bets-state.ts';
import { ReasonPanel } from './reason-panel.tsx';
import { SettledCurve, SettledTotals } from './settled-summary.tsx';

const TABS: readonly { readonly value: BetsTab; readonly label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'settled', label: 'Settled' },
  { value: 'unmatched', label: 'Not matched' },
];
const EMPTY: Readonly<Record<BetsTab, readonly [string, string]>> = {
  open: ['No open bets', 'Prepare a ticket from a price or an edge with Enter, arm it and place it.'],
  settled: ['Nothing settled yet', 'Bets move here when their event ends.'],
  unmatched: [
    'Nothing refused',
    'Orders that were rejected, cancelled or lapsed without a match are kept here.',
  ],
};

/** Orders and bets: what is open, what was settled and what it was worth, and what was not matched. */
export function BetsPane() {
  const { tab, text, reasonOf, curve } = useBetsView();
  const currency = useStatus(({ status }) => status?.currency ?? null);
  const corrected = useSyncExternalStore(bets.subscribe, anyCorrected);
  const columns = useMemo(() => betColumns(tab, corrected), [tab, corrected]);
  const [shown, setShown] = useState(0);
  const [title, advice] = EMPTY[tab];
  const room = useRef<HTMLDivElement>(null);
  return (
    <div className="grid-pane bets" ref={room}>
      <GridToolbar label="Bets">
        <Choice
          label="List"
          value={tab}
          options={TABS}
          onChange={(value) => useBetsView.setState({ tab: value, reasonOf: null })}
        />
        <FilterBox
          value={text}
          onChange={(value) => useBetsView.setState({ text: value })}
          label="Find a bet"
          inputRef={betsFilterBox}
          onLeave={() => betsSlot.current()?.focus()}
        />
        {tab === 'settled' && (
          <Toggle
            on={curve}
            onChange={(on) => useBetsView.setState({ curve: on })}
            hint="Profit against expectation (G); maximise a low pane to see it (Alt+Enter)"
          >
            Curve
          </Toggle>
        )}
        <span className="spacer" />
        <span className="count">{shown} shown</span>
        <ToolbarButton onClick={() => betsSlot.current()?.exportCsv()} hint="Export as CSV (Shift+E)">
          CSV
        </ToolbarButton>
      </GridToolbar>
      <div className="bets-room">
        <div className="bets-split">
          <div className="bets-body">
            <DataGrid
              key={tab}
              id={`bets-${tab}`}
              label={title}
              columns={columns}
              source={betRows[tab]}
              rowId={rowId}
              filter={text}
              searchText={betSearchText}
              slot={betsSlot}
              onFocus={followMarketOf}
              onAction={focusMarketOf}
              onCount={setShown}
              empty={
                <>
                  <strong>{title}</strong>
                  <span>{advice}</span>
                </>
              }
            />
          </div>
          {tab === 'settled' && curve && <SettledCurve />}
        </div>
      </div>
      {currency !== null && <SettledTotals currency={currency} />}
      {reasonOf !== null && <Reason orderId={reasonOf} room={room} />}
    </div>
  );
}

function Reason({
  orderId,
  room,
}: {
  readonly orderId: string;
  readonly room: RefObject<HTMLElement | null>;
}) {
  const bet = useRow(bets, orderId) ?? null;
  const order = useRow(orders, orderId) ?? bet?.order;
  if (order === undefined) return null;
  return <ReasonPanel view={{ order, bet }} room={room} onClose={hideReason} />;
}

const rowId = ({ id }: { readonly id: string }): string => id;

function anyCorrected(): boolean {
  for (const { corrected } of bets.values()) if (corrected) return true;
  return false;
}
