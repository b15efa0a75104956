/** The one wrapper around lightweight-charts: charts in the app's tokens, fed outside React. */
export { EquityChart } from './equity-chart.tsx';
export type { EquityPoint } from './equity-series.ts';
export { PriceChart, type PriceChartControls } from './price-chart.tsx';
export { type HistoryPoint, mergeHistory } from './price-series.ts';
