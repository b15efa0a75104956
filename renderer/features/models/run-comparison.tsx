import { useMemo } from 'react';
import type { Run } from '../../../shared/contract/runs.ts';
import { csvFile, saveFile, Toggle, ToolbarButton } from '../../grid/index.ts';
import { DetailsBody } from './details-body.tsx';
import { useModelsView } from './models-view.ts';
import { RUN_STATES } from './run-rows.ts';
import { compareRunSpecs, type RunsRow } from './spec-facts.ts';

/** What the marked runs were told and came to, side by side; where they differ stands out. */
export function RunComparison({ runs }: { readonly runs: readonly Run[] }) {
  const differencesOnly = useModelsView((view) => view.differencesOnly);
  const { settings, figures } = useMemo(() => compareRunSpecs(runs), [runs]);
  const shown = (rows: readonly RunsRow[]) =>
    differencesOnly ? rows.filter(({ differs }) => differs) : rows;
  const save = () =>
    saveFile(
      'overround-run-comparison.csv',
      'text/csv',
      csvFile(
        ['', ...runs.map(({ name }) => name)],
        [...settings, ...figures].map(({ name, values }) => [name, ...values]),
      ),
    );
  return (
    <section className="models-details" aria-label="Comparison of the marked runs">
      <header className="models-head">
        <div className="models-title">
          <strong>{runs.length} runs side by side</strong>
        </div>
        <div className="models-actions">
          <Toggle
            on={differencesOnly}
            onChange={(on) => useModelsView.setState({ differencesOnly: on })}
            hint="Leave out what is the same (O)"
          >
            Differences only
          </Toggle>
          <ToolbarButton hint="Save as CSV" onClick={save}>
            CSV
          </ToolbarButton>
          <ToolbarButton hint="V" onClick={() => useModelsView.setState({ comparing: false })}>
            Close
          </ToolbarButton>
        </div>
      </header>
      <DetailsBody label="Comparison">
        <div className="models-scroll">
          <table className="figures runs-comparison">
            <thead>
              <tr>
                <th scope="col" className="is-group">
                  Run
                </th>
                {runs.map((run) => (
                  <th key={run.id} scope="col" className="figure" title={run.name}>
                    {run.name} <span className="faint">{RUN_STATES[run.state]}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <Rows title="Figures" rows={shown(figures)} runs={runs} />
            <Rows title="Settings" rows={shown(settings)} runs={runs} />
          </table>
        </div>
      </DetailsBody>
    </section>
  );
}

type RowsProps = { readonly title: string; readonly rows: readonly RunsRow[]; readonly runs: readonly Run[] };

const Rows = ({ title, rows, runs }: RowsProps) => (
  <tbody>
    <tr className="is-heading">
      <th scope="rowgroup" colSpan={runs.length + 1}>
        {title}
        {rows.length === 0 && <span className="faint"> none that differ</span>}
      </th>
    </tr>
    {rows.map(({ name, values, differs }) => (
      <tr key={name} className={differs ? 'differs' : ''}>
        <th scope="row" className="is-group">
          {name}
        </th>
        {values.map((value, index) => (
          <td key={runs[index]?.id ?? index} className="figure" title={value}>
            {value === '' ? '–' : value}
          </td>
        ))}
      </tr>
    ))}
  </tbody>
);
