import type { ModelEntry, StateChange } from '../../../shared/contract/models.ts';
import type { Answer } from '../../stores/use-answer.ts';
import { formatDayAndTime } from '../../ui/figures.ts';
import { STATE_WORDS } from './model-columns.ts';
import { modelFacts } from './model-facts.ts';

type AboutProps = { readonly model: ModelEntry; readonly history: Answer<readonly StateChange[]> };

/** What the model is made of, and what was done with it. */
export function AboutSection({ model, history }: AboutProps) {
  const changes = (history.value ?? []).filter(({ modelId }) => modelId === model.id);
  return (
    <div className="models-scroll about-section">
      {model.description !== '' && <p className="models-note">{model.description}</p>}
      <div className="about-columns">
        <dl className="models-facts">
          {modelFacts(model).map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd title={value}>{value}</dd>
            </div>
          ))}
        </dl>
        <section aria-label="State history">
          <h4>State history</h4>
          {history.problem !== null && (
            <p role="alert" className="field-problem">
              It could not be read. {history.problem}
            </p>
          )}
          {changes.length === 0 ? (
            <p className="muted">
              {history.reading ? 'Reading…' : 'Its state has not changed since it was made.'}
            </p>
          ) : (
            <table className="figures">
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">From</th>
                  <th scope="col">To</th>
                  <th scope="col">By</th>
                </tr>
              </thead>
              <tbody>
                {changes.map((change) => (
                  <tr key={`${change.action} ${change.at} ${change.to}`}>
                    <td>{formatDayAndTime(change.at)}</td>
                    <td className="muted">{STATE_WORDS[change.from]}</td>
                    <td>{STATE_WORDS[change.to]}</td>
                    <td className="muted">{change.actor}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
        <section aria-label="Inputs">
          <h4>
            Inputs <span className="muted">{model.columns.length}, in their order</span>
          </h4>
          <ol className="about-inputs">
            {model.columns.map((column, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns stand where the model has them, and may repeat
              <li key={index}>{column}</li>
            ))}
          </ol>
        </section>
      </div>
    </div>
  );
}
