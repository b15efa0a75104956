import { useMemo, useState } from 'react';
import { create } from 'zustand';
import type { JobSpec, MatchFilter, Run, RunResult, StoredSeason } from '../../../shared/contract/runs.ts';
import { MODEL_TARGETS, type ModelTarget, TARGETS } from '../../../shared/domain/model.ts';
import { Choice, DataGrid, FilterBox, ToolbarButton } from '../../grid/index.ts';
import { usePastMatches } from '../../stores/past-matches.ts';
import { compareRuns, runs, startRun } from '../../stores/runs.ts';
import { useStatus } from '../../stores/status.ts';
import { failureMessage } from '../../stores/toasts.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { useRows } from '../../stores/use-rows.ts';
import { engine } from '../../transport/engine.ts';
import { FormField } from '../../ui/form-field.tsx';
import { matchCount, soundFilter } from '../../ui/match-choice.ts';
import { MatchPicker } from '../../ui/match-picker.tsx';
import {
  CODES,
  type EvaluationResult,
  evaluationColumns,
  evaluationRows,
  fixedRows,
  forecasterText,
  leftOut,
  leftOutText,
} from './evaluation-rows.ts';
import { evaluationSlot } from './list-slots.ts';
import { EVALUATION_STAGES, modelsFilterBox, useModelsView } from './models-view.ts';
import { leaveFilter } from './navigation.ts';
import { NoMatches } from './no-matches.tsx';
import { RunProgress } from './run-progress.tsx';
import { countText } from './score-text.ts';
import { defaultName } from './train-form.ts';
import { FormFooter } from './train-view.tsx';
import { useFormKeys } from './use-form-keys.ts';

type EvaluateForm = {
  readonly target: ModelTarget;
  readonly name: string | null;
  readonly filter: MatchFilter;
};
const useEvaluateForm = create<EvaluateForm>(() => ({
  target: 'match-odds',
  name: null,
  filter: { competitions: [], seasons: [] },
}));

/** What books offer and football-data files carry a result for. */
const EVALUATED = MODEL_TARGETS.filter((target) => TARGETS[target].market !== null);

const isEvaluation = (run: Run): run is Run & { readonly spec: Extract<JobSpec, { kind: 'evaluate' }> } =>
  run.spec.kind === 'evaluate';

/** Books, averages, the line and every model over the same past matches: the figures of `evaluate`. */
export function EvaluateView() {
  const { reload, evaluation } = useModelsView();
  const imports = usePastMatches((past) => past.imports);
  const seasons = useAnswer(`evaluate ${reload} ${imports}`, (signal) =>
    engine().call('matches.seasons', {}, { signal }),
  );
  const evaluations = useRows(runs).filter(isEvaluation).sort(compareRuns);
  const shown = evaluations.find(({ id }) => id === evaluation) ?? evaluations[0];
  if (seasons.value === null)
    return seasons.problem === null || seasons.reading ? (
      <p className="models-note muted" role="status">
        Reading the imported seasons…
      </p>
    ) : (
      <div className="pane-empty" role="alert">
        <strong>The imported seasons could not be read</strong>
        <span>{seasons.problem}</span>
        <button type="button" className="button" onClick={seasons.again}>
          Read again <kbd className="key-cap">F5</kbd>
        </button>
      </div>
    );
  if (seasons.value.length === 0 && evaluations.length === 0) return <NoMatches />;
  return (
    <div className="evaluate">
      <EvaluateForm stored={seasons.value} />
      <section className="evaluate-results" aria-label="Scores">
        {shown === undefined ? (
          <div className="pane-empty">
            <strong>Nothing evaluated yet</strong>
            <span>
              Every book, the averages, the Overround line and every model are scored on the matches chosen,
              with what was known before kick-off only.
            </span>
          </div>
        ) : (
          <Results run={shown} all={evaluations} />
        )}
      </section>
    </div>
  );
}

function EvaluateForm({ stored }: { readonly stored: readonly StoredSeason[] }) {
  const form = useEvaluateForm();
  const connected = useStatus((state) => state.connection === 'open');
  const [problem, setProblem] = useState('');
  const [starting, setStarting] = useState(false);
  const matches = soundFilter(stored, form.filter);
  const name = form.name ?? defaultName(`${TARGETS[form.target].label} evaluation`, matches);
  const submit = () => {
    if (starting) return;
    const none = matchCount(stored, matches) === 0;
    const fault = none
      ? 'No imported match is of these: choose others.'
      : name.trim() === ''
        ? 'Give it a name.'
        : '';
    setProblem(fault);
    if (fault !== '') return;
    setStarting(true);
    startRun({
      kind: 'evaluate',
      name: name.trim(),
      target: form.target,
      matches: { competitions: [...matches.competitions], seasons: [...matches.seasons] },
    })
      .then(({ id }) => useModelsView.setState({ evaluation: id }))
      .catch((error: unknown) => setProblem(failureMessage(error)))
      .finally(() => setStarting(false));
  };
  useFormKeys(submit);
  return (
    <form
      className="models-form evaluate-form"
      data-pane-focus=""
      tabIndex={-1}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="form-column">
        <FormField label="Target">
          {(attributes) => (
            <select
              {...attributes}
              className="input"
              value={form.target}
              onChange={(event) => {
                const target = EVALUATED.find((one) => one === event.target.value);
                if (target !== undefined) useEvaluateForm.setState({ target });
              }}
            >
              {EVALUATED.map((target) => (
                <option key={target} value={target}>
                  {TARGETS[target].label}
                </option>
              ))}
            </select>
          )}
        </FormField>
        <FormField label="Name">
          {(attributes) => (
            <input
              {...attributes}
              className="input"
              autoComplete="off"
              spellCheck={false}
              maxLength={120}
              value={name}
              onChange={(event) => useEvaluateForm.setState({ name: event.target.value })}
            />
          )}
        </FormField>
        <MatchPicker
          stored={stored}
          filter={form.filter}
          onChange={(filter) => useEvaluateForm.setState({ filter })}
        />
      </div>
      <FormFooter
        problem={problem}
        action={starting ? 'Starting…' : 'Evaluate'}
        disabled={!connected || starting}
      />
    </form>
  );
}

function Results({ run, all }: { readonly run: Run; readonly all: readonly Run[] }) {
  const { covers, stage, reload, text } = useModelsView();
  const answer = useAnswer<RunResult>(run.state === 'done' ? `${run.id} ${reload}` : null, (signal) =>
    engine().call('runs.result', { id: run.id }, { signal }),
  );
  const result = answer.value?.kind === 'evaluate' ? answer.value : null;
  return (
    <>
      <div className="pane-toolbar grid-toolbar" role="toolbar" aria-label="Evaluation">
        <select
          className="bar-select evaluation-select"
          aria-label="Evaluation shown"
          value={run.id}
          onChange={(event) => useModelsView.setState({ evaluation: event.target.value })}
        >
          {all.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <Choice
          label="Matches (O)"
          value={covers}
          options={[
            {
              value: 'common',
              label: 'Common',
              hint: 'The matches that all of them cover: scores compare (O)',
            },
            {
              value: 'own',
              label: 'Own',
              hint: 'The matches that each covers: scores compare samples too (O)',
            },
          ]}
          onChange={(value) => useModelsView.setState({ covers: value })}
        />
        <Choice
          label="Prices (P)"
          value={stage}
          options={EVALUATION_STAGES}
          onChange={(value) => useModelsView.setState({ stage: value })}
        />
        <FilterBox
          value={text}
          onChange={(value) => useModelsView.setState({ text: value })}
          label="Find a forecaster"
          inputRef={modelsFilterBox}
          onLeave={leaveFilter}
        />
        <span className="spacer" />
        {result !== null && (
          <span className="count">
            {countText(result.common)} common of {countText(result.matches)} matches
          </span>
        )}
        <ToolbarButton onClick={() => evaluationSlot.current()?.exportCsv()} hint="Export as CSV (Shift+E)">
          CSV
        </ToolbarButton>
      </div>
      {run.state !== 'done' && <RunProgress run={run} />}
      {run.message !== '' && (
        <p role="alert" className={`models-alert ${run.state === 'failed' ? 'is-danger' : 'is-warn'}`}>
          {run.message}
        </p>
      )}
      {answer.problem !== null && (
        <p role="alert" className="models-alert is-danger">
          The scores could not be read. {answer.problem} F5 reads again.
        </p>
      )}
      {result !== null && covers === 'common' && <LeftOut result={result} />}
      {result !== null && covers === 'own' && (
        <p className="models-alert is-warn">
          Each on its own matches: the order below compares samples, not forecasters. Look at Matches, and at
          Common (O) for a ranking.
        </p>
      )}
      {result !== null && <p className="models-note faint">{CODES}</p>}
      {result !== null && <ResultGrid key={run.id} result={result} />}
    </>
  );
}

/** Says who is missing from the comparison, so that nobody takes it for everyone. */
function LeftOut({ result }: { readonly result: EvaluationResult }) {
  const names = leftOut(result);
  return names.length === 0 ? null : (
    <p className="models-note muted" title={names.join(', ')}>
      Not here, having forecast too few of the matches: {leftOutText(names)}. O shows each on its own; seasons
      that all cover bring them in.
    </p>
  );
}

function ResultGrid({ result }: { readonly result: EvaluationResult }) {
  const { covers, stage, text } = useModelsView();
  const source = useMemo(() => fixedRows(evaluationRows(result, covers, stage)), [result, covers, stage]);
  return (
    <DataGrid
      key={`${covers} ${stage}`}
      id="evaluation"
      label="Scores by forecaster"
      columns={evaluationColumns}
      source={source}
      rowId={({ id }) => id}
      slot={evaluationSlot}
      filter={text}
      searchText={({ row }) => forecasterText(row.name)}
      takesFocus={false}
      empty={
        covers === 'common'
          ? 'Nobody of this stage is scored on common matches: turn to another stage (P) or their own matches (O).'
          : 'Nothing could be scored.'
      }
    />
  );
}
