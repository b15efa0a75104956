import type { BeliefSource, Strategy } from '../../../shared/domain/backtest/strategy.ts';
import { AVERAGE_BOOK, isSingleBook } from '../../../shared/domain/football-data-books.ts';
import { type MarginMethod, removeMarginInto } from '../../../shared/domain/margin.ts';
import { ODDS_SCALE } from '../../../shared/domain/units.ts';
import type { Fixture, Forecaster } from '../ports/forecaster.ts';
import type { DayPrices, SourcePrices } from './day-prices.ts';

/** Probabilities of a day's fixtures, from their prices or by a forecaster; `undefined` where there are none. */
export type Belief = {
  forecast(
    fixtures: readonly Fixture[],
    prices: DayPrices,
  ): Promise<readonly (readonly number[] | undefined)[]>;
  /** Present where it learns from results. */
  readonly forecaster: Forecaster | undefined;
};

/** Under what name a forecaster is looked for; `undefined` where prices alone say what is believed. */
export function forecasterName({ fair, stage }: Pick<Strategy, 'fair' | 'stage'>): string | undefined {
  switch (fair.kind) {
    case 'overround-line':
      return stage === 'closing' ? 'overround-line-close' : 'overround-line';
    case 'model':
      return `model:${fair.id}`;
    case 'mean':
    case 'average-price':
    case 'book':
      return undefined;
  }
}

/** What the strategy believes; `undefined` where it needs a forecaster that is not among those given. */
export function createBelief(
  strategy: Pick<Strategy, 'fair' | 'stage'>,
  forecasters: readonly Forecaster[],
): Belief | undefined {
  const name = forecasterName(strategy);
  if (name !== undefined) {
    const forecaster = forecasters.find((given) => given.name === name);
    return forecaster && { forecast: (fixtures) => forecaster.forecast(fixtures), forecaster };
  }
  const fromPrices = priceBelief(strategy.fair);
  return {
    forecaster: undefined,
    forecast: async (fixtures, prices) => fixtures.map((_, row) => fromPrices(prices, strategy.stage, row)),
  };
}

type PriceBelief = (
  prices: DayPrices,
  stage: Strategy['stage'],
  row: number,
) => readonly number[] | undefined;

function priceBelief(fair: BeliefSource): PriceBelief {
  switch (fair.kind) {
    case 'book':
      return (prices, stage, row) =>
        fairPrices(prices.source(fair.book, stage), row, prices.outcomes, fair.method);
    case 'mean':
      return (prices, stage, row) => {
        const books = singleBooks(prices, stage).flatMap((source) => {
          const probabilities = fairPrices(source, row, prices.outcomes, fair.method);
          return probabilities === undefined ? [] : [probabilities];
        });
        return books.length === 0 ? undefined : meanByOutcome(books);
      };
    case 'average-price':
      return (prices, stage, row) => averagePrices(prices, stage, row)?.map((price) => ODDS_SCALE / price);
    case 'overround-line':
    case 'model':
      return () => undefined;
  }
}

const singleBooks = (prices: DayPrices, stage: Strategy['stage']): readonly SourcePrices[] =>
  prices.sources.filter((source) => source.stage === stage && isSingleBook(source.book));

const meanByOutcome = (of: readonly (readonly number[])[]): readonly number[] =>
  (of[0] ?? []).map((_, i) => of.reduce((sum, values) => sum + (values[i] ?? 0), 0) / of.length);

const pricesOf = (source: SourcePrices, row: number, outcomes: number): readonly number[] =>
  Array.from(source.prices.subarray(row * outcomes, (row + 1) * outcomes));

/**
 * Average prices in ten-thousandths: the recorded average over all books watched, else the mean over the single books
 * with a complete price.
 */
export function averagePrices(
  prices: DayPrices,
  stage: Strategy['stage'],
  row: number,
): readonly number[] | undefined {
  const recorded = prices.source(AVERAGE_BOOK, stage);
  if (recorded?.isComplete(row)) return pricesOf(recorded, row, prices.outcomes);
  const books = singleBooks(prices, stage).filter((source) => source.isComplete(row));
  return books.length === 0
    ? undefined
    : meanByOutcome(books.map((source) => pricesOf(source, row, prices.outcomes)));
}

/** A book's no-margin probabilities; `undefined` without a complete price or where the method gives no chances. */
export function fairPrices(
  source: SourcePrices | undefined,
  row: number,
  outcomes: number,
  method: MarginMethod,
): readonly number[] | undefined {
  if (!source?.isComplete(row)) return undefined;
  const inverse = Float64Array.from(pricesOf(source, row, outcomes), (price) => ODDS_SCALE / price);
  const out = new Float64Array(outcomes);
  removeMarginInto(method, inverse, outcomes, 1, out);
  return out.every((p) => p >= 0 && p <= 1) ? Array.from(out) : undefined;
}
