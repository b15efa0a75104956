import { useEffect, useState } from 'react';
import './results.css';
import { Choice, DataGrid, FilterBox, GridToolbar, ToolbarButton } from '../../grid/index.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { resultColumns, resultSearchText } from './result-columns.ts';
import type { ResultsTab } from './results-state.ts';
import {
  followEvent,
  openEntry,
  resultRows,
  resultsFilterBox,
  resultsSlot,
  useResultsView,
  watchResults,
} from './results-state.ts';

const TABS: readonly { readonly value: ResultsTab; readonly label: string; readonly hint: string }[] = [
  { value: 'waiting', label: 'Waiting', hint: 'Events that have begun and have open bets' },
  { value: 'disputed', label: 'Disputed', hint: 'Somebody says something else than what stands' },
  { value: 'all', label: 'All', hint: 'Every event that has begun' },
];
const EMPTY: Readonly<Record<ResultsTab, readonly [string, string]>> = {
  waiting: [
    'No bets wait for a result',
    'Bets settle by themselves as sources tell scores. To correct one choose All: A goes on to the next list.',
  ],
  disputed: [
    'Nothing is disputed',
    'Listed here is what a source or an import tells otherwise than it stands.',
  ],
  all: [
    'No event has begun yet',
    'Events are listed from their start on, and for as long as bets on them are open.',
  ],
};

/** How events came out: what waits for a result, what is disputed, and entering and correcting results by hand. */
export function ResultsPane() {
  const { tab, text, draft, problem } = useResultsView();
  const [shown, setShown] = useState(0);
  useEffect(() => watchResults(), []);
  const [title, advice] = EMPTY[tab];
  return (
    <div className="grid-pane results">
      <GridToolbar label="Results">
        <Choice
          label="List"
          value={tab}
          options={TABS}
          onChange={(value) => useResultsView.setState({ tab: value })}
        />
        <FilterBox
          value={text}
          onChange={(value) => useResultsView.setState({ text: value })}
          label="Find an event"
          inputRef={resultsFilterBox}
          onLeave={() => resultsSlot.current()?.focus()}
        />
        <span className="spacer" />
        <span className="count">{shown} shown</span>
        <ToolbarButton onClick={() => openEntry()} hint="Enter or correct the result of the event (Enter)">
          Enter result
        </ToolbarButton>
        <ToolbarButton onClick={() => resultsSlot.current()?.exportCsv()} hint="Export as CSV (Shift+E)">
          CSV
        </ToolbarButton>
      </GridToolbar>
      {problem !== null && (
        <p role="alert" className="results-problem">
          The results are no longer up to date. {problem} Reload the window.
        </p>
      )}
      <DataGrid
        key={tab}
        id="results"
        label="Results of events"
        columns={resultColumns}
        source={resultRows[tab]}
        rowId={rowId}
        filter={text}
        searchText={resultSearchText}
        slot={resultsSlot}
        onFocus={followEvent}
        onAction={(row) => openEntry(row)}
        onCount={setShown}
        empty={
          <>
            <strong>{title}</strong>
            <span>{advice}</span>
          </>
        }
        noneShown={
          <>
            <strong>No event passes the filter</strong>
            <span>Clear the text filter (/) to see the others.</span>
          </>
        }
      />
      {draft !== null && <EntryDialog draft={draft} />}
    </div>
  );
}

const rowId = ({ id }: { readonly id: string }): string => id;
