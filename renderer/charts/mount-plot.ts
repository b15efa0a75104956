import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { onThemeChange } from './chart-theme.ts';
import { type PlotPalette, plotPalette } from './plot-colours.ts';

export type PlotSetup = {
  readonly options: Omit<uPlot.Options, 'width' | 'height'>;
  readonly data: uPlot.AlignedData;
};

export type MountedPlot = {
  /** Moves the crosshair by whole points: -1 is one back. */
  readonly step: (by: number) => void;
  readonly destroy: () => void;
};

/** A uPlot that fills `host`, follows its size, and is made anew in the colours of each theme. */
export function mountPlot(host: HTMLElement, setup: (palette: PlotPalette) => PlotSetup): MountedPlot {
  let plot: uPlot | null = null;
  const make = () => {
    plot?.destroy();
    plot = null;
    const { clientWidth: width, clientHeight: height } = host;
    // A pane behind another one has no size; it is made once it has.
    if (width === 0 || height === 0) return;
    const { options, data } = setup(plotPalette());
    plot = new uPlot({ ...options, width, height }, data, host);
  };
  make();
  const observer = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = host;
    if (width === 0 || height === 0) return;
    if (plot === null) make();
    else if (plot.width !== width || plot.height !== height) plot.setSize({ width, height });
  });
  observer.observe(host);
  const unwatch = onThemeChange(make);
  return {
    step(by) {
      if (plot === null) return;
      const x = plot.data[0];
      const from = plot.cursor.idx ?? (by < 0 ? x.length : -1);
      const at = x[Math.min(x.length - 1, Math.max(0, from + by))];
      if (at === undefined) return;
      plot.setCursor({ left: plot.valToPos(at, 'x'), top: plot.over.clientHeight / 2 });
    },
    destroy() {
      unwatch();
      observer.disconnect();
      plot?.destroy();
      plot = null;
    },
  };
}

/** What the axes of all plots have in common; `size` leaves room for the longest label. */
export const plotAxis = (palette: PlotPalette, axis: uPlot.Axis): uPlot.Axis => ({
  stroke: palette.text,
  font: palette.font,
  gap: 4,
  ticks: { stroke: palette.line, width: 1, size: 4 },
  grid: { stroke: palette.line, width: 1 },
  ...axis,
});

/** Width of a y axis from its labels, in pixels: tabular figures of 11 px type. */
export const axisWidth = (_plot: uPlot, values: readonly (string | null)[] | null): number =>
  20 + 6.4 * Math.max(4, ...(values ?? []).map((value) => value?.length ?? 0));
