import { footballDataCode } from '../../../shared/domain/football-data-books.ts';
import { MARGIN_METHOD_NAMES, type MarginMethod, removeMarginInto } from '../../../shared/domain/margin.ts';
import type { ModelTarget } from '../../../shared/domain/model.ts';
import { ODDS_SCALE } from '../../../shared/domain/units.ts';
import type { Fixture, Forecaster } from '../ports/forecaster.ts';
import { createDayPriceReader, type DayPrices, recordedMarket, type Stage } from './day-prices.ts';

/** A book's no-margin probabilities. Covers fixtures whose every outcome it prices, where the method gives chances. */
export type BookForecaster = Forecaster & {
  readonly book: string;
  readonly stage: Stage;
  readonly method: MarginMethod;
  /** Fixtures it prices but does not cover, because the method gave a chance below 0 or above 1. */
  readonly improper: () => number;
};

/** `B365`, or `B365C` at the close: the columns' abbreviation of the book. */
export const bookSourceName = (target: ModelTarget, book: string, stage: Stage): string =>
  `${footballDataCode(book, recordedMarket(target)?.market ?? 'match-odds')}${stage === 'closing' ? 'C' : ''}`;

/** A book of which only the prices named in the fixtures are known. */
export function createBookForecaster(
  target: ModelTarget,
  { book, stage, method }: { readonly book: string; readonly stage: Stage; readonly method: MarginMethod },
  read: (fixtures: readonly Fixture[]) => DayPrices = createDayPriceReader(target),
): BookForecaster {
  let improper = 0;
  let inverse = new Float64Array(0);
  let out = new Float64Array(0);
  return {
    name: `${bookSourceName(target, book, stage)}:${method}`,
    book,
    stage,
    method,
    improper: () => improper,
    async forecast(fixtures) {
      const forecasts = new Array<readonly number[] | undefined>(fixtures.length).fill(undefined);
      const { source: find, outcomes } = read(fixtures);
      const source = find(book, stage);
      if (source === undefined) return forecasts;
      if (inverse.length !== outcomes)
        [inverse, out] = [new Float64Array(outcomes), new Float64Array(outcomes)];
      for (let row = 0; row < fixtures.length; row += 1) {
        if (!source.isComplete(row)) continue;
        for (let i = 0; i < outcomes; i += 1)
          inverse[i] = ODDS_SCALE / (source.prices[row * outcomes + i] as number);
        removeMarginInto(method, inverse, outcomes, 1, out);
        if (isProper(out)) forecasts[row] = Array.from(out);
        else improper += 1;
      }
      return forecasts;
    },
    observe: () => undefined,
  };
}

function isProper(probabilities: Float64Array): boolean {
  for (const p of probabilities) if (!(p >= 0 && p <= 1)) return false;
  return true;
}

/** Every book x stage x method, made as books are first seen. */
export type BookPanel = {
  /** All forecasters so far, those of books first seen in these fixtures included. */
  through(fixtures: readonly Fixture[]): readonly BookForecaster[];
};

/** `isWanted` is asked once a name. The forecasters read the prices of a day together, once. */
export function createBookPanel(
  target: ModelTarget,
  isWanted: (name: string) => boolean = () => true,
): BookPanel {
  const read = createDayPriceReader(target);
  const known = new Set<string>();
  const forecasters: BookForecaster[] = [];
  return {
    through(fixtures) {
      for (const { book, stage } of read(fixtures).sources) {
        const key = `${stage}|${book}`;
        if (known.has(key)) continue;
        known.add(key);
        for (const method of MARGIN_METHOD_NAMES)
          if (isWanted(`${bookSourceName(target, book, stage)}:${method}`))
            forecasters.push(createBookForecaster(target, { book, stage, method }, read));
      }
      return forecasters;
    },
  };
}
