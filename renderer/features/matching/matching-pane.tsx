import { useEffect, useMemo, useState } from 'react';
import { Choice, DataGrid, FilterBox, GridToolbar, ToolbarButton } from '../../grid/index.ts';
import { sources } from '../../stores/market-data.ts';
import { useStatus } from '../../stores/status.ts';
import { useRows } from '../../stores/use-rows.ts';
import { CandidatesDialog } from './candidates-dialog.tsx';
import {
  aliasColumns,
  aliasSearchText,
  decisionColumns,
  decisionSearchText,
  matchColumns,
  matchSearchText,
} from './match-columns.ts';
import type { MatchState } from './matching-rows.ts';
import {
  aliasRows,
  aliasSlot,
  chooseCandidate,
  decisionRows,
  decisionSlot,
  exportShown,
  focusShown,
  followAgain,
  followMatching,
  isMatchTab,
  type MatchingTab,
  matchingFilterBox,
  matchLists,
  matchSlot,
  showTab,
  TABS,
  undoDecision,
  useMatchingView,
} from './matching-state.ts';
import { PairView } from './pair-view.tsx';
import { QuestionDialog } from './question-dialog.tsx';
import './matching.css';

const LABELS: Readonly<Record<MatchingTab, string>> = {
  doubtful: 'Doubtful',
  unmatched: 'Unmatched',
  matched: 'Matched',
  rejected: 'Kept apart',
  names: 'Names',
  log: 'Decisions',
};

/** Which events of different sources are one: what is doubtful is decided here, and every decision can be taken back. */
export function MatchingPane() {
  const { tab, text, counts, problem } = useMatchingView();
  const connected = useStatus((status) => status.connection === 'open');
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (connected) followMatching();
  }, [connected]);
  const options = TABS.map((value) => ({
    value,
    label: value === 'log' ? LABELS[value] : `${LABELS[value]} ${counts[value]}`,
  }));
  return (
    <div className="grid-pane matching">
      <GridToolbar label="Matching">
        <Choice label="List" value={tab} options={options} onChange={showTab} />
        <FilterBox
          value={text}
          onChange={(value) => useMatchingView.setState({ text: value })}
          label="Find"
          inputRef={matchingFilterBox}
          onLeave={focusShown}
        />
        <span className="spacer" />
        <span className="count">{shown} shown</span>
        <ToolbarButton onClick={undoDecision} hint="Take back your newest decision (U)">
          Undo
        </ToolbarButton>
        <ToolbarButton onClick={exportShown} hint="Export as CSV (Shift+E)">
          CSV
        </ToolbarButton>
      </GridToolbar>
      {problem !== null && (
        <p role="alert" className="matching-problem">
          The engine stopped telling about matches: {problem}{' '}
          <button type="button" className="button" onClick={followAgain}>
            Try again
          </button>
        </p>
      )}
      {isMatchTab(tab) ? (
        <MatchList key={tab} state={tab} text={text} onCount={setShown} />
      ) : (
        <OtherList key={tab} tab={tab} text={text} onCount={setShown} />
      )}
      <QuestionDialog />
      <CandidatesDialog />
    </div>
  );
}

type ListProps = { readonly text: string; readonly onCount: (shown: number) => void };
const rowId = ({ id }: { readonly id: string }): string => id;

function MatchList({ state, text, onCount }: ListProps & { readonly state: MatchState }) {
  const columns = useMemo(() => matchColumns(state), [state]);
  const focusedId = useMatchingView((view) => view.focusedId);
  return (
    <>
      <div className="matching-list">
        <DataGrid
          id={`matching-${state}`}
          label={LABELS[state]}
          columns={columns}
          source={matchLists[state]}
          rowId={rowId}
          filter={text}
          searchText={matchSearchText}
          slot={matchSlot}
          onFocus={({ id }) => useMatchingView.setState({ focusedId: id })}
          onAction={chooseCandidate}
          onCount={onCount}
          empty={<NoMatches state={state} />}
        />
      </div>
      {focusedId !== null && matchLists[state].get(focusedId) !== undefined && <PairView id={focusedId} />}
    </>
  );
}

const EMPTY: Readonly<Record<MatchState, readonly [string, string]>> = {
  doubtful: [
    'Nothing to decide',
    'Pairs that are likely but not certain wait here. What is certain is matched at once.',
  ],
  unmatched: [
    'Nothing unmatched',
    'Events that only one source tells, and nothing of another comes near, are listed here.',
  ],
  matched: [
    'Nothing matched yet',
    'Events that two sources tell share one book and one set of edges; they are listed here.',
  ],
  rejected: ['Nothing kept apart', 'Pairs that you said are not the same are kept here.'],
};

function NoMatches({ state }: { readonly state: MatchState }) {
  const told = useRows(sources);
  const connection = useStatus((status) => status.connection);
  if (connection !== 'open') return <span>Waiting for the engine…</span>;
  if (told.length < 2)
    return (
      <>
        <strong>One source, nothing to match</strong>
        <span>With a second source (Alt+6), events that both tell are joined here.</span>
      </>
    );
  const [title, advice] = EMPTY[state];
  return (
    <>
      <strong>{title}</strong>
      <span>{advice}</span>
    </>
  );
}

function OtherList({ tab, text, onCount }: ListProps & { readonly tab: 'names' | 'log' }) {
  return (
    <div className="matching-list">
      {tab === 'names' ? (
        <DataGrid
          id="matching-names"
          label={LABELS.names}
          columns={aliasColumns}
          source={aliasRows}
          rowId={rowId}
          filter={text}
          searchText={aliasSearchText}
          slot={aliasSlot}
          onFocus={() => {}}
          onAction={() => {}}
          onCount={onCount}
          empty={
            <>
              <strong>No names learned</strong>
              <span>When you match a pair, what its names mean is remembered here. X forgets one.</span>
            </>
          }
        />
      ) : (
        <DataGrid
          id="matching-log"
          label={LABELS.log}
          columns={decisionColumns}
          source={decisionRows}
          rowId={rowId}
          filter={text}
          searchText={decisionSearchText}
          slot={decisionSlot}
          onFocus={() => {}}
          onAction={() => {}}
          onCount={onCount}
          empty={
            <>
              <strong>No decisions yet</strong>
              <span>Every match, by you or the engine, is written down here.</span>
            </>
          }
        />
      )}
    </div>
  );
}
