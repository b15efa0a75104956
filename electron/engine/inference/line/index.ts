/** The Overround line: what was learned about books and teams, read from its files, forecasting past matches and pricing live ones. */
export { lineForecaster } from './line-forecaster.ts';
export { createLiveSignals } from './live-signals.ts';
export {
  type LearnedLine,
  type LineVersion,
  lineFiles,
  readLine,
} from './read-line.ts';
