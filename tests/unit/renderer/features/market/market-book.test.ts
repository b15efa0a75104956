import { expect, test } from 'vitest';
import { type MarketBookInput, marketBook } from '../../../../../renderer/features/market/market-book.ts';
import type { Prediction } from '../../../../../shared/contract/models.ts';
import type { Book } from '../../../../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../../../../shared/domain/edge.ts';
import type { Quote } from '../../../../../shared/domain/quote.ts';
import type { BookId, Currency, EpochMs } from '../../../../../shared/domain/units.ts';
import { footballFixture } from '../../../../support/football-fixture.ts';

const NOW = 1_700_000_000_000;
const book = (id: string, kind: Book['kind'], commission: number): Book => ({
  id: id as BookId,
  name: id,
  kind,
  commission,
  currency: 'GBP' as Currency,
});
const ash = book('ash', 'bookmaker', 0);
const betx = book('betx', 'exchange', 0.05);
const totals = footballFixture('one').markets[1];

function input(
  prices: Readonly<Record<string, number>>,
  change: Partial<MarketBookInput> = {},
): MarketBookInput {
  if (totals === undefined) throw new Error('the fixture has totals');
  return {
    market: totals,
    books: [betx, ash],
    quote: (selection, { id }, side) => {
      const price = prices[`${id}/${side}/${selection}`];
      if (price === undefined) return undefined;
      return {
        levels: [{ price: price * 10_000, size: null }],
        receivedAt: NOW,
        sourceId: 's',
      } as unknown as Quote;
    },
    fair: () => undefined,
    models: [],
    doubt: () => null,
    standing: () => undefined,
    method: 'multiplicative',
    cadence: () => null,
    ageLimit: () => 60_000,
    now: NOW as EpochMs,
    page: 100,
    ...change,
  };
}

test('a book’s probabilities have its margin taken out and its overround shown', () => {
  const [, line] = marketBook(input({ 'ash/back/0': 1.9, 'ash/back/1': 1.9 }), new Map());
  expect(line?.id).toBe('ash/back');
  expect(line?.overround).toBeCloseTo(2 / 1.9 - 1, 12);
  expect(line?.cells.map(({ probability }) => probability)).toEqual([0.5, 0.5]);
});

test('a book that does not price every selection has no probabilities', () => {
  const lines = marketBook(input({ 'ash/back/0': 1.9 }), new Map());
  expect(lines.find(({ id }) => id === 'ash/back')).toMatchObject({
    overround: null,
    cells: [{ probability: null }, { price: null }],
  });
});

test('the best back is judged after commission, the best lay is the shortest', () => {
  const lines = marketBook(
    input({
      'ash/back/0': 2,
      'ash/back/1': 1.9,
      'betx/back/0': 2.04,
      'betx/back/1': 2.1,
      'betx/lay/0': 2.06,
      'betx/lay/1': 2.12,
    }),
    new Map(),
  );
  const best = lines.find(({ kind }) => kind === 'best-back');
  expect(best?.cells.map((cell) => [cell.book?.id, cell.price])).toEqual([
    ['ash', 20_000],
    ['betx', 21_000],
  ]);
  expect(lines.map(({ id }) => id)).toEqual(['best-back', 'best-lay', 'betx/back', 'betx/lay', 'ash/back']);
});

test('stale prices are shown and never best', () => {
  const lines = marketBook(
    input({ 'ash/back/0': 2, 'ash/back/1': 2 }, { now: (NOW + 60_001) as EpochMs }),
    new Map(),
  );
  expect(lines.map(({ id }) => id)).toEqual(['ash/back']);
  expect(lines[0]?.cells[0]).toMatchObject({ step: 'stale', best: false });
});

test.each(['suspect', 'suspended', 'unreliable'] as const)('a %s price is shown and never best', (doubt) => {
  const lines = marketBook(
    input(
      { 'ash/back/0': 2, 'ash/back/1': 2 },
      { doubt: (quote) => (quote.receivedAt === NOW ? doubt : null) },
    ),
    new Map(),
  );
  expect(lines.map(({ id }) => id)).toEqual(['ash/back']);
  expect(lines[0]?.cells[0]).toMatchObject({ doubt, best: false });
});

test('the fair line stands first with its range, shorter price first', () => {
  const fair = { probability: 0.5, low: 0.48, high: 0.52, at: NOW } as unknown as FairPrice;
  const [line, range] = marketBook(input({}, { fair: () => fair }), new Map());
  expect(line).toMatchObject({ kind: 'fair', cells: [{ price: 20_000 }, { price: 20_000 }] });
  expect(range?.cells[0]?.range).toEqual([0.52, 0.48]);
});

test('a move is kept until the next one', () => {
  const first = marketBook(input({ 'ash/back/0': 2, 'ash/back/1': 2 }), new Map());
  const byId = (lines: typeof first) => new Map(lines.map((line) => [line.id, line]));
  const second = marketBook(input({ 'ash/back/0': 2.1, 'ash/back/1': 2 }, { page: 300 }), byId(first));
  expect(byId(second).get('ash/back')?.cells[0]).toMatchObject({ moved: 'up', movedAt: 300 });
  const third = marketBook(input({ 'ash/back/0': 2.1, 'ash/back/1': 2 }, { page: 900 }), byId(second));
  expect(byId(third).get('ash/back')?.cells[0]).toMatchObject({ moved: 'up', movedAt: 300 });
});

test('a fair row says what it is of, and models stand below it', () => {
  const fair = { probability: 0.5, low: 0.49, high: 0.51, at: NOW, source: 'overround-line' } as FairPrice;
  const prediction = { probability: 0.4, fairOdds: 25_000, at: NOW } as Prediction;
  const lines = marketBook(
    input(
      { 'ash/back/0': 1.9 },
      {
        fair: () => fair,
        models: [
          { id: 'a', name: 'Boosting', role: 'champion', prediction: () => prediction },
          {
            id: 'b',
            name: 'Goals',
            role: 'shadow',
            prediction: (index) => (index === 0 ? prediction : undefined),
          },
        ],
      },
    ),
    new Map(),
  );
  expect(lines.map(({ kind, title }) => [kind, title]).slice(0, 4)).toEqual([
    ['fair', 'Fair, line'],
    ['fair-range', null],
    ['model', '★ Boosting'],
    ['model', '◇ Goals'],
  ]);
  expect(lines[3]?.cells.map(({ price, probability }) => [price, probability])).toEqual([
    [25_000, 0.4],
    [null, null],
  ]);
});
