import type { Judgement, ModelEntry } from '../../../shared/contract/models.ts';
import type { ModelState } from '../../../shared/domain/model.ts';
import { slotText } from '../../stores/models.ts';
import { type Answer, useAnswer } from '../../stores/use-answer.ts';
import { engine } from '../../transport/engine.ts';
import { AboutSection } from './about-section.tsx';
import { DetailsBody } from './details-body.tsx';
import { DriftSection } from './drift-section.tsx';
import { LiveSection } from './live-section.tsx';
import { askRemove, askState, rollback } from './model-actions.ts';
import { STATE_WORDS } from './model-columns.ts';
import { SECTIONS, type Section, useModelsView } from './models-view.ts';
import { ReliabilitySection } from './reliability-section.tsx';
import { ScoresSection } from './scores-section.tsx';

/** State changes read at most; older ones are in the audit log. */
const MOST_CHANGES = 500;

/** Everything known about one model. */
export function ModelDetails({ model }: { readonly model: ModelEntry }) {
  const { section, reload } = useModelsView();
  const { id, sha256, state } = model;
  const judged = useAnswer(`${id} ${sha256} ${reload}`, (signal) =>
    engine().call('models.judgement', { id }, { signal }),
  );
  const history = useAnswer(`${id} ${state} ${reload}`, (signal) =>
    engine().call('models.history', { limit: MOST_CHANGES }, { signal }),
  );
  const served = model.serving?.failures ?? 0;
  return (
    <section className="models-details" aria-label={`Details of ${model.name}`}>
      <header className="models-head">
        <div className="models-title">
          <strong>{model.name}</strong>
          <span className={`state-chip is-${state}`}>{STATE_WORDS[state]}</span>
          <span className="muted">{slotText(model)}</span>
        </div>
        <div className="models-actions">
          <Action chord="C" label="Promote" to="champion" model={model} />
          <Action chord="S" label="Shadow" to="shadow" model={model} />
          <Action chord="D" label="Draft" to="draft" model={model} />
          <Action chord="R" label="Retire" to="retired" model={model} />
          <button type="button" className="bar-button" onClick={() => rollback(model)} title="Z">
            Roll back
          </button>
          {model.origin !== 'shipped' && (
            <button type="button" className="bar-button" onClick={() => askRemove(model)} title="Delete">
              Remove
            </button>
          )}
        </div>
      </header>
      {model.problem !== null && (
        <p role="alert" className="models-alert is-danger">
          {model.problem}
        </p>
      )}
      {served > 0 && (
        <p className="models-alert is-warn">
          {served === 1 ? '1 prediction' : `${served} predictions`} failed since the engine started; those
          events were priced by the consensus.
        </p>
      )}
      <SectionTabs section={section} />
      <DetailsBody label={section}>
        <SectionBody section={section} model={model} judged={judged} history={history} />
      </DetailsBody>
    </section>
  );
}

type ActionProps = {
  readonly chord: string;
  readonly label: string;
  readonly to: ModelState;
  readonly model: ModelEntry;
};

const Action = ({ chord, label, to, model }: ActionProps) =>
  model.state === to ? null : (
    <button type="button" className="bar-button" onClick={() => askState(to, model)} title={chord}>
      {label}
    </button>
  );

const SectionTabs = ({ section }: { readonly section: Section }) => (
  <div className="models-tabs" role="tablist" aria-label="Details ([ and ])">
    {SECTIONS.map(({ value, label }) => (
      <button
        key={value}
        type="button"
        role="tab"
        aria-selected={value === section}
        tabIndex={value === section ? 0 : -1}
        onClick={() => useModelsView.setState({ section: value })}
      >
        {label}
      </button>
    ))}
  </div>
);

type BodyProps = {
  readonly section: Section;
  readonly model: ModelEntry;
  readonly judged: Answer<Judgement> & { readonly again: () => void };
  readonly history: Parameters<typeof AboutSection>[0]['history'];
};

function SectionBody({ section, model, judged, history }: BodyProps) {
  if (section === 'about') return <AboutSection model={model} history={history} />;
  const { value, reading, problem, again } = judged;
  if (value === null)
    return problem === null || reading ? (
      <p className="models-note muted" role="status">
        Reading how it was judged…
      </p>
    ) : (
      <div className="pane-empty" role="alert">
        <strong>Its judgement could not be read</strong>
        <span>{problem}</span>
        <button type="button" className="button" onClick={again}>
          Read again <kbd className="key-cap">F5</kbd>
        </button>
      </div>
    );
  switch (section) {
    case 'scores':
      return <ScoresSection model={model} judgement={value} />;
    case 'reliability':
      return <ReliabilitySection model={model} judgement={value} />;
    case 'drift':
      return <DriftSection model={model} judgement={value} />;
    case 'live':
      return <LiveSection model={model} judgement={value} />;
  }
}
