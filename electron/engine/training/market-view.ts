import { AVERAGE_BOOK, isSingleBook } from '../../../shared/domain/football-data-books.ts';
import { removeMarginInto } from '../../../shared/domain/margin.ts';
import type { ModelTarget } from '../../../shared/domain/model.ts';
import { ODDS_SCALE } from '../../../shared/domain/units.ts';
import { type DayPrices, readDayPrices, type Stage } from '../judgement/day-prices.ts';
import type { HistoricalMatch } from '../ports/market-store.ts';

/**
 * What the market thought before the close: the average price as recorded, or the mean over the books where none was,
 * without its margin by the power method. At the close where no earlier price was recorded, as in the archives of games.
 */
export function createMarketView(target: ModelTarget, outcomes: number) {
  const inverse = new Float64Array(outcomes);
  const fair = new Float64Array(outcomes);
  /** Writes the probabilities of each match, `NaN` where the market was not whole. */
  return (day: readonly HistoricalMatch[], write: (row: number, probabilities: Float64Array) => void) => {
    const prices = readDayPrices(target, day);
    for (let row = 0; row < day.length; row += 1) {
      if (priceInto(prices, row, inverse)) removeMarginInto('power', inverse, outcomes, 1, fair);
      else fair.fill(Number.NaN);
      write(row, fair);
    }
  };
}

/** Inverse prices of one match; false where no book prices every outcome. */
function priceInto(prices: DayPrices, row: number, inverse: Float64Array): boolean {
  const { outcomes } = prices;
  const used = pricesAt('pre-closing', prices, row) ?? pricesAt('closing', prices, row) ?? [];
  if (used.length === 0) return false;
  for (let i = 0; i < outcomes; i += 1) {
    const mean =
      used.reduce((sum, source) => sum + (source.prices[row * outcomes + i] as number), 0) / used.length;
    inverse[i] = ODDS_SCALE / mean;
  }
  return true;
}

/** The prices to go by at a stage; `undefined` where none is whole. */
function pricesAt(
  stage: Stage,
  { sources, source }: DayPrices,
  row: number,
): DayPrices['sources'] | undefined {
  const average = source(AVERAGE_BOOK, stage);
  if (average?.isComplete(row)) return [average];
  const single = sources.filter(
    (each) => each.stage === stage && isSingleBook(each.book) && each.isComplete(row),
  );
  return single.length === 0 ? undefined : single;
}
