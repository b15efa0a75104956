import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { type Currency, type MinorUnits, majorUnits, minorUnits } from '../../../shared/domain/units.ts';
import { EquityChart, type EquityPoint } from '../../charts/index.ts';
import { useStatus } from '../../stores/status.ts';
import { formatEv, formatMoney, formatProfit } from '../../ui/figures.ts';
import { type BetTotals, betTotals, equityPoints } from './bet-totals.ts';
import type { BetView } from './bet-view.ts';
import { betRows } from './bets-state.ts';

let settledViews: readonly BetView[] | null = null;
betRows.onSettled(() => {
  settledViews = null;
});
const readSettled = (): readonly BetView[] => {
  settledViews ??= betRows.settled.rows().map(({ value }) => value);
  return settledViews;
};

/** The settled bets; a new array only when one was settled. */
const useSettled = (): readonly BetView[] => useSyncExternalStore(betRows.onSettled, readSettled);

/** Turnover, profit, yield and CLV of the settled bets, in one line. */
export function SettledTotals({ currency }: { readonly currency: Currency }) {
  const totals = betTotals(useSettled());
  const unread = useStatus(({ status }) => status?.damagedOrders ?? 0);
  const money = (amount: number) => formatMoney(amount as MinorUnits, currency);
  const tone = (value: number) => (value > 0 ? 'gain' : value < 0 ? 'loss' : '');
  return (
    <dl className="bet-totals" aria-label="Totals of the settled bets">
      <Total name="Settled" value={String(totals.bets)} />
      <Total name="Turnover" value={money(totals.turnover)} />
      <Total
        name="P&L"
        value={formatProfit(totals.profit as MinorUnits, currency)}
        tone={tone(totals.profit)}
      />
      <Total
        name="Yield"
        value={totals.yield === null ? '–' : formatEv(totals.yield)}
        tone={tone(totals.yield ?? 0)}
      />
      <Total name="Commission" value={money(totals.commission)} />
      <Total name="CLV" value={clvText(totals)} tone={tone(totals.averageClv ?? 0)} />
      {unread > 0 && (
        <Total
          name="Left out"
          value={unread === 1 ? '1 unreadable order' : `${unread} unreadable orders`}
          tone="loss"
        />
      )}
    </dl>
  );
}

/** The mean, with how many closes it stands on. */
const clvText = ({ averageClv, withClose, bets }: BetTotals): string =>
  averageClv === null ? 'no close' : `${formatEv(averageClv)} on ${withClose} of ${bets}`;

function Total({
  name,
  value,
  tone = '',
}: {
  readonly name: string;
  readonly value: string;
  readonly tone?: string;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={tone}>{value}</dd>
    </div>
  );
}

/** Profit against expectation as bets settle, with the same figures in a table. */
export function SettledCurve() {
  const currency = useStatus(({ status }) => status?.currency ?? null);
  const settled = useSettled();
  const points = useMemo(
    () =>
      currency === null
        ? []
        : equityPoints(settled, (minor) => majorUnits(Math.round(minor) as MinorUnits, currency)),
    [settled, currency],
  );
  const money = useCallback(
    (amount: number) => {
      const minor = currency === null ? undefined : minorUnits(amount, currency);
      return minor === undefined || currency === null ? '' : formatProfit(minor, currency);
    },
    [currency],
  );
  if (points.length < 2) return null;
  const losing = (points.at(-1)?.profit ?? 0) < 0;
  return (
    <section className="curve" aria-label="Profit against expectation">
      <div className="curve-chart">
        <p className="curve-keys">
          <span className={losing ? 'curve-key is-profit is-losing' : 'curve-key is-profit'}>P&L</span>
          <span className="curve-key is-expected">Expected from EV</span>
        </p>
        <EquityChart
          points={points}
          money={money}
          label="Cumulative profit and cumulative expected profit by bet; the table beside it has the figures"
        />
      </div>
      <CurveTable points={points} money={money} />
    </section>
  );
}

/** Rows of the table beside the curve. */
const CURVE_ROWS = 200;

function CurveTable({
  points,
  money,
}: {
  readonly points: readonly EquityPoint[];
  readonly money: (amount: number) => string;
}) {
  return (
    <div className="curve-table">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col" className="figure">
              Bet
            </th>
            <th scope="col" className="figure">
              P&L
            </th>
            <th scope="col" className="figure">
              Expected
            </th>
          </tr>
        </thead>
        <tbody>
          {points
            .slice(1)
            .slice(-CURVE_ROWS)
            .reverse()
            .map(({ bets, profit, expected }) => (
              <tr key={bets}>
                <td className="figure muted">{bets}</td>
                <td className={profit < 0 ? 'figure loss' : 'figure gain'}>{money(profit)}</td>
                <td className="figure">{money(expected)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
