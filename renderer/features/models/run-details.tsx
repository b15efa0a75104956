import type { Run, RunResult } from '../../../shared/contract/runs.ts';
import { canResume, hasEnded } from '../../stores/runs.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { engine } from '../../transport/engine.ts';
import { DetailsBody } from './details-body.tsx';
import { useModelsView } from './models-view.ts';
import { askRemoveRun, cancel, resume, showResult } from './run-actions.ts';
import { runFigureText } from './run-figures.ts';
import { RunProgress } from './run-progress.tsx';
import { figureText, nameText } from './score-text.ts';
import { KIND_WORDS, specFacts } from './spec-facts.ts';

const RESULT_WORDS = { train: 'Show the model', evaluate: 'Show the scores', backtest: 'Show the backtest' };

/** What a run was told, where it stands, and what came of it. */
export function RunDetails({ run }: { readonly run: Run }) {
  const reload = useModelsView((view) => view.reload);
  const asked = run.state === 'done' && run.spec.kind === 'train' ? `${run.id} ${reload}` : null;
  const result = useAnswer<RunResult>(asked, (signal) =>
    engine().call('runs.result', { id: run.id }, { signal }),
  );
  const trials = result.value?.kind === 'train' ? result.value.trials : [];
  return (
    <section className="models-details" aria-label={`Details of ${run.name}`}>
      <header className="models-head">
        <div className="models-title">
          <strong>{run.name}</strong>
          <span className="muted">{KIND_WORDS[run.spec.kind]}</span>
        </div>
        <div className="models-actions">
          {!hasEnded(run) && (
            <button type="button" className="bar-button" onClick={() => cancel(run)} title="X">
              Cancel
            </button>
          )}
          {canResume(run) && (
            <button type="button" className="bar-button" onClick={() => resume(run)} title="U">
              {run.resumable ? 'Resume' : 'Start again'}
            </button>
          )}
          {run.state === 'done' && (
            <button type="button" className="bar-button" onClick={() => showResult(run)} title="J">
              {RESULT_WORDS[run.spec.kind]}
            </button>
          )}
          {hasEnded(run) && (
            <button type="button" className="bar-button" onClick={() => askRemoveRun(run)} title="Delete">
              Remove
            </button>
          )}
        </div>
      </header>
      <DetailsBody label="What it was told and came to">
        <RunProgress run={run} />
        {run.message !== '' && (
          <p
            role="alert"
            className={`run-message models-alert ${run.state === 'failed' ? 'is-danger' : 'is-warn'}`}
          >
            {run.message}
          </p>
        )}
        <div className="about-columns">
          <Facts
            title="Figures"
            facts={Object.entries(run.figures).map(([name, value]) => ({
              name: nameText(name),
              value: runFigureText(run.spec.kind, name, value),
            }))}
          />
          <Facts title="Settings" facts={specFacts(run.spec)} />
        </div>
        {trials.length > 0 && <Trials trials={trials} />}
      </DetailsBody>
    </section>
  );
}

type FactsProps = {
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
};

const Facts = ({ title, facts }: FactsProps) => (
  <section aria-label={title}>
    <h4>{title}</h4>
    {facts.length === 0 ? (
      <p className="muted">None yet.</p>
    ) : (
      <dl className="models-facts">
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
    )}
  </section>
);

/** Every draw of the search over the parameters. */
function Trials({ trials }: { readonly trials: readonly Readonly<Record<string, number>>[] }) {
  const names = [...new Set(trials.flatMap((trial) => Object.keys(trial)))];
  return (
    <section className="models-scroll" aria-label="Trials of the search">
      <h4>Trials of the search</h4>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col" className="figure">
              #
            </th>
            {names.map((name) => (
              <th key={name} scope="col" className="figure">
                {nameText(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {trials.map((trial, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: trials are known by their place
            <tr key={index}>
              <td className="figure muted">{index + 1}</td>
              {names.map((name) => {
                const value = trial[name];
                return (
                  <td key={name} className="figure">
                    {value === undefined ? '' : figureText(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
