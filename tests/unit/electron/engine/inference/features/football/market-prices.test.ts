import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  MARKET_COLUMNS,
  writeMarket,
} from '../../../../../../../electron/engine/inference/features/football/market-columns.ts';
import type { HistoricalOdds } from '../../../../../../../electron/engine/ports/market-store.ts';
import { goalExpectancy } from '../../../../../../../shared/domain/goals/goal-expectancy.ts';
import { removeMargin } from '../../../../../../../shared/domain/margin.ts';
import type { OddsE4 } from '../../../../../../../shared/domain/units.ts';

import '../../../../../../support/property-seed.ts';

type Market = HistoricalOdds['market'];
const SIDES: Readonly<Record<Market, readonly string[]>> = {
  'match-odds': ['home', 'draw', 'away'],
  totals: ['over', 'under'],
  'asian-handicap': ['home', 'away'],
  moneyline: ['home', 'away'],
};

const logOdds = (p: number): number => Math.log(p / (1 - p));
const margin = (odds: readonly number[]): number => odds.reduce((sum, price) => sum + 1 / price, -1);
const missing = (count: number): readonly number[] => new Array<number>(count).fill(Number.NaN);
const fair = (odds: readonly number[]): readonly number[] =>
  odds.some(Number.isNaN) ? missing(odds.length) : removeMargin('power', odds).probabilities;

type Quote = { readonly book: string; readonly line: number | null; readonly odds: readonly number[] };

/** The whole quotes of a market, by book and line, the last price of each kind. */
function quotesOf(odds: readonly HistoricalOdds[], market: Market): readonly Quote[] {
  const read = odds.filter((price) => price.stage === 'pre-closing' && price.market === market);
  const groups = Map.groupBy(read, ({ book, line }) => `${book} ${line}`);
  return [...groups.values()].flatMap((group) => {
    const decimals = SIDES[market].map(
      (side) => (group.findLast((price) => price.side === side)?.price ?? Number.NaN) / 10_000,
    );
    const { book, line } = group[0] as HistoricalOdds;
    return decimals.every((decimal) => decimal > 1) ? [{ book, line, odds: decimals }] : [];
  });
}

/** What columns say of one market and line, written plainly. */
function viewOf(quotes: readonly Quote[], line: number | null, count: number) {
  const here = quotes.filter((quote) => quote.line === line);
  const books = here.filter(({ book }) => book !== 'average' && book !== 'maximum');
  const stated = (name: string) => here.find(({ book }) => book === name)?.odds;
  const sides = Array.from({ length: count }, (_, side) => side);
  const over = (of: (prices: readonly number[]) => number): readonly number[] =>
    sides.map((side) =>
      books.length === 0 ? Number.NaN : of(books.map(({ odds }) => odds[side] as number)),
    );
  const shares = books.map(({ odds }) => removeMargin('multiplicative', odds).probabilities);
  return {
    books: books.length,
    average: stated('average') ?? over((prices) => prices.reduce((a, b) => a + b, 0) / prices.length),
    best: stated('maximum') ?? over((prices) => Math.max(...prices)),
    sharp: stated('pinnacle') ?? missing(count),
    dispersion: sides.map((side) => {
      const mean = shares.reduce((sum, share) => sum + (share[side] as number), 0) / shares.length;
      const squares = shares.reduce((sum, share) => sum + ((share[side] as number) - mean) ** 2, 0);
      return shares.length > 1 ? Math.sqrt(squares / (shares.length - 1)) : Number.NaN;
    }),
  };
}

/** `MARKET_COLUMNS` but the expectancies, which a table holds: written plainly, one pass for each figure. */
function plainColumns(odds: readonly HistoricalOdds[]): Readonly<Record<string, number>> {
  const matchOdds = viewOf(quotesOf(odds, 'match-odds'), null, 3);
  const totals = viewOf(quotesOf(odds, 'totals'), 2.5, 2);
  const handicaps = quotesOf(odds, 'asian-handicap');
  const unevenness = ({ odds: [home = 0, away = 0] }: Quote) => Math.abs(1 / home - 1 / away);
  const [even] = handicaps.toSorted(
    (a, b) => unevenness(a) - unevenness(b) || Number(a.line) - Number(b.line),
  );
  const handicap = viewOf(handicaps, even?.line ?? null, 2);
  const columns: Record<string, number> = { books: matchOdds.books };
  for (const quote of ['average', 'sharp', 'best'] as const) {
    const probabilities = fair(matchOdds[quote]);
    SIDES['match-odds'].forEach((side, i) => {
      columns[`${quote}_${side}`] = logOdds(probabilities[i] as number);
    });
    columns[`${quote}_margin`] = margin(matchOdds[quote]);
  }
  SIDES['match-odds'].forEach((side, i) => {
    columns[`gap_${side}`] = Math.log((matchOdds.best[i] as number) / (matchOdds.average[i] as number));
    columns[`dispersion_${side}`] = matchOdds.dispersion[i] as number;
  });
  columns['average_over'] = logOdds(fair(totals.average)[0] as number);
  columns['sharp_over'] = logOdds(fair(totals.sharp)[0] as number);
  columns['totals_margin'] = margin(totals.average);
  columns['handicap'] = even?.line ?? Number.NaN;
  columns['handicap_cover'] = logOdds(fair(handicap.average)[0] as number);
  return columns;
}

const market = fc.constantFrom<Market>('match-odds', 'match-odds', 'totals', 'asian-handicap', 'moneyline');
const prices = fc.array(
  market.chain((of) =>
    fc.record({
      market: fc.constant(of),
      // Made anew each time: equal, and never the same string.
      book: fc
        .constantFrom('bet365', 'pinnacle', 'average', 'maximum', 'bwin', 'other')
        .map((name) => [...name].join('')),
      side: fc.constantFrom(...SIDES[of], ...SIDES[of], 'nobody'),
      stage: fc.constantFrom<HistoricalOdds['stage']>('pre-closing', 'pre-closing', 'pre-closing', 'closing'),
      line:
        of === 'asian-handicap' ? fc.constantFrom(-0.5, 0, 0.25) : fc.constant(of === 'totals' ? 2.5 : null),
      price: fc.integer({ min: 13_000, max: 60_000 }).map((price) => price as OddsE4),
    }),
  ),
  { maxLength: 90 },
);

const written = (odds: readonly HistoricalOdds[]): Readonly<Record<string, number>> => {
  const out = new Float32Array(MARKET_COLUMNS.length);
  writeMarket(odds, out, 0);
  return Object.fromEntries(MARKET_COLUMNS.map(({ name }, i) => [name, out[i] ?? Number.NaN]));
};

function expectSame(odds: readonly HistoricalOdds[]): void {
  const columns = written(odds);
  for (const [name, expected] of Object.entries(plainColumns(odds))) {
    const value = columns[name] ?? Number.NaN;
    if (Number.isNaN(expected)) expect(value, name).toBeNaN();
    // Half of a float32's last digit, and as much again.
    else expect(Math.abs(value - expected), name).toBeLessThan(Math.max(1e-7, 2e-7 * Math.abs(expected)));
  }
}

describe('readPrices, as the columns show it', () => {
  test('gives what plain passes over the prices give, whatever was read before', () => {
    fc.assert(fc.property(prices, expectSame), { numRuns: 2000 });
  });

  test('is not misled by prices that come in another order than last time', () => {
    fc.assert(
      fc.property(prices, fc.infiniteStream(fc.nat()), (odds, ranks) => {
        expectSame(odds);
        const shuffled = odds
          .map((price) => ({ price, rank: Number(ranks.next().value) }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ price }) => price);
        expectSame(shuffled);
        expectSame(odds);
      }),
      { numRuns: 300 },
    );
  });

  test('forgets books when ever new ones come, and still reads', () => {
    const quote = (book: string, decimals: readonly number[]): readonly HistoricalOdds[] =>
      decimals.map((decimal, i) => ({
        book,
        market: 'match-odds',
        line: null,
        side: SIDES['match-odds'][i] as string,
        stage: 'pre-closing',
        price: (decimal * 10_000) as OddsE4,
      }));
    const known = [...quote('pinnacle', [2, 3.5, 4]), ...quote('bwin', [2.1, 3.4, 3.8])];
    for (let i = 0; i < 2000; i += 1) written(quote(`book ${i}`, [2, 3, 4]));
    expectSame(known);
    expectSame([...known].reverse());
  });

  test('reads goals before it has ever read match odds', async () => {
    vi.resetModules();
    const columns = await import(
      '../../../../../../../electron/engine/inference/features/football/market-columns.ts'
    );
    const out = new Float32Array(MARKET_COLUMNS.length);
    const price = { book: 'bwin', market: 'totals', line: 2.5, stage: 'pre-closing' } as const;
    const odds = SIDES.totals.map((side) => ({ ...price, side, price: 19_000 as OddsE4 }));
    columns.writeMarket(odds, out, 0);
    expect(out[MARKET_COLUMNS.findIndex(({ name }) => name === 'average_over')]).toBeCloseTo(0, 9);
  });

  test('does not read lines but 2.5 goals, or match odds with one', () => {
    const price = (of: Market, line: number | null, side: string): HistoricalOdds => ({
      book: 'bwin',
      market: of,
      line,
      side,
      stage: 'pre-closing',
      price: 21_000 as OddsE4,
    });
    const columns = written([
      ...SIDES.totals.map((side) => price('totals', 3.5, side)),
      ...SIDES['match-odds'].map((side) => price('match-odds', 1, side)),
      ...SIDES['asian-handicap'].map((side) => price('asian-handicap', null, side)),
    ]);
    expect(columns['books']).toBe(0);
    expect(columns['average_over']).toBeNaN();
    expect(columns['average_home']).toBeNaN();
    expect(columns['handicap']).toBeNaN();
  });

  test('writes the expectancies of the average prices', () => {
    const at = (of: Market, line: number | null, side: string, decimal: number): HistoricalOdds => ({
      book: 'bwin',
      market: of,
      line,
      side,
      stage: 'pre-closing',
      price: (decimal * 10_000) as OddsE4,
    });
    const decimals = { 'match-odds': [1.8, 3.6, 4.8], totals: [1.9, 2] } as const;
    const columns = written([
      ...decimals['match-odds'].map((decimal, i) =>
        at('match-odds', null, SIDES['match-odds'][i] as string, decimal),
      ),
      ...decimals.totals.map((decimal, i) => at('totals', 2.5, SIDES.totals[i] as string, decimal)),
    ]);
    const [home = 0, draw = 0, away = 0] = fair(decimals['match-odds']);
    const found = goalExpectancy({
      home,
      draw,
      away,
      over: { line: 2.5, probability: fair(decimals.totals)[0] as number },
    });
    expect(found.ok).toBe(true);
    if (!found.ok) return;
    expect(columns['market_home_rate']).toBeCloseTo(Math.log(found.home), 2);
    expect(columns['market_away_rate']).toBeCloseTo(Math.log(found.away), 2);
  });
});
