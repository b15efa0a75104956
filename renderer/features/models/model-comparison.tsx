import { useMemo } from 'react';
import type { ModelEntry } from '../../../shared/contract/models.ts';
import { COMPARED_COLOURS, colourVariable, LinePlot, type PlotLine, type PlotX } from '../../charts/index.ts';
import { csvFile, saveFile, ToolbarButton } from '../../grid/index.ts';
import { slotText } from '../../stores/models.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { engine } from '../../transport/engine.ts';
import { type Compared, type ComparedRow, compareGroups, compareOverall } from './comparison.ts';
import { DetailsBody } from './details-body.tsx';
import { GROUPINGS, useModelsView } from './models-view.ts';
import { gapText, gapTone, METRICS, type Metric, metricOf, scoreText } from './score-text.ts';
import { ScoreChoices } from './scores-section.tsx';

/** The marked models side by side, and where each is better than the first. */
export function ModelComparison({ models }: { readonly models: readonly ModelEntry[] }) {
  const { grouping, metric: metricId, plots, reload } = useModelsView();
  const metric = metricOf(metricId);
  const key = `${models.map(({ id, sha256 }) => `${id} ${sha256}`).join(' ')} ${reload}`;
  const answers = useAnswer(key, (signal) =>
    Promise.all(models.map(({ id }) => engine().call('models.judgement', { id }, { signal }))),
  );
  const compared = useMemo<readonly Compared[]>(
    () =>
      models.map((model) => ({
        model,
        judgement: answers.value?.find(({ modelId }) => modelId === model.id) ?? null,
      })),
    [models, answers.value],
  );
  const rows = useMemo(() => compareGroups(compared, grouping, metric), [compared, grouping, metric]);
  const overall = useMemo(() => compareOverall(compared, METRICS), [compared]);
  const x = useMemo<PlotX>(() => ({ kind: 'categories', labels: rows.map(({ group }) => group) }), [rows]);
  const lines = useMemo(() => plotLines(models, rows, metric), [models, rows, metric]);
  const slots = [...new Set(models.map(slotText))];
  const heading = GROUPINGS.find(({ value }) => value === grouping)?.label ?? '';
  return (
    <section className="models-details" aria-label="Comparison of the marked models">
      <header className="models-head">
        <div className="models-title">
          <strong>{models.length} models side by side</strong>
          <span className="muted">differences against the first; the best in bold</span>
        </div>
        <div className="models-actions">
          <ToolbarButton
            hint="Save the table below as CSV"
            onClick={() =>
              saveFile('overround-model-comparison.csv', 'text/csv', comparisonCsv(models, rows))
            }
          >
            CSV
          </ToolbarButton>
          <ToolbarButton hint="V" onClick={() => useModelsView.setState({ comparing: false })}>
            Close
          </ToolbarButton>
        </div>
      </header>
      {slots.length > 1 && (
        <p className="models-alert is-warn">
          They are models of {slots.join(' and ')}: scores of different targets don't compare.
        </p>
      )}
      {answers.problem !== null && (
        <p role="alert" className="models-alert is-danger">
          Not all of it could be read. {answers.problem}
        </p>
      )}
      <DetailsBody label="Comparison">
        <ComparisonTable heading="All matches" models={models} rows={overall} metrics={METRICS} />
        <div className="models-bar">
          <ScoreChoices />
        </div>
        <div className="scores-beside">
          {plots && rows.length > 1 && (
            <div className="scores-plot">
              <LinePlot
                label={`${metric.label} of each model by ${heading.toLowerCase()}; the table below says the same`}
                x={x}
                lines={lines}
                format={(value) => scoreText({ ...metric, scale: 1 }, value)}
              />
            </div>
          )}
          <ComparisonTable
            heading={heading}
            models={models}
            rows={rows}
            metrics={rows.map(() => metric)}
            {...(answers.reading && answers.value === null ? { waiting: true } : {})}
          />
        </div>
      </DetailsBody>
    </section>
  );
}

const colourOf = (index: number) => COMPARED_COLOURS[index % COMPARED_COLOURS.length] ?? 'model';

const scaled = (value: number | null, { scale }: Metric): number | null =>
  value === null ? null : value * scale;

const plotLines = (
  models: readonly ModelEntry[],
  rows: readonly ComparedRow[],
  metric: Metric,
): readonly PlotLine[] => [
  {
    label: 'Market',
    colour: 'market',
    style: 'dashed',
    values: rows.map(({ market }) => scaled(market, metric)),
  },
  ...models.map((model, index) => ({
    label: model.name,
    colour: colourOf(index),
    style: index < COMPARED_COLOURS.length ? ('line' as const) : ('dashed' as const),
    values: rows.map(({ cells }) => scaled(cells[index]?.value ?? null, metric)),
  })),
];

const comparisonCsv = (models: readonly ModelEntry[], rows: readonly ComparedRow[]): string =>
  csvFile(
    ['group', 'market', ...models.map(({ id }) => id)],
    rows.map(({ group, market, cells }) => [group, market, ...cells.map(({ value }) => value)]),
  );

type TableProps = {
  readonly heading: string;
  readonly models: readonly ModelEntry[];
  readonly rows: readonly ComparedRow[];
  /** One a row. */
  readonly metrics: readonly Metric[];
  readonly waiting?: boolean;
};

function ComparisonTable({ heading, models, rows, metrics, waiting = false }: TableProps) {
  return (
    <div className="models-scroll">
      <table className="figures comparison-table">
        <thead>
          <tr>
            <th scope="col" className="is-group">
              {heading}
            </th>
            <th scope="col" className="figure">
              Market
            </th>
            {models.map((model, index) => (
              <th
                key={model.id}
                scope="col"
                colSpan={index === 0 ? 1 : 2}
                className="figure"
                title={`${model.name} (${slotText(model)})`}
              >
                <i
                  className="colour-dot"
                  style={{ background: colourVariable(colourOf(index)) }}
                  aria-hidden="true"
                />
                {model.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ group, cells, market, uneven }, at) => {
            const metric = metrics[at] ?? metricOf('logLoss');
            return (
              <tr key={group}>
                <th
                  scope="row"
                  className="is-group"
                  title={uneven ? 'Not judged on equally many matches' : undefined}
                >
                  {group}
                  {uneven && <span className="faint"> ≠ n</span>}
                </th>
                <td className="figure is-market">{scoreText(metric, market)}</td>
                {cells.map((cell, index) => [
                  <td
                    key={`${models[index]?.id ?? index} value`}
                    className={cell.best ? 'figure is-best is-first' : 'figure is-first'}
                    title={cell.n === null ? undefined : `${cell.n.toLocaleString('en-GB')} matches`}
                  >
                    {scoreText(metric, cell.value)}
                  </td>,
                  index > 0 && (
                    <td
                      key={`${models[index]?.id ?? index} gap`}
                      className={`figure ${uneven ? 'faint' : (gapTone(metric, cell.gap) ?? 'muted')}`}
                    >
                      {gapText(metric, cell.gap)}
                    </td>
                  ),
                ])}
              </tr>
            );
          })}
        </tbody>
      </table>
      {waiting && <p className="models-note muted">Reading…</p>}
      {!waiting && rows.length === 0 && <p className="models-note muted">None of them was judged by this.</p>}
    </div>
  );
}
