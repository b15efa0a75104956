import { describe, expect, test } from 'vitest';
import {
  MARKET_COLUMNS,
  writeMarket,
} from '../../../../../../../electron/engine/inference/features/football/market-columns.ts';
import type { HistoricalOdds } from '../../../../../../../electron/engine/ports/market-store.ts';
import { removeMargin } from '../../../../../../../shared/domain/margin.ts';
import { oddsE4 } from '../../../../../../../shared/domain/units.ts';

type Prices = Readonly<Record<string, number>>;

function quote(
  book: string,
  market: HistoricalOdds['market'],
  prices: Prices,
  line: number | null = null,
  stage: HistoricalOdds['stage'] = 'pre-closing',
): readonly HistoricalOdds[] {
  return Object.entries(prices).map(([side, decimal]) => {
    const price = oddsE4(decimal);
    if (price === undefined) throw new Error(`No price: ${decimal}`);
    return { book, market, line, side, stage, price };
  });
}
const match = (book: string, home: number, draw: number, away: number, stage?: HistoricalOdds['stage']) =>
  quote(book, 'match-odds', { home, draw, away }, null, stage);

/** Columns by name. */
function write(odds: readonly HistoricalOdds[]): Readonly<Record<string, number>> {
  const out = new Float32Array(MARKET_COLUMNS.length + 2).fill(77);
  writeMarket(odds, out, 1);
  expect([out[0], out.at(-1)]).toEqual([77, 77]);
  return Object.fromEntries(MARKET_COLUMNS.map(({ name }, i) => [name, out[i + 1] ?? Number.NaN]));
}

const logOdds = (p: number | undefined): number => Math.log((p ?? Number.NaN) / (1 - (p ?? Number.NaN)));

describe('writeMarket', () => {
  test('writes nothing known of a fixture without prices, but that no book has any', () => {
    const { books, ...rest } = write([]);
    expect(books).toBe(0);
    for (const value of Object.values(rest)) expect(value).toBeNaN();
  });

  test('derives average and best from books it has never heard of', () => {
    const columns = write([...match('Some Book', 2, 3.4, 4), ...match('another', 2.2, 3.3, 3.6)]);
    const fair = removeMargin('power', [2.1, 3.35, 3.8]).probabilities;
    const best = removeMargin('power', [2.2, 3.4, 4]).probabilities;
    expect(columns['average_home']).toBeCloseTo(logOdds(fair[0]), 5);
    expect(columns['average_draw']).toBeCloseTo(logOdds(fair[1]), 5);
    expect(columns['average_away']).toBeCloseTo(logOdds(fair[2]), 5);
    expect(columns['best_home']).toBeCloseTo(logOdds(best[0]), 5);
    expect(columns['average_margin']).toBeCloseTo(1 / 2.1 + 1 / 3.35 + 1 / 3.8 - 1, 5);
    expect(columns['gap_away']).toBeCloseTo(Math.log(4 / 3.8), 5);
    expect(columns['books']).toBe(2);
    expect(columns['sharp_home']).toBeNaN();
  });

  test('takes average and maximum as the data states them, and not as books', () => {
    const books = [...match('bet365', 2, 3.4, 4), ...match('pinnacle', 2.2, 3.3, 3.6)];
    const stated = [...match('average', 2.05, 3.3, 3.7), ...match('maximum', 2.4, 3.6, 4.2)];
    const columns = write([...books, ...stated]);
    expect(columns['average_home']).toBeCloseTo(
      logOdds(removeMargin('power', [2.05, 3.3, 3.7]).probabilities[0]),
      5,
    );
    expect(columns['gap_home']).toBeCloseTo(Math.log(2.4 / 2.05), 5);
    expect(columns['sharp_home']).toBeCloseTo(
      logOdds(removeMargin('power', [2.2, 3.3, 3.6]).probabilities[0]),
      5,
    );
    expect(columns['books']).toBe(2);
    // A stated average without one side is none: that of the books stands in.
    const lacking = write([...books, ...stated.slice(1, 3)]);
    expect(lacking['average_home']).toBeCloseTo(write(books)['average_home'] ?? 0, 6);
  });

  test('measures how far books are apart', () => {
    const apart = write([...match('a', 2, 3.4, 4), ...match('b', 2.4, 3.4, 3.2)]);
    const shares = [
      [2, 3.4, 4],
      [2.4, 3.4, 3.2],
    ].map((odds) => removeMargin('multiplicative', odds).probabilities[0] ?? 0);
    expect(apart['dispersion_home']).toBeCloseTo(
      Math.abs((shares[0] ?? 0) - (shares[1] ?? 0)) / Math.SQRT2,
      6,
    );
    expect(write(match('a', 2, 3.4, 4))['dispersion_home']).toBeNaN();
  });

  test('does not count a book without a price on every side', () => {
    const whole = match('a', 2, 3.4, 4);
    const columns = write([...whole, ...match('b', 9, 9, 9).slice(0, 2)]);
    expect(columns['books']).toBe(1);
    expect(columns['best_home']).toBeCloseTo(write(whole)['best_home'] ?? 0, 6);
  });

  test('never reads a closing price', () => {
    const before = match('a', 2, 3.4, 4);
    expect(
      write([...before, ...match('b', 1.5, 5, 9, 'closing'), ...match('a', 3, 3, 3, 'closing')]),
    ).toEqual(write(before));
  });

  test('does not depend on the order of prices', () => {
    const odds = [
      ...match('a', 2, 3.4, 4),
      ...match('b', 2.2, 3.3, 3.6),
      ...quote('a', 'totals', { over: 1.9, under: 2 }, 2.5),
      ...quote('a', 'asian-handicap', { home: 1.9, away: 2 }, -0.5),
      ...quote('b', 'asian-handicap', { home: 1.5, away: 2.7 }, 0.25),
    ];
    const [straight, reversed] = [write(odds), write([...odds].reverse())];
    for (const [name, value] of Object.entries(straight))
      if (Number.isNaN(value)) expect(reversed[name]).toBeNaN();
      else expect(reversed[name], name).toBeCloseTo(value, 5);
  });

  test('finds the handicap whose prices are closest, and goals of 2.5 only', () => {
    const columns = write([
      ...match('a', 2, 3.4, 4),
      ...quote('a', 'asian-handicap', { home: 1.5, away: 2.7 }, 0),
      ...quote('a', 'asian-handicap', { home: 1.93, away: 1.97 }, -0.5),
      ...quote('a', 'asian-handicap', { home: 2.6, away: 1.5 }, -1),
      ...quote('a', 'totals', { over: 1.2, under: 5 }, 1.5),
      ...quote('a', 'totals', { over: 2, under: 1.9 }, 2.5),
    ]);
    expect(columns['handicap']).toBe(-0.5);
    expect(columns['handicap_cover']).toBeCloseTo(
      logOdds(removeMargin('power', [1.93, 1.97]).probabilities[0]),
      5,
    );
    expect(columns['average_over']).toBeCloseTo(logOdds(removeMargin('power', [2, 1.9]).probabilities[0]), 5);
    const expected = Math.exp(columns['market_home_rate'] ?? 0) + Math.exp(columns['market_away_rate'] ?? 0);
    expect(expected).toBeGreaterThan(2.2);
    expect(expected).toBeLessThan(2.8);
    expect(columns['market_home_rate']).toBeGreaterThan(columns['market_away_rate'] ?? 0);
  });

  test('takes the lower of handicaps whose prices are as close', () => {
    const handicaps = [0.25, -0.25, 0].map((line) =>
      quote('a', 'asian-handicap', { home: 1.9, away: 2 }, line),
    );
    expect(write(handicaps.flat())['handicap']).toBe(-0.25);
    expect(write(handicaps.toReversed().flat())['handicap']).toBe(-0.25);
  });

  test('reads more books than it has room for without failing', () => {
    const many = Array.from({ length: 600 }, (_, i) => match(`book ${i}`, 2, 3.4, 4)).flat();
    expect(write(many)['books']).toBe(512);
  });
});
