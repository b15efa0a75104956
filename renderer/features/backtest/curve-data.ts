/** Equity points as lines over days, of one backtest or of several. */
import type { EquityPoint } from '../../../shared/contract/runs.ts';
import type { MinorUnits } from '../../../shared/domain/units.ts';
import type { PlotColour, PlotLine, PlotX } from '../../charts/index.ts';

export type Curves = {
  readonly x: PlotX;
  readonly equity: readonly PlotLine[];
  readonly drawdown: PlotLine[];
};

const DAY_MS = 86_400_000;
const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);

/**
 * The opening bank on the day before the first bets. The first match may be of that same day, or of years before the first
 * with a price.
 */
export function fromFirstBet(points: readonly EquityPoint[]): readonly EquityPoint[] {
  const [opening, first] = points;
  if (opening === undefined || first === undefined) return points;
  return [{ ...opening, day: dayBefore(first.day) }, ...points.slice(1)];
}

/** Profit with what was expected, and how far the bank is below its high. `major` turns minor into major units. */
export function oneCurve(given: readonly EquityPoint[], major: (amount: MinorUnits) => number): Curves {
  const points = fromFirstBet(given);
  const losing = (points.at(-1)?.profit ?? 0) < 0;
  return {
    x: { kind: 'days', days: points.map(({ day }) => day) },
    equity: [
      {
        label: 'Profit',
        colour: losing ? 'loss' : 'gain',
        values: points.map(({ profit }) => major(profit)),
        stepped: true,
      },
      {
        label: 'Expected',
        colour: 'market',
        values: points.map(({ expected }) => major(expected)),
        style: 'dashed',
        stepped: true,
      },
    ],
    drawdown: [
      {
        label: 'Drawdown',
        colour: 'loss',
        values: points.map(({ drawdown }) => -major(drawdown)),
        style: 'area',
        stepped: true,
      },
    ],
  };
}

export type ComparedCurve = {
  readonly label: string;
  readonly colour: PlotColour;
  readonly points: readonly EquityPoint[];
};

/**
 * Several backtests over the days of all of them. Between its own days a curve stays where it was; before its first and
 * after its last there is none.
 */
export function severalCurves(
  curves: readonly ComparedCurve[],
  major: (amount: MinorUnits) => number,
): Curves {
  const separate = curves.map((curve) => ({ ...curve, points: fromFirstBet(curve.points) }));
  const days = [...new Set(separate.flatMap(({ points }) => points.map(({ day }) => day)))].sort();
  const line = (
    { label, colour, points }: ComparedCurve,
    value: (point: EquityPoint) => number,
  ): PlotLine => {
    let next = 0;
    let at: EquityPoint | undefined;
    const last = points.at(-1)?.day ?? '';
    const values = days.map((day) => {
      for (let point = points[next]; point !== undefined && point.day <= day; point = points[next]) {
        at = point;
        next += 1;
      }
      return at === undefined || day > last ? null : value(at);
    });
    return { label, colour, values, stepped: true };
  };
  return {
    x: { kind: 'days', days },
    equity: separate.map((curve) => line(curve, ({ profit }) => major(profit))),
    drawdown: separate.map((curve) => line(curve, ({ drawdown }) => -major(drawdown))),
  };
}
