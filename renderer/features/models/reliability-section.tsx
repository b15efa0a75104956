import { useMemo } from 'react';
import type { Judgement, ModelEntry } from '../../../shared/contract/models.ts';
import {
  frequencyRange,
  isMiscalibrated,
  type ReliabilityCurve,
  ReliabilityPlot,
} from '../../charts/index.ts';
import { useModelsView } from './models-view.ts';
import { countText } from './score-text.ts';
import { NotJudged } from './scores-section.tsx';

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const signed = (gap: number): string => `${gap > 0 ? '+' : ''}${(gap * 100).toFixed(1)}`;

type ReliabilitySectionProps = { readonly model: ModelEntry; readonly judgement: Judgement };

/** How often the model's forecasts came true, as a diagram and as a table. */
export function ReliabilitySection({ model, judgement }: ReliabilitySectionProps) {
  const plots = useModelsView((view) => view.plots);
  const { reliability } = judgement;
  const curves = useMemo<readonly ReliabilityCurve[]>(
    () => [{ label: 'Model, with 95 % intervals', colour: 'model', points: reliability }],
    [reliability],
  );
  if (reliability.length === 0) return <NotJudged model={model} />;
  return (
    <div className="reliability-section">
      {plots && (
        <div className="reliability-plot">
          <ReliabilityPlot
            label="How often forecasts came true against what they said; the table beside it says the same"
            curves={curves}
          />
        </div>
      )}
      <div className="models-scroll">
        <table className="figures">
          <thead>
            <tr>
              <th scope="col" className="figure">
                Forecast
              </th>
              <th scope="col" className="figure">
                Came true
              </th>
              <th scope="col" className="figure" title="Came true minus forecast, in percentage points">
                ±
              </th>
              <th scope="col" className="figure" title="Wilson interval of the frequency">
                95 %
              </th>
              <th scope="col" className="figure">
                Forecasts
              </th>
            </tr>
          </thead>
          <tbody>
            {reliability.map((point) => {
              const { low, high } = frequencyRange(point);
              return (
                <tr key={point.forecast}>
                  <td className="figure">{percent(point.forecast)}</td>
                  <td className="figure">{percent(point.frequency)}</td>
                  <td
                    className={`figure ${isMiscalibrated(point) ? 'loss' : 'muted'}`}
                    title={isMiscalibrated(point) ? 'The forecast lies outside the interval' : undefined}
                  >
                    {signed(point.frequency - point.forecast)}
                  </td>
                  <td className="figure muted">
                    {percent(low)} – {percent(high)}
                  </td>
                  <td className="figure">{countText(point.count)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}
