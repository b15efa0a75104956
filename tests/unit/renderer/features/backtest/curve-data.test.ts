import { expect, it } from 'vitest';
import {
  fromFirstBet,
  oneCurve,
  severalCurves,
} from '../../../../../renderer/features/backtest/curve-data.ts';
import { equityPoint, money } from '../../../../support/sample-backtests.ts';

const major = (amount: number) => amount / 100;
const opening = equityPoint('2003-08-09', 0, { bets: 0 });

it('begins on the day before the first bets, not years earlier or on the same day', () => {
  expect(fromFirstBet([opening, equityPoint('2012-08-18', 500)]).map(({ day }) => day)).toEqual([
    '2012-08-17',
    '2012-08-18',
  ]);
  expect(fromFirstBet([opening, equityPoint('2003-08-09', 500)]).map(({ day }) => day)).toEqual([
    '2003-08-08',
    '2003-08-09',
  ]);
  expect(fromFirstBet([opening])).toEqual([opening]);
});

it('draws profit beside what was expected, and the drawdown downwards', () => {
  const curves = oneCurve(
    [
      opening,
      equityPoint('2012-08-18', 500, { expected: money(100) }),
      equityPoint('2012-08-19', -300, { expected: money(150), drawdown: money(800) }),
    ],
    major,
  );
  expect(curves.equity.map(({ label, colour, values }) => [label, colour, values])).toEqual([
    ['Profit', 'loss', [0, 5, -3]],
    ['Expected', 'market', [0, 1, 1.5]],
  ]);
  expect(curves.drawdown[0]?.values.map((value) => (value ?? 0) + 0)).toEqual([0, 0, -8]);
});

it('holds several curves between their own days, and has none before and after', () => {
  const { x, equity } = severalCurves(
    [
      {
        label: 'a',
        colour: 'model',
        points: [opening, equityPoint('2020-01-02', 100), equityPoint('2020-01-05', 300)],
      },
      { label: 'b', colour: 'second', points: [opening, equityPoint('2020-01-04', 200)] },
    ],
    major,
  );
  expect(x).toEqual({
    kind: 'days',
    days: ['2020-01-01', '2020-01-02', '2020-01-03', '2020-01-04', '2020-01-05'],
  });
  expect(equity.map(({ values }) => values)).toEqual([
    [0, 1, 1, 1, 3],
    [null, null, 0, 2, null],
  ]);
});
