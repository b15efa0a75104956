import type { CSSProperties } from 'react';
import type { Judgement, ModelEntry } from '../../../shared/contract/models.ts';
import { PSI_ALERT, PSI_MOVING } from './model-columns.ts';

const verdict = (psi: number): { readonly word: string; readonly tone: string } => {
  if (psi >= PSI_ALERT) return { word: 'Another world', tone: 'is-danger' };
  return psi >= PSI_MOVING ? { word: 'Moving', tone: 'is-warn' } : { word: 'Steady', tone: 'is-steady' };
};

/** Bars end here: beyond it a figure says enough. */
const FULL_BAR = 0.5;

/** How far the model's inputs, and its calibration, have moved since training. */
export function DriftSection({
  model,
  judgement,
}: {
  readonly model: ModelEntry;
  readonly judgement: Judgement;
}) {
  const rows = [...judgement.drift].sort((a, b) => b.psi - a.psi);
  const calibration = model.drift?.calibration ?? null;
  return (
    <div className="models-scroll">
      {model.drift !== null && model.drift.alert !== null && (
        <p role="alert" className="models-alert is-warn">
          {model.drift.alert}
        </p>
      )}
      <p className="models-note">
        Calibration since training:{' '}
        {calibration === null ? (
          <span className="muted">told after 100 settled predictions</span>
        ) : (
          <b className={calibration > 0.01 ? 'loss' : ''}>
            ECE {calibration > 0 ? '+' : ''}
            {calibration.toFixed(4)}
          </b>
        )}
      </p>
      {rows.length === 0 ? (
        <p className="models-note muted">
          No inputs have been compared with training yet: that takes live predictions.
        </p>
      ) : (
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">Input</th>
              <th
                scope="col"
                className="figure"
                title="Population stability index over deciles of training: below 0.1 steady, above 0.25 another world"
              >
                PSI
              </th>
              <th scope="col">Since training</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ column, psi }) => {
              const { word, tone } = verdict(psi);
              return (
                <tr key={column}>
                  <td>{column}</td>
                  <td className="figure">{psi.toFixed(3)}</td>
                  <td className="drift-cell" aria-hidden="true">
                    <i
                      className={`drift-bar ${tone}`}
                      style={{ '--share': String(Math.min(1, psi / FULL_BAR)) } as CSSProperties}
                    />
                  </td>
                  <td className={tone}>{word}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </div>
  );
}
