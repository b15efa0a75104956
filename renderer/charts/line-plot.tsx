import { useCallback, useMemo } from 'react';
import uPlot from 'uplot';
import { labelStep, type PlotLine, type PlotX, tickText, xText, xValues } from './line-data.ts';
import { axisWidth, type PlotSetup, plotAxis } from './mount-plot.ts';
import { faded, type PlotPalette } from './plot-colours.ts';
import { PlotFrame, type PlotReading } from './plot-frame.tsx';

type LinePlotProps = {
  /** For screen readers: what it shows, and that a table says the same. */
  readonly label: string;
  readonly x: PlotX;
  readonly lines: readonly PlotLine[];
  /** Writes a value on the axis and beside the crosshair. */
  readonly format: (value: number) => string;
  /** Whether zero is always in sight. */
  readonly fromZero?: boolean;
  /** Plots of one key share their crosshair. */
  readonly sync?: string;
  /** Pixels left of the plot, where plots below each other have to begin at one place; from its labels when absent. */
  readonly room?: number;
};

/** Pixels that a category's label needs. */
const LABEL_WIDTH = 58;
/** Pixels beside the plot for the labels of y and half a label of x; the plot's own are not known while it is laid out. */
const AXIS_ROOM = 90;

/** Several lines over seasons, competitions or days. Pass memoised `x` and `lines`: new ones draw it anew. */
export function LinePlot({ label, x, lines, format, fromZero = false, sync, room }: LinePlotProps) {
  const setup = useCallback(
    (palette: PlotPalette, read: (reading: PlotReading | null) => void): PlotSetup => ({
      data: [xValues(x), ...lines.map(({ values }) => [...values])],
      options: {
        // The last label is centred on the last value.
        padding: [8, 26, 0, 0],
        legend: { show: false },
        cursor: {
          y: false,
          points: { size: 7 },
          drag: { x: x.kind !== 'categories', y: false },
          ...(sync === undefined ? {} : { sync: { key: sync } }),
        },
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        scales: {
          x:
            x.kind === 'categories'
              ? { time: false, range: [-0.5, Math.max(0.5, x.labels.length - 0.5)] }
              : { time: true },
          y: {
            range: {
              min: { pad: 0.12, ...(fromZero ? { soft: 0, mode: 1 as const } : { mode: 0 as const }) },
              max: { pad: 0.12, ...(fromZero ? { soft: 0, mode: 1 as const } : { mode: 0 as const }) },
            },
          },
        },
        axes: [
          plotAxis(palette, {
            grid: { show: false },
            size: 26,
            ...(x.kind === 'categories' ? categoryAxis(x.labels) : dayAxis),
          }),
          plotAxis(palette, {
            size: room ?? axisWidth,
            values: (_plot, splits) => splits.map(format),
            space: 28,
          }),
        ],
        series: [{}, ...lines.map((line) => series(line, palette, x))],
        hooks: { setCursor: [(plot) => read(readingOf(plot, x, lines, format))] },
      },
    }),
    [x, lines, format, fromZero, sync, room],
  );
  const legend = useMemo(
    () => lines.map((line) => ({ label: line.label, colour: line.colour, dashed: line.style === 'dashed' })),
    [lines],
  );
  return <PlotFrame label={label} legend={legend} setup={setup} />;
}

const categoryAxis = (labels: readonly string[]): uPlot.Axis => ({
  splits: (plot) => {
    const step = labelStep(labels.length, plot.width - AXIS_ROOM, LABEL_WIDTH);
    return labels.flatMap((_, index) => (index % step === 0 ? [index] : []));
  },
  values: (_plot, splits) => splits.map((index) => labels[index] ?? ''),
});

/** Days on one line: by years, by months with their year, or by days, as they are far apart. */
const dayAxis: uPlot.Axis = {
  space: 72,
  values: (_plot, splits, _axis, _space, increment) => splits.map((seconds) => tickText(seconds, increment)),
};

const steps = uPlot.paths.stepped?.({ align: 1 });

function series(
  { colour, style = 'line', stepped = false }: PlotLine,
  palette: PlotPalette,
  x: PlotX,
): uPlot.Series {
  const stroke = palette.of(colour);
  return {
    stroke,
    width: 2,
    spanGaps: false,
    ...(stepped && steps !== undefined ? { paths: steps } : {}),
    ...(style === 'dashed' ? { dash: [5, 4] } : {}),
    ...(style === 'area' ? { fill: faded(stroke), fillTo: 0 } : {}),
    points: { show: x.kind === 'categories', size: 5, fill: stroke },
  };
}

function readingOf(
  plot: uPlot,
  x: PlotX,
  lines: readonly PlotLine[],
  format: (value: number) => string,
): PlotReading | null {
  const { idx, left } = plot.cursor;
  if (idx === null || idx === undefined || left === undefined || left < 0) return null;
  return {
    title: xText(x, idx),
    right: left > plot.over.clientWidth / 2,
    lines: lines.map(({ label, colour, values }) => {
      const value = values[idx];
      return { label, colour, value: value === null || value === undefined ? '–' : format(value) };
    }),
  };
}
