import { useCallback, useEffect } from 'react';
import { DataGrid } from '../../grid/index.ts';
import { compareRuns, runs } from '../../stores/runs.ts';
import { useRows } from '../../stores/use-rows.ts';
import { runsSlot } from './list-slots.ts';
import { useModelsView } from './models-view.ts';
import { enterDetails } from './navigation.ts';
import { RunComparison } from './run-comparison.tsx';
import { RunDetails } from './run-details.tsx';
import { type RunRow, runColumns, runRows, runSearchText } from './run-rows.ts';

/** Every run, newest first, and the details of one or the comparison of those marked. */
export function RunsList({ onCount }: { readonly onCount: (shown: number) => void }) {
  const { text, inDetails } = useModelsView();
  const look = useCallback(({ id }: RunRow) => useModelsView.setState({ run: id }), []);
  useEffect(() => {
    runsSlot.current()?.link(useModelsView.getState().run);
    return useModelsView.subscribe(({ run }) => runsSlot.current()?.link(run));
  }, []);
  return (
    <div className={inDetails ? 'models-split is-in-details' : 'models-split'}>
      <DataGrid
        id="runs"
        label="Runs, newest first"
        columns={runColumns}
        source={runRows}
        rowId={rowId}
        filter={text}
        searchText={runSearchText}
        slot={runsSlot}
        onFocus={look}
        onAction={enterDetails}
        onCount={onCount}
        empty={
          <>
            <strong>No runs yet</strong>
            <span>Trainings (3), evaluations (4) and backtests are kept here with what they were told.</span>
          </>
        }
      />
      <Aside />
    </div>
  );
}

const rowId = ({ id }: RunRow): string => id;

function Aside() {
  const { run: id, comparing, markedRuns } = useModelsView();
  const all = useRows(runs);
  const compared = markedRuns.flatMap((one) => all.filter((run) => run.id === one));
  const shown = all.find((run) => run.id === id) ?? [...all].sort(compareRuns)[0];
  if (comparing && compared.length >= 2) return <RunComparison runs={compared} />;
  return shown === undefined ? null : <RunDetails key={shown.id} run={shown} />;
}
