import { useState } from 'react';
import './models.css';
import './details.css';
import './forms.css';
import { Choice, FilterBox, GridToolbar, Toggle, ToolbarButton } from '../../grid/index.ts';
import { runs } from '../../stores/runs.ts';
import { useStatus } from '../../stores/status.ts';
import { useRows } from '../../stores/use-rows.ts';
import { comparable, compareMarked } from './commands.ts';
import { EvaluateView } from './evaluate-view.tsx';
import { ImportView } from './import-view.tsx';
import { currentList } from './list-slots.ts';
import { ModelsList } from './models-list.tsx';
import { MODELS_TABS, type ModelsTab, modelsFilterBox, useModelsView } from './models-view.ts';
import { leaveFilter, showTab } from './navigation.ts';
import { QuestionDialog } from './question-dialog.tsx';
import { percentText } from './run-rows.ts';
import { RunsList } from './runs-list.tsx';
import { TrainView } from './train-view.tsx';

/** The user's own view of the price: models, how they are judged, how they are made. */
export function ModelsPane() {
  const tab = useModelsView((view) => view.tab);
  const [shown, setShown] = useState(0);
  return (
    <div className="grid-pane models">
      <GridToolbar label="Models">
        <Choice label="View" value={tab} options={TAB_OPTIONS} onChange={showTab} />
        {(tab === 'models' || tab === 'runs') && <ListTools tab={tab} shown={shown} />}
        {tab !== 'models' && tab !== 'runs' && <span className="spacer" />}
        <Running />
      </GridToolbar>
      <div className="models-room">
        <View tab={tab} onCount={setShown} />
      </div>
      <QuestionDialog />
    </div>
  );
}

const TAB_OPTIONS = MODELS_TABS.map((tab, index) => ({ ...tab, hint: String(index + 1) }));

function View({ tab, onCount }: { readonly tab: ModelsTab; readonly onCount: (shown: number) => void }) {
  switch (tab) {
    case 'models':
      return <ModelsList onCount={onCount} />;
    case 'runs':
      return <RunsList onCount={onCount} />;
    case 'train':
      return <TrainView />;
    case 'evaluate':
      return <EvaluateView />;
    case 'import':
      return <ImportView />;
  }
}

function ListTools({ tab, shown }: { readonly tab: 'models' | 'runs'; readonly shown: number }) {
  const { text, plots, comparing, marked, markedRuns } = useModelsView();
  const count = (tab === 'models' ? marked : markedRuns).length;
  const what = tab === 'models' ? 'model' : 'run';
  return (
    <>
      <FilterBox
        value={text}
        onChange={(value) => useModelsView.setState({ text: value })}
        label={`Find a ${what}`}
        inputRef={modelsFilterBox}
        onLeave={leaveFilter}
      />
      <Toggle
        on={comparing && comparable()}
        onChange={compareMarked}
        hint={`Space marks, V compares what is marked`}
      >
        {count === 0 ? 'Compare' : `Compare ${count}`}
      </Toggle>
      {tab === 'models' && (
        <Toggle
          on={plots}
          onChange={(on) => useModelsView.setState({ plots: on })}
          hint="Plots over their tables (T)"
        >
          Plots
        </Toggle>
      )}
      <span className="spacer" />
      <span className="count">
        {shown} {shown === 1 ? what : `${what}s`}
      </span>
      <ToolbarButton onClick={() => currentList()?.exportCsv()} hint="Export as CSV (Shift+E)">
        CSV
      </ToolbarButton>
    </>
  );
}

/** What goes on at the moment, in every view. */
function Running() {
  const running = useRows(runs).filter(({ state }) => state === 'running' || state === 'queued');
  const connected = useStatus((state) => state.connection === 'open');
  const first = running.find(({ state }) => state === 'running') ?? running[0];
  if (first === undefined) return null;
  return (
    <button
      type="button"
      className="bar-button models-running"
      title="Show the runs (2)"
      onClick={() => showTab('runs')}
    >
      <progress max={1} value={first.share} aria-label={`Progress of ${first.name}`} />
      {connected ? percentText(first.share) : 'not connected'}
      {running.length > 1 && ` +${running.length - 1}`}
    </button>
  );
}
