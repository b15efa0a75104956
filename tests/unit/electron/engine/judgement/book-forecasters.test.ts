import { describe, expect, test } from 'vitest';
import {
  createBookForecaster,
  createBookPanel,
} from '../../../../../electron/engine/judgement/book-forecasters.ts';
import { MARGIN_METHOD_NAMES, removeMargin } from '../../../../../shared/domain/margin.ts';
import { pricesOf, recordedMatch } from '../../../../support/recorded-match.ts';

const closing = { stage: 'closing' } as const;
const totals = { market: 'totals' } as const;

describe('the panel of books', () => {
  test('names every book, stage and method as the columns do', () => {
    const fixtures = [
      recordedMatch({ odds: pricesOf([2, 3.5, 4]) }),
      recordedMatch({
        odds: [
          ...pricesOf([2, 3.5, 4], { book: 'average', ...closing }),
          ...pricesOf([2, 3.5, 4], { book: 'pinnacle' }),
          ...pricesOf([1.9, 1.9], { book: 'pinnacle', ...totals }),
        ],
      }),
    ];
    const names = createBookPanel('match-odds')
      .through(fixtures)
      .map(({ name }) => name);
    expect(names).toEqual(
      ['B365', 'AvgC', 'PS'].flatMap((source) => MARGIN_METHOD_NAMES.map((method) => `${source}:${method}`)),
    );
    const over = createBookPanel('over-under-2.5')
      .through(fixtures)
      .map(({ name }) => name);
    expect(over).toEqual(MARGIN_METHOD_NAMES.map((method) => `P:${method}`));
    expect(createBookPanel('both-teams-to-score').through(fixtures)).toEqual([]);
  });

  test('grows with the books seen and makes only what is wanted', () => {
    const panel = createBookPanel('match-odds', (name) => name.endsWith(':shin'));
    const first = panel.through([recordedMatch({ odds: pricesOf([2, 3.5, 4]) })]);
    expect(first.map(({ name }) => name)).toEqual(['B365:shin']);
    const both = panel.through([recordedMatch({ odds: pricesOf([2, 3.5, 4], { book: 'bwin' }) })]);
    expect(both.map(({ name }) => name)).toEqual(['B365:shin', 'BW:shin']);
    expect(both[0]).toBe(first[0]);
  });
});

describe("a book's forecasts", () => {
  test.each(MARGIN_METHOD_NAMES)('by %s are those of its complete prices', async (method) => {
    const forecaster = createBookForecaster('match-odds', { book: 'bet365', stage: 'pre-closing', method });
    const forecasts = await forecaster.forecast([
      recordedMatch({ odds: pricesOf([1.8, 3.6, 4.75]) }),
      recordedMatch({ odds: pricesOf([1.8, null, 4.75]) }),
      recordedMatch({ odds: pricesOf([1.8, 3.6, 4.75], closing) }),
      recordedMatch({ odds: pricesOf([1.8, 3.6, 4.75], { book: 'bwin' }) }),
      recordedMatch(),
    ]);
    expect(forecasts).toEqual([
      removeMargin(method, [1.8, 3.6, 4.75]).probabilities,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('of over/under 2.5 are over and under, in this order', async () => {
    const forecaster = createBookForecaster('over-under-2.5', {
      book: 'bet365',
      stage: 'closing',
      method: 'multiplicative',
    });
    const [forecast] = await forecaster.forecast([
      recordedMatch({ odds: pricesOf([1.5, 3], { ...totals, ...closing }).toReversed() }),
    ]);
    expect(forecast?.[0]).toBeCloseTo(2 / 3, 12);
  });

  test('count the matches where the method gives no chances, and leave them out', async () => {
    const forecaster = createBookForecaster('match-odds', {
      book: 'bet365',
      stage: 'pre-closing',
      method: 'additive',
    });
    // A third of the margin of 14 % is more than the long shot's whole price.
    const fixtures = [recordedMatch({ odds: pricesOf([1.02, 7, 67]) })];
    expect(removeMargin('additive', [1.02, 7, 67]).flags).toContain('negative-probability');
    expect(await forecaster.forecast(fixtures)).toEqual([undefined]);
    expect(forecaster.improper()).toBe(1);
  });

  test('go by the first of two prices for the same outcome', async () => {
    const forecaster = createBookForecaster('match-odds', {
      book: 'bet365',
      stage: 'pre-closing',
      method: 'power',
    });
    const odds = [...pricesOf([1.8, 3.6, 4.75]), ...pricesOf([9, 9, 9])];
    expect(await forecaster.forecast([recordedMatch({ odds })])).toEqual([
      removeMargin('power', [1.8, 3.6, 4.75]).probabilities,
    ]);
  });
});
