import { useMemo } from 'react';
import type { Judgement, ModelEntry } from '../../../shared/contract/models.ts';
import { LinePlot, type PlotLine, type PlotX } from '../../charts/index.ts';
import { Choice } from '../../grid/index.ts';
import { competitionName } from '../../ui/match-picker.tsx';
import { GroupScoresTable } from './group-scores-table.tsx';
import { GROUPINGS, useModelsView } from './models-view.ts';
import { METRICS, metricOf, scoreText } from './score-text.ts';

const METRIC_OPTIONS = METRICS.map(({ id, label, hint }) => ({ value: id, label, hint }));

/** Which groups and which score the details show. */
export function ScoreChoices() {
  const { grouping, metric } = useModelsView();
  return (
    <>
      <Choice
        label="Group by (G)"
        value={grouping}
        options={GROUPINGS}
        onChange={(value) => useModelsView.setState({ grouping: value })}
      />
      <Choice
        label="Plotted score (M)"
        value={metric}
        options={METRIC_OPTIONS}
        onChange={(value) => useModelsView.setState({ metric: value })}
      />
    </>
  );
}

type ScoresSectionProps = { readonly model: ModelEntry; readonly judgement: Judgement };

/** Model against market by season, competition or odds band: plotted in one score, written in all. */
export function ScoresSection({ model, judgement }: ScoresSectionProps) {
  const { grouping, metric: metricId, plots } = useModelsView();
  const groups = judgement[grouping];
  const metric = metricOf(metricId);
  const x = useMemo<PlotX>(
    () => ({ kind: 'categories', labels: groups.map(({ group }) => group) }),
    [groups],
  );
  const lines = useMemo<readonly PlotLine[]>(
    () => [
      {
        label: 'Market',
        colour: 'market',
        style: 'dashed',
        values: groups.map(({ market }) => scaled(market?.[metric.id] ?? null, metric.scale)),
      },
      {
        label: 'Model',
        colour: 'model',
        values: groups.map(({ model }) => scaled(model[metric.id], metric.scale)),
      },
    ],
    [groups, metric],
  );
  const heading = GROUPINGS.find(({ value }) => value === grouping)?.label ?? '';
  if (judgement.overall === null) return <NotJudged model={model} />;
  return (
    <div className="scores-section">
      <div className="models-bar">
        <ScoreChoices />
      </div>
      <div className="scores-beside">
        {plots && groups.length > 1 && (
          <div className="scores-plot">
            <LinePlot
              label={`${metric.label} of model and market by ${heading.toLowerCase()}; the table below says the same`}
              x={x}
              lines={lines}
              format={(value) => scoreText({ ...metric, scale: 1 }, value)}
            />
          </div>
        )}
        <GroupScoresTable
          heading={heading}
          groups={groups}
          overall={judgement.overall}
          {...(grouping === 'byCompetition' ? { nameOf: competitionName } : {})}
        />
      </div>
    </div>
  );
}

const scaled = (value: number | null, scale: number): number | null =>
  value === null ? null : value * scale;

/** What can be done about a model that was made elsewhere. */
export const NotJudged = ({ model }: { readonly model: ModelEntry }) => (
  <div className="pane-empty">
    <strong>Not judged on past matches</strong>
    {model.origin === 'imported' && model.featureSet === null ? (
      <span>
        It takes columns of a CSV file of numbers, which past matches don't bring: overround predict{' '}
        {model.id} --csv FILE
      </span>
    ) : (
      <span>
        It was made elsewhere. Evaluate it beside the books and the Overround line over imported matches:{' '}
        <kbd className="key-cap">4</kbd>
      </span>
    )}
  </div>
);
