/** The one wrapper around lightweight-charts and uPlot: charts in the app's tokens, each with a table beside it. */
export { EquityChart } from './equity-chart.tsx';
export type { EquityPoint } from './equity-series.ts';
export { historyPoints } from './history-points.ts';
export type { PlotLine, PlotX } from './line-data.ts';
export { LinePlot } from './line-plot.tsx';
export { COMPARED_COLOURS, colourVariable, type PlotColour } from './plot-colours.ts';
export { PriceChart, type PriceChartControls } from './price-chart.tsx';
export type { HistoryPoint } from './price-series.ts';
export { frequencyRange, isMiscalibrated } from './reliability-data.ts';
export { type ReliabilityCurve, ReliabilityPlot } from './reliability-plot.tsx';
