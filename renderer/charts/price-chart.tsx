import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import './charts.css';
import { createPriceChartView, type PriceChartView } from './price-chart-view.ts';
import type { HistoryPoint } from './price-series.ts';

export type PriceChartControls = Pick<PriceChartView, 'load' | 'push' | 'points'>;

type PriceChartProps = {
  readonly ref: Ref<PriceChartControls>;
  readonly label: string;
  /** What the crosshair is on, `null` off the chart. Called outside React. */
  readonly onPoint: (point: HistoryPoint | null) => void;
};

/** Price and fair line over time. Arrow keys walk along the points. */
export function PriceChart({ ref, label, onPoint }: PriceChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<PriceChartView | null>(null);
  const hear = useRef(onPoint);
  useEffect(() => {
    hear.current = onPoint;
  });
  useEffect(() => {
    if (host.current === null) return;
    const made = createPriceChartView(host.current, (point) => hear.current(point));
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);
  useImperativeHandle(
    ref,
    () => ({
      load: (points) => view.current?.load(points),
      push: (point) => view.current?.push(point),
      points: () => view.current?.points() ?? [],
    }),
    [],
  );

  return (
    <div
      ref={host}
      className="chart"
      role="img"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk along the points.
      tabIndex={0}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        view.current?.step(step);
      }}
    />
  );
}
