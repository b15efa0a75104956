import {
  type CustomData,
  type CustomSeriesOptions,
  type CustomSeriesPricePlotValues,
  type CustomSeriesWhitespaceData,
  customSeriesDefaultOptions,
  type ICustomSeriesPaneRenderer,
  type ICustomSeriesPaneView,
  type PaneRendererCustomData,
  type PriceToCoordinateConverter,
  type UTCTimestamp,
} from 'lightweight-charts';
import { bandBars } from './band-bars.ts';

/** A filled band between two prices. */
export type BandPoint = CustomData<UTCTimestamp> & { readonly low: number; readonly high: number };
export type BandOptions = CustomSeriesOptions & { readonly opacity: number };

type CanvasTarget = Parameters<ICustomSeriesPaneRenderer['draw']>[0];

/** The series that draws the fair line's range over the margin-removal methods. */
export function bandSeries(): ICustomSeriesPaneView<UTCTimestamp, BandPoint, BandOptions> {
  let data: PaneRendererCustomData<UTCTimestamp, BandPoint> | null = null;
  let options: BandOptions = { ...customSeriesDefaultOptions, opacity: 0.16 };

  const draw = (target: CanvasTarget, toY: PriceToCoordinateConverter) =>
    target.useBitmapCoordinateSpace(({ context, horizontalPixelRatio: across, verticalPixelRatio: down }) => {
      const range = data?.visibleRange;
      if (data === null || range === null || range === undefined) return;
      const shown = bandBars(data.bars, range, data.barSpacing);
      const corners = (edge: 'low' | 'high') =>
        shown.flatMap(({ x, originalData }) => {
          const y = toY(originalData[edge]);
          return y === null ? [] : [{ x: x * across, y: y * down }];
        });
      const outline = [...corners('high'), ...corners('low').reverse()];
      const [first, ...rest] = outline;
      if (first === undefined) return;
      context.beginPath();
      context.moveTo(first.x, first.y);
      for (const { x, y } of rest) context.lineTo(x, y);
      context.closePath();
      context.globalAlpha = options.opacity;
      context.fillStyle = options.color;
      context.fill();
      context.globalAlpha = 1;
    });

  return {
    renderer: () => ({ draw }),
    update(next, nextOptions) {
      data = next;
      options = nextOptions;
    },
    priceValueBuilder: ({ low, high }): CustomSeriesPricePlotValues => [low, high],
    isWhitespace: (
      point: BandPoint | CustomSeriesWhitespaceData<UTCTimestamp>,
    ): point is CustomSeriesWhitespaceData<UTCTimestamp> => !('low' in point),
    defaultOptions: () => ({ ...customSeriesDefaultOptions, opacity: 0.16 }),
  };
}
