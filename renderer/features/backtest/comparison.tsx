import { useMemo } from 'react';
import { COMPARED_COLOURS, colourVariable } from '../../charts/index.ts';
import { ToolbarButton } from '../../grid/index.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { useStatus } from '../../stores/status.ts';
import { useBacktestView } from './backtest-view.ts';
import { Curve } from './curve.tsx';
import { DetailsBody } from './details-body.tsx';
import { exportComparison } from './exports.ts';
import { type BacktestRun, useResults } from './results.ts';
import { leaveDetails, modelName } from './run-actions.ts';
import { strategyFacts } from './strategy-text.ts';
import { summaryFigures } from './summary-figures.ts';

type Cell = { readonly value: string; readonly note: string; readonly tone: string };
type Row = { readonly name: string; readonly hint: string; readonly cells: readonly Cell[] };

/** Several backtests in one plot, their figures and what they were told side by side. */
export function Comparison({ runs }: { readonly runs: readonly BacktestRun[] }) {
  const reload = useBacktestView((view) => view.reload);
  const currency = useStatus(({ status }) => status?.currency ?? null);
  const format = useOddsFormat((state) => state.format);
  const key = runs.map(({ id }) => id).join(' ');
  const read = useResults(
    runs.map(({ id }) => id),
    reload,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: results of finished runs don't change; `key` names them.
  const curves = useMemo(
    () =>
      (read.value ?? []).map(({ equity }, index) => ({
        label: labelOf(runs, index),
        colour: colourAt(index),
        points: equity,
      })),
    [key, read.value === null],
  );
  const figures: readonly Row[] =
    currency === null || read.value === null
      ? []
      : transposed(read.value.map(({ summary }) => summaryFigures(summary, currency, format)));
  const facts: readonly Row[] =
    currency === null
      ? []
      : transposed(
          runs.map(({ spec }) =>
            strategyFacts(spec.strategy, { currency, format, modelName }).map((fact) => ({
              ...fact,
              hint: '',
              note: '',
              tone: '',
            })),
          ),
        );
  return (
    <section className="backtest-details" aria-label="Comparison of the marked backtests">
      <header className="backtest-head">
        <div className="backtest-title">
          <strong>{runs.length} backtests side by side</strong>
        </div>
        <div className="backtest-actions">
          <ToolbarButton hint="Export the comparison as CSV (Shift+E)" onClick={() => exportComparison(runs)}>
            CSV
          </ToolbarButton>
          <ToolbarButton hint="V or Esc" onClick={leaveDetails}>
            Close
          </ToolbarButton>
        </div>
      </header>
      <DetailsBody label="Comparison">
        {read.value === null ? (
          <p className="backtest-note muted" role="status">
            {read.problem ?? 'Reading the results…'}
          </p>
        ) : (
          <>
            {currency !== null && <Curve curves={curves} currency={currency} />}
            <div className="backtest-scroll">
              <table className="figures backtest-comparison">
                <thead>
                  <tr>
                    <th scope="col">Backtest</th>
                    {runs.map((run, index) => (
                      <th key={run.id} scope="col" className="figure" title={run.name}>
                        <span
                          className="colour-dot"
                          style={{ background: colourVariable(colourAt(index)) }}
                        />
                        {labelOf(runs, index)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <Rows rows={figures} runs={runs} marksDifferences={false} />
                <Rows rows={facts} runs={runs} marksDifferences />
              </table>
            </div>
          </>
        )}
      </DetailsBody>
    </section>
  );
}

const colourAt = (index: number) => COMPARED_COLOURS[index % COMPARED_COLOURS.length] ?? 'model';

/** A run's name, numbered where another one has it too: lines and columns are told apart by it. */
function labelOf(runs: readonly BacktestRun[], index: number): string {
  const name = runs[index]?.name ?? '';
  const before = runs.slice(0, index).filter((run) => run.name === name).length;
  return runs.filter((run) => run.name === name).length > 1 ? `${name} (${before + 1})` : name;
}

type Line = Cell & { readonly name: string; readonly hint: string };

/** Columns of figures as rows across the runs. */
const transposed = (columns: readonly (readonly Line[])[]): readonly Row[] =>
  (columns[0] ?? []).map(({ name, hint }, index) => ({
    name,
    hint,
    cells: columns.flatMap((column) => column[index] ?? []),
  }));

type RowsProps = {
  readonly rows: readonly Row[];
  readonly runs: readonly BacktestRun[];
  readonly marksDifferences: boolean;
};

const Rows = ({ rows, runs, marksDifferences }: RowsProps) => (
  <tbody>
    {rows.map(({ name, hint, cells }) => (
      <tr
        key={name}
        title={hint}
        className={
          marksDifferences && new Set(cells.map(({ value }) => value)).size > 1 ? 'differs' : undefined
        }
      >
        <th scope="row">{name}</th>
        {cells.map(({ value, note, tone }, index) => (
          <td key={runs[index]?.id ?? index} className={`figure ${tone}`} title={value}>
            {value} {note !== '' && <small className="faint">{note}</small>}
          </td>
        ))}
      </tr>
    ))}
  </tbody>
);
