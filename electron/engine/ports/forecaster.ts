import type { HistoricalMatch } from './market-store.ts';

/** A match before it is played: no score, no statistics. Prices are those offered to whoever forecasts it. */
export type Fixture = Pick<
  HistoricalMatch,
  'competition' | 'season' | 'playedOn' | 'kickOff' | 'home' | 'away' | 'odds'
>;

/**
 * Something that prices matches: a book, an average, the Overround line, a model. It is walked through days in
 * order: the fixtures of a day are forecast together, before any result of that day is told.
 */
export interface Forecaster {
  /** `B365:shin`, `AvgC:power`, `overround-line`, `model:ID`. */
  readonly name: string;
  /** Probabilities over the outcomes per fixture, in their order; `undefined` where it has none to give. */
  forecast(day: readonly Fixture[]): Promise<readonly (readonly number[] | undefined)[]>;
  /** Results of a day that is over. */
  observe(day: readonly HistoricalMatch[]): void;
}
