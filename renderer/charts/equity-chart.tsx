import { BaselineSeries, createOptionsChart, LineSeries, LineStyle } from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import './charts.css';
import { chartOptions } from './chart-options.ts';
import { chartColours, onThemeChange } from './chart-theme.ts';
import type { EquityPoint } from './equity-series.ts';

type EquityChartProps = {
  readonly label: string;
  readonly points: readonly EquityPoint[];
  /** Writes an amount on the axis. */
  readonly money: (amount: number) => string;
};

const NO_FILL = {
  topFillColor1: 'transparent',
  topFillColor2: 'transparent',
  bottomFillColor1: 'transparent',
  bottomFillColor2: 'transparent',
} as const;

/** Cumulative profit, a loss in its own colour, beside cumulative expectation, against the number of bets. */
export function EquityChart({ label, points, money }: EquityChartProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const options = () => {
      const { timeScale: _, ...rest } = chartOptions(chartColours());
      return {
        ...rest,
        timeScale: { borderColor: chartColours().line, rightOffset: 1, fixLeftEdge: true },
        localization: { precision: 0, priceFormatter: money, locale: 'en-GB' },
      };
    };
    const chart = createOptionsChart(element, options());
    const expected = chart.addSeries(LineSeries, {
      lineWidth: 2,
      lineStyle: LineStyle.Dashed,
      priceLineVisible: false,
    });
    const profit = chart.addSeries(BaselineSeries, {
      baseValue: { type: 'price', price: 0 },
      lineWidth: 2,
      priceLineVisible: false,
      ...NO_FILL,
    });
    const zero = profit.createPriceLine({
      price: 0,
      lineWidth: 1,
      lineStyle: LineStyle.Solid,
      axisLabelVisible: false,
    });
    const paint = () => {
      const colours = chartColours();
      chart.applyOptions(options());
      profit.applyOptions({ topLineColor: colours.gain, bottomLineColor: colours.loss });
      expected.applyOptions({ color: colours.fair });
      zero.applyOptions({ color: colours.muted });
    };
    paint();
    const unwatch = onThemeChange(paint);
    profit.setData(points.map(({ bets, profit: value }) => ({ time: bets, value })));
    expected.setData(points.map(({ bets, expected: value }) => ({ time: bets, value })));
    chart.timeScale().fitContent();
    return () => {
      unwatch();
      chart.remove();
    };
  }, [points, money]);
  return <div ref={host} className="chart" role="img" aria-label={label} />;
}
