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
import { countText, gapText, gapTone, METRICS, type Metric, metricOf, scoreText } from './score-text.ts';
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
  const apart = rows.some(({ uneven }) => uneven);
  const lines = useMemo(() => plotLines(models, rows, metric), [models, rows, metric]);
  const slots = [...new Set(models.map(slotText))];
  const heading = GROUPINGS.find(({ value }) => value === grouping)?.label ?? '';
  return (
    <section className="models-details" aria-label="Comparison of the marked models">
      <header className="models-head">
        <div className="models-title">
          <strong>{models.length} models side by side</strong>
          <span className="muted">
            vs market: against the market on the model's own matches; vs first: only on the same matches, the
            best of them in bold
          </span>
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
                label={`${metric.label} of each model${apart ? ' minus its own market' : ''} by ${heading.toLowerCase()}; the table below says the same`}
                x={x}
                lines={lines}
                format={(value) => (apart ? gapText : scoreText)({ ...metric, scale: 1 }, value)}
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

/** Each model's score beside the market's; where they were judged on other matches, each against its own market. */
function plotLines(
  models: readonly ModelEntry[],
  rows: readonly ComparedRow[],
  metric: Metric,
): readonly PlotLine[] {
  const apart = rows.some(({ uneven }) => uneven);
  const line = (model: ModelEntry, index: number): PlotLine => ({
    label: apart ? `${model.name} vs market` : model.name,
    colour: colourOf(index),
    style: index < COMPARED_COLOURS.length ? 'line' : 'dashed',
    values: rows.map(({ cells }) => {
      const cell = cells[index];
      return scaled((apart ? cell?.marketGap : cell?.value) ?? null, metric);
    }),
  });
  const market: PlotLine = apart
    ? { label: 'Market', colour: 'market', style: 'dashed', values: rows.map(() => 0) }
    : {
        label: 'Market',
        colour: 'market',
        style: 'dashed',
        values: rows.map(({ market }) => scaled(market, metric)),
      };
  return [market, ...models.map(line)];
}

const comparisonCsv = (models: readonly ModelEntry[], rows: readonly ComparedRow[]): string =>
  csvFile(
    ['group', 'market', ...models.flatMap(({ id }) => [id, `${id} minus market`, `${id} matches`])],
    rows.map(({ group, market, cells }) => [
      group,
      market,
      ...cells.flatMap(({ value, marketGap, n }) => [value, marketGap, n]),
    ]),
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
            <th scope="col" rowSpan={2} className="is-group">
              {heading}
            </th>
            <th
              scope="col"
              rowSpan={2}
              className="figure"
              title="Where all of them were judged on the same matches; otherwise each has its own market"
            >
              Market
            </th>
            {models.map((model, index) => (
              <th
                key={model.id}
                scope="colgroup"
                colSpan={index === 0 ? 2 : 3}
                className="figure is-first"
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
          <tr>
            {models.map((model, index) => [
              <th key={`${model.id} value`} scope="col" className="figure is-first">
                Score
              </th>,
              <th key={`${model.id} market`} scope="col" className="figure">
                vs market
              </th>,
              index > 0 && (
                <th key={`${model.id} first`} scope="col" className="figure">
                  vs first
                </th>
              ),
            ])}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <Row key={row.group} row={row} models={models} metric={metrics[at] ?? metricOf('logLoss')} />
          ))}
        </tbody>
      </table>
      {rows.some(({ uneven }) => uneven) && (
        <p className="models-note muted">
          ≠ not the same matches (number, prices or competitions differ): no difference and no best are told,
          and scores don't compare. Go by vs market, or evaluate both on the same matches (4).
        </p>
      )}
      {waiting && <p className="models-note muted">Reading…</p>}
      {!waiting && rows.length === 0 && <p className="models-note muted">None of them was judged by this.</p>}
    </div>
  );
}

type RowProps = {
  readonly row: ComparedRow;
  readonly models: readonly ModelEntry[];
  readonly metric: Metric;
};

function Row({ row, models, metric }: RowProps) {
  const { group, cells, market, uneven } = row;
  return (
    <tr>
      <th scope="row" className="is-group" title={uneven ? APART : undefined}>
        {group}
      </th>
      <td className="figure is-market">{scoreText(metric, market)}</td>
      {cells.map((cell, index) => {
        const id = models[index]?.id ?? index;
        return [
          <td
            key={`${id} value`}
            className={cell.best ? 'figure is-best is-first' : 'figure is-first'}
            title={cell.n === null ? undefined : `${countText(cell.n)} matches`}
          >
            {scoreText(metric, cell.value)}
          </td>,
          <td key={`${id} market`} className={`figure ${gapTone(metric, cell.marketGap) ?? 'muted'}`}>
            {gapText(metric, cell.marketGap)}
          </td>,
          index > 0 && (
            <td
              key={`${id} first`}
              className={`figure ${gapTone(metric, cell.gap) ?? 'muted'}`}
              title={cell.apart ? APART : undefined}
            >
              {cell.apart ? '≠' : gapText(metric, cell.gap)}
            </td>
          ),
        ];
      })}
    </tr>
  );
}

const APART = 'Not the same matches as those of the first model';
