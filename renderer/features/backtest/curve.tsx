import { useCallback, useMemo } from 'react';
import { type Currency, type MinorUnits, majorUnits, minorUnits } from '../../../shared/domain/units.ts';
import { LinePlot } from '../../charts/index.ts';
import { type Column, createRowSignal, DataGrid, type RowSource } from '../../grid/index.ts';
import { formatMoney, formatProfit } from '../../ui/figures.ts';
import { useBacktestView } from './backtest-view.ts';
import { type ComparedCurve, oneCurve, severalCurves } from './curve-data.ts';
import { type CurveRow, curveSlot } from './grid-slots.ts';

type CurveProps = { readonly curves: readonly ComparedCurve[]; readonly currency: Currency };

/** Profit over days with what was expected, or of several backtests, and the drawdown below; T shows the figures. */
export function Curve({ curves, currency }: CurveProps) {
  const table = useBacktestView((view) => view.table);
  const { x, equity, drawdown } = useMemo(() => {
    const major = (amount: MinorUnits) => majorUnits(amount, currency);
    const [only] = curves;
    return curves.length === 1 && only !== undefined
      ? oneCurve(only.points, major)
      : severalCurves(curves, major);
  }, [curves, currency]);
  const reach = Math.max(
    ...[...equity, ...drawdown].flatMap(({ values }) => values.map((value) => Math.abs(value ?? 0))),
    0,
  );
  const money = useCallback(
    (amount: number) => curveMoney(minorUnits(amount, currency), currency, reach >= WHOLE_FROM),
    [currency, reach],
  );
  // Both plots begin at one place, or their days would not stand below each other.
  const room = 24 + 6.6 * money(reach * 1.2).length;
  const only = curves.length === 1 ? curves[0] : undefined;
  return (
    <section
      className={only === undefined ? 'backtest-curve is-compared' : 'backtest-curve'}
      aria-label="Equity curve"
    >
      <div className="backtest-plots">
        <div className="equity-plot">
          <LinePlot
            label="Profit by day; the table (T) has the figures"
            x={x}
            lines={equity}
            format={money}
            fromZero
            sync="backtest"
            room={room}
          />
        </div>
        <div className="drawdown-plot">
          {only === undefined && <p className="drawdown-title">Drawdown</p>}
          <LinePlot
            label="Drawdown from the highest bank by day; the table (T) has the figures"
            x={x}
            lines={drawdown}
            format={money}
            fromZero
            sync="backtest"
            room={room}
          />
        </div>
      </div>
      {table && only !== undefined && <CurveTable curve={only} currency={currency} />}
    </section>
  );
}

/** Curves that reach so many major units are written without minor ones: they would only crowd the axis. */
const WHOLE_FROM = 20;

function curveMoney(amount: MinorUnits | undefined, currency: Currency, isWhole: boolean): string {
  if (amount === undefined) return '';
  const text = formatProfit(amount, currency);
  return isWhole ? text.replace(/\.\d+$/, '') : text;
}

function CurveTable({ curve, currency }: { readonly curve: ComparedCurve; readonly currency: Currency }) {
  const columns = useMemo(() => curveColumns(currency), [currency]);
  const source = useMemo((): RowSource<CurveRow> => {
    const rows = curve.points.map((point, index) => ({ id: String(index), point }));
    return { rows: () => rows, subscribe: createRowSignal().subscribe };
  }, [curve]);
  return (
    <div className="curve-grid" data-table="curve">
      <DataGrid
        id="backtest-curve"
        label="Bank by day"
        columns={columns}
        source={source}
        rowId={({ id }) => id}
        slot={curveSlot}
        takesFocus={false}
        empty="No days with bets."
      />
    </div>
  );
}

const curveColumns = (currency: Currency): readonly Column<CurveRow>[] => {
  const money = (
    id: 'profit' | 'expected' | 'bank' | 'drawdown',
    header: string,
    signed: boolean,
  ): Column<CurveRow> => ({
    id,
    header,
    kind: 'figure',
    width: 96,
    value: ({ point }) => point[id],
    text: ({ point }) => (signed ? formatProfit(point[id], currency) : formatMoney(point[id], currency)),
    csv: ({ point }) => majorUnits(point[id], currency),
    ...(id === 'profit'
      ? { classes: { gain: ({ point }) => point.profit > 0, loss: ({ point }) => point.profit < 0 } }
      : {}),
  });
  return [
    { id: 'day', header: 'Day', kind: 'text', width: 98, value: ({ point }) => point.day },
    { id: 'bets', header: 'Bets', kind: 'figure', width: 60, value: ({ point }) => point.bets },
    money('profit', 'Profit', true),
    money('expected', 'Expected', true),
    money('bank', 'Bank', false),
    money('drawdown', 'Drawdown', false),
  ];
};
