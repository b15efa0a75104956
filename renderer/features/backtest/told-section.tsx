import { useOddsFormat } from '../../stores/odds-format.ts';
import { useStatus } from '../../stores/status.ts';
import { DetailsBody } from './details-body.tsx';
import type { BacktestRun } from './results.ts';
import { modelName } from './run-actions.ts';
import { strategyFacts, strategySentence } from './strategy-text.ts';

/** What the backtest was told. */
export function ToldSection({ run }: { readonly run: BacktestRun }) {
  const currency = useStatus(({ status }) => status?.currency ?? null);
  const format = useOddsFormat((state) => state.format);
  if (currency === null) return null;
  const { strategy } = run.spec;
  const wording = { currency, format, modelName };
  return (
    <DetailsBody label="Strategy">
      <p className="backtest-note">{strategySentence(strategy, wording)}</p>
      <dl className="backtest-facts">
        {strategyFacts(strategy, wording).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </DetailsBody>
  );
}
