/** Learns the Overround line from stored matches, season by season, and judges it on matches it had not seen. */
export { LINE_RECIPE, trainLine } from './train-line.ts';
