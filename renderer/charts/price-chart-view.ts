import {
  type AutoscaleInfo,
  type AutoscaleInfoProvider,
  createChart,
  LineSeries,
  LineStyle,
  LineType,
  TickMarkType,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { calculatedOddsText } from '../ui/fair-text.ts';
import { bandSeries } from './band-series.ts';
import { chartOptions } from './chart-options.ts';
import { chartColours, onThemeChange } from './chart-theme.ts';
import { addPoint, type HistoryPoint, MAXIMUM_POINTS, secondOf, thinned } from './price-series.ts';

export type PriceChartView = {
  /** Draws these points, rising in time, in place of what was there, and shows them all. */
  readonly load: (points: readonly HistoryPoint[]) => void;
  /** Adds a point at the end; the oldest go when there are too many. */
  readonly push: (point: HistoryPoint) => void;
  /** Moves the crosshair by whole points: -1 is one back. */
  readonly step: (by: number) => void;
  readonly points: () => readonly HistoryPoint[];
  readonly destroy: () => void;
};

/** How many points make room at once, so that the series isn't rebuilt with every update. */
const DROPPED_AT_ONCE = 200;

const withSeconds = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const toMinute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const toDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
/** Points are in UTC seconds; people read their own clock. */
const clockText = (time: Time): string => withSeconds.format(Number(time) * 1000);
const tickText = (time: Time, kind: TickMarkType): string => {
  const at = Number(time) * 1000;
  if (kind === TickMarkType.TimeWithSeconds) return withSeconds.format(at);
  return kind === TickMarkType.Time ? toMinute.format(at) : toDay.format(at);
};

/** Of the price: a line that hardly moves is drawn in a range whose marks can still be told apart. */
const LEAST_SPAN = 0.02;

/** The range to draw a line in, widened about its middle where it is next to none. */
function widened(own: AutoscaleInfo | null): AutoscaleInfo | null {
  if (own === null || own.priceRange === null) return own;
  const { minValue, maxValue } = own.priceRange;
  const middle = (minValue + maxValue) / 2;
  const half = Math.max(maxValue - minValue, middle * LEAST_SPAN) / 2;
  return { ...own, priceRange: { minValue: middle - half, maxValue: middle + half } };
}

/** A chart of one book's price against the fair line and its range. `onPoint` hears what the crosshair is on. */
export function createPriceChartView(
  host: HTMLElement,
  onPoint: (point: HistoryPoint | null) => void,
): PriceChartView {
  const chart = createChart(host, {
    ...chartOptions(chartColours()),
    localization: {
      priceFormatter: (price: number) => (price > 1 ? calculatedOddsText(price) : ''),
      timeFormatter: clockText,
      locale: 'en-GB',
    },
    timeScale: { ...chartOptions(chartColours()).timeScale, tickMarkFormatter: tickText },
  });
  const band = chart.addCustomSeries(bandSeries(), { priceLineVisible: false, lastValueVisible: false });
  const autoscaleInfoProvider: AutoscaleInfoProvider = (own) => widened(own());
  const fair = chart.addSeries(LineSeries, {
    lineWidth: 2,
    priceLineVisible: false,
    title: '',
    autoscaleInfoProvider,
  });
  const price = chart.addSeries(LineSeries, {
    autoscaleInfoProvider,
    lineWidth: 2,
    lineType: LineType.WithSteps,
    priceLineStyle: LineStyle.Dotted,
  });
  let points: HistoryPoint[] = [];
  let at: number | null = null;

  const paint = () => {
    const colours = chartColours();
    chart.applyOptions(chartOptions(colours));
    band.applyOptions({ color: colours.band });
    fair.applyOptions({ color: colours.fair });
    price.applyOptions({ color: colours.price });
  };
  paint();
  const unwatch = onThemeChange(paint);

  const time = (point: HistoryPoint) => secondOf(point.at) as UTCTimestamp;
  const pricePoint = (point: HistoryPoint) =>
    point.price === null ? { time: time(point) } : { time: time(point), value: point.price };
  const fairPoint = (point: HistoryPoint) =>
    point.fair === null ? { time: time(point) } : { time: time(point), value: point.fair };
  const bandPoint = (point: HistoryPoint) =>
    point.low === null || point.high === null
      ? { time: time(point) }
      : { time: time(point), low: point.low, high: point.high };
  const drawAll = () => {
    price.setData(points.map(pricePoint));
    fair.setData(points.map(fairPoint));
    band.setData(points.map(bandPoint));
  };

  chart.subscribeCrosshairMove(({ time: under }) => {
    if (under === undefined) {
      at = null;
      onPoint(null);
      return;
    }
    at = points.findLastIndex((point) => secondOf(point.at) <= Number(under));
    onPoint(points[at] ?? null);
  });

  return {
    load(next) {
      points = [...thinned(next)];
      drawAll();
      chart.timeScale().fitContent();
    },
    push(point) {
      if (!addPoint(points, point)) return;
      if (points.length > MAXIMUM_POINTS) {
        points = points.slice(DROPPED_AT_ONCE);
        drawAll();
        return;
      }
      price.update(pricePoint(point));
      fair.update(fairPoint(point));
      band.update(bandPoint(point));
    },
    step(by) {
      const index = Math.min(points.length - 1, Math.max(0, (at ?? points.length - 1 - by) + by));
      const point = points[index];
      if (point === undefined) return;
      at = index;
      const level = point.price ?? point.fair;
      if (level !== null) chart.setCrosshairPosition(level, time(point), point.price === null ? fair : price);
      onPoint(point);
    },
    points: () => points,
    destroy() {
      unwatch();
      chart.remove();
    },
  };
}
