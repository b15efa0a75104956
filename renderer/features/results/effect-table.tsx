import type { BetChange, ResultEffect, ResultEntry } from '../../../shared/contract/results.ts';
import type { Currency, MinorUnits } from '../../../shared/domain/units.ts';
import { useStatus } from '../../stores/status.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { engine } from '../../transport/engine.ts';
import { formatMoney, formatProfit } from '../../ui/figures.ts';
import { toneOf } from './tone.ts';

export const BET_RESULTS: Readonly<Record<NonNullable<BetChange['before']>, string>> = {
  won: 'Won',
  lost: 'Lost',
  'half-won': 'Half won',
  'half-lost': 'Half lost',
  push: 'Push',
  void: 'Void',
};
const stateText = (result: BetChange['before']): string => (result === null ? 'Open' : BET_RESULTS[result]);

/** What the entry would do, as the engine works it out: bet by bet, and to the balance. */
export function EffectTable({ entry }: { readonly entry: ResultEntry | null }) {
  // The note changes nothing, so typing it asks for nothing.
  const asked = entry === null ? null : { ...entry, note: '' };
  const { value, problem, reading } = useAnswer(
    asked === null ? null : JSON.stringify(asked),
    async (signal) => {
      if (asked === null) throw new Error('Nothing is asked without an entry.');
      return engine().call('results.preview', asked, { signal });
    },
  );
  return (
    <section className="result-effect" aria-label="What it does to bets" aria-busy={reading}>
      {problem !== null && (
        <p role="alert" className="field-problem">
          {problem}
        </p>
      )}
      {entry === null && <p className="muted">Type the result to see what every bet would become.</p>}
      {value !== null && <Effect effect={value} />}
    </section>
  );
}

function Effect({ effect }: { readonly effect: ResultEffect }) {
  const { changes, cash, profit, currency, waiting } = effect;
  const now = useStatus(({ status }) => status);
  return (
    <>
      {changes.length === 0 ? (
        <p className="muted">No bet changes by it.</p>
      ) : (
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">Bet</th>
              <th scope="col">Was</th>
              <th scope="col">Becomes</th>
              <th scope="col" className="figure">
                P&L before
              </th>
              <th scope="col" className="figure">
                P&L after
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ orderId, words, before, after, profitBefore, profitAfter }) => (
              <tr key={orderId}>
                <td>{words}</td>
                <td className="muted">{stateText(before)}</td>
                <td className={toneOf(profitAfter ?? 0)}>{stateText(after)}</td>
                <td className="figure muted">
                  {profitBefore === null ? '–' : formatProfit(profitBefore, currency)}
                </td>
                <td className={`figure ${toneOf(profitAfter ?? 0)}`}>
                  {profitAfter === null ? '–' : formatProfit(profitAfter, currency)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {changes.length > 0 && now !== null && (
        <dl className="result-money">
          <Moved name="Free" from={now.cash} by={cash} currency={currency} />
          <Moved name="Profit to date" from={now.profit} by={profit} currency={currency} />
        </dl>
      )}
      {waiting.length > 0 && (
        <ul className="result-waiting" aria-label="Still waiting">
          {waiting.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
    </>
  );
}

type MovedProps = {
  readonly name: string;
  readonly from: MinorUnits;
  readonly by: MinorUnits;
  readonly currency: Currency;
};

/** What stands now, what it becomes, and the difference. */
const Moved = ({ name, from, by, currency }: MovedProps) => (
  <div>
    <dt>{name}</dt>
    <dd>
      {formatMoney(from, currency)} → <strong>{formatMoney((from + by) as MinorUnits, currency)}</strong>{' '}
      <span className={toneOf(by)}>{formatProfit(by, currency)}</span>
    </dd>
  </div>
);
