import { type ChartOptions, ColorType, CrosshairMode, type DeepPartial } from 'lightweight-charts';
import { type ChartColours, prefersReducedMotion } from './chart-theme.ts';

/** What every chart has in common: no logo, quiet lines, keyboard-sized type. */
export const chartOptions = (colours: ChartColours): DeepPartial<ChartOptions> => ({
  autoSize: true,
  layout: {
    background: { type: ColorType.Solid, color: colours.surface },
    textColor: colours.text,
    fontSize: 11,
    fontFamily: colours.font,
    attributionLogo: false,
  },
  grid: { vertLines: { visible: false }, horzLines: { color: colours.line } },
  crosshair: {
    mode: CrosshairMode.Normal,
    vertLine: { color: colours.crosshair, labelBackgroundColor: colours.crosshair },
    horzLine: { color: colours.crosshair, labelBackgroundColor: colours.crosshair },
  },
  rightPriceScale: { borderColor: colours.line, scaleMargins: { top: 0.08, bottom: 0.08 } },
  timeScale: { borderColor: colours.line, rightOffset: 2, timeVisible: true, secondsVisible: true },
  kineticScroll: { touch: !prefersReducedMotion(), mouse: false },
});
