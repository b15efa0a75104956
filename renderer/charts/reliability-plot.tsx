import { useCallback, useMemo } from 'react';
import uPlot from 'uplot';
import { axisWidth, type PlotSetup, plotAxis } from './mount-plot.ts';
import { faded, type PlotColour, type PlotPalette } from './plot-colours.ts';
import { PlotFrame, type PlotReading } from './plot-frame.tsx';
import { frequencyRange, type ReliabilityPoint } from './reliability-data.ts';

export type ReliabilityCurve = {
  readonly label: string;
  readonly colour: PlotColour;
  readonly points: readonly ReliabilityPoint[];
};

type ReliabilityPlotProps = {
  readonly label: string;
  /** Pass memoised curves: new ones draw the plot anew. */
  readonly curves: readonly ReliabilityCurve[];
};

/** Counts take the lowest part of the height. */
const COUNTS_SHARE = 6;
const percent = (share: number): string => `${(share * 100).toFixed(0)}%`;
const exact = (share: number): string => `${(share * 100).toFixed(1)}%`;

/**
 * How often forecasts came true against what they said, with each bin's 95 % interval and the number of forecasts in it.
 * Forecasts that can be taken at their word lie on the diagonal.
 */
export function ReliabilityPlot({ label, curves }: ReliabilityPlotProps) {
  const setup = useCallback(
    (palette: PlotPalette, read: (reading: PlotReading | null) => void): PlotSetup => {
      const xs = [...new Set([0, 1, ...curves.flatMap(({ points }) => points.map(atForecast))])].sort(
        (a, b) => a - b,
      );
      const at = ({ points }: ReliabilityCurve, value: (point: ReliabilityPoint) => number) => {
        const known = new Map(points.map((point) => [point.forecast, value(point)]));
        return xs.map((x) => known.get(x) ?? null);
      };
      const main = curves[0];
      return {
        data: [
          xs,
          main === undefined ? xs.map(() => null) : at(main, ({ count }) => count),
          xs,
          ...curves.map((curve) => at(curve, ({ frequency }) => frequency)),
        ],
        options: {
          padding: [8, 22, 0, 0],
          legend: { show: false },
          cursor: {
            y: false,
            drag: { x: false, y: false },
            points: { size: 8, show: false },
            // Between the bins there is nothing to read.
            hover: { skip: [undefined, null] },
          },
          scales: {
            x: { time: false, range: [0, 1] },
            y: { range: [0, 1] },
            count: { range: (_plot, _min, max) => [0, Math.max(1, max ?? 1) * COUNTS_SHARE] },
          },
          axes: [
            plotAxis(palette, { values: (_plot, splits) => splits.map(percent), size: 26, space: 44 }),
            plotAxis(palette, { values: (_plot, splits) => splits.map(percent), size: axisWidth, space: 30 }),
          ],
          series: [
            {},
            {
              scale: 'count',
              fill: faded(palette.of('muted')),
              stroke: palette.of('muted'),
              width: 0,
              points: { show: false },
              paths: uPlot.paths.bars?.({ size: [0.6, 26, 3] }) ?? (() => null),
            },
            { stroke: palette.of('muted'), width: 1, dash: [4, 4], points: { show: false } },
            ...curves.map(({ colour }) => {
              const stroke = palette.of(colour);
              return {
                stroke,
                width: 1.5,
                spanGaps: true,
                points: { show: true, size: 7, fill: stroke, stroke },
              };
            }),
          ],
          hooks: {
            draw: [
              (plot) => {
                for (const curve of curves) drawRanges(plot, curve, palette);
              },
            ],
            setCursor: [(plot) => read(readingOf(plot, xs, curves))],
          },
        },
      };
    },
    [curves],
  );
  const legend = useMemo(
    () => [
      ...curves.map(({ label: name, colour }) => ({ label: name, colour })),
      { label: 'Taken at their word', colour: 'muted' as const, dashed: true },
    ],
    [curves],
  );
  return <PlotFrame label={label} legend={legend} setup={setup} />;
}

const atForecast = ({ forecast }: ReliabilityPoint): number => forecast;

/** Upright lines over each bin's 95 % interval. */
function drawRanges(plot: uPlot, { points, colour }: ReliabilityCurve, palette: PlotPalette): void {
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = palette.of(colour);
  ctx.lineWidth = devicePixelRatio;
  ctx.globalAlpha = 0.7;
  ctx.beginPath();
  for (const point of points) {
    const { low, high } = frequencyRange(point);
    const x = plot.valToPos(point.forecast, 'x', true);
    ctx.moveTo(x, plot.valToPos(low, 'y', true));
    ctx.lineTo(x, plot.valToPos(high, 'y', true));
  }
  ctx.stroke();
  ctx.restore();
}

function readingOf(
  plot: uPlot,
  xs: readonly number[],
  curves: readonly ReliabilityCurve[],
): PlotReading | null {
  const { idx, left } = plot.cursor;
  if (idx === null || idx === undefined || left === undefined || left < 0) return null;
  const x = xs[idx];
  if (x === undefined) return null;
  const lines = curves.flatMap(({ label, colour, points }) => {
    const point = points.find(({ forecast }) => forecast === x);
    return point === undefined
      ? []
      : [{ label, colour, value: `${exact(point.frequency)} of ${point.count.toLocaleString('en-GB')}` }];
  });
  if (lines.length === 0) return null;
  return { title: `Forecast ${exact(x)}`, right: left > plot.over.clientWidth / 2, lines };
}
