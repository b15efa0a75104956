import { useMemo } from 'react';
import type { Currency } from '../../../shared/domain/units.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { Curve } from './curve.tsx';
import type { BacktestResult, BacktestRun } from './results.ts';
import { coverText } from './run-rows.ts';
import { matchesText } from './strategy-text.ts';
import { type SummaryFigure, summaryFigures } from './summary-figures.ts';
import { type VerdictNote, verdict } from './verdict.ts';

type OverviewProps = {
  readonly run: BacktestRun;
  readonly result: BacktestResult;
  readonly currency: Currency;
  readonly tried: number;
};

/** The figures, what they prove, and the curve. */
export function Overview({ run, result, currency, tried }: OverviewProps) {
  const format = useOddsFormat((state) => state.format);
  const { summary } = result;
  const figures = summaryFigures(summary, currency, format);
  const notes = verdict(summary, run.spec.strategy, tried);
  const { strategy } = run.spec;
  const limits = coverText(strategy, result);
  const cover = limits === '' ? '' : `Asked for ${matchesText(strategy.filter.matches)}${limits}.`;
  const curves = useMemo(
    () => [{ label: run.name, colour: 'model' as const, points: result.equity }],
    [run.name, result],
  );
  return (
    <div className="backtest-overview">
      <dl className="backtest-tiles" aria-label="Summary">
        {figures.map((figure) => (
          <Tile key={figure.id} figure={figure} />
        ))}
      </dl>
      {cover !== '' && <p className="backtest-note muted">{cover}</p>}
      <Notes notes={notes} />
      {summary.bets > 0 && <Curve curves={curves} currency={currency} />}
    </div>
  );
}

const Tile = ({ figure: { name, hint, value, note, tone } }: { readonly figure: SummaryFigure }) => (
  <div className="backtest-tile" title={hint}>
    <dt>{name}</dt>
    <dd className={tone}>{value}</dd>
    <dd className="tile-note">{note}</dd>
  </div>
);

const Notes = ({ notes }: { readonly notes: readonly VerdictNote[] }) => (
  <ul className="backtest-notes" aria-label="What it proves">
    {notes.map(({ tone, text }) => (
      <li key={text} className={`is-${tone}`}>
        {text}
      </li>
    ))}
  </ul>
);
