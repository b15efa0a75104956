import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  formOf,
  inOddsFormat,
  readStrategy,
  type StrategyForm,
} from '../../../../../renderer/features/backtest/strategy-form.ts';
import { type StoredSeason, type Strategy, strategy as schema } from '../../../../../shared/contract/runs.ts';
import { MARGIN_METHOD_NAMES } from '../../../../../shared/domain/margin.ts';
import { type Currency, MAX_ODDS, MIN_ODDS, type OddsE4 } from '../../../../../shared/domain/units.ts';
import { money, sampleStrategy } from '../../../../support/sample-backtests.ts';

const GBP = 'GBP' as Currency;
const written = { currency: GBP, format: 'decimal' } as const;
const stored: readonly StoredSeason[] = [
  { competition: 'E0', season: '2022/23', matches: 380 },
  { competition: 'E0', season: '2023/24', matches: 380 },
  { competition: 'D1', season: '2023/24', matches: 306 },
];
const form = (more: Partial<StrategyForm> = {}): StrategyForm => ({
  ...formOf(sampleStrategy(), written, null),
  ...more,
});
const problemsOf = (more: Partial<StrategyForm>, currency = GBP) => {
  const read = readStrategy(form(more), currency, stored, ['boosted']);
  return read.ok ? {} : read.problems;
};

const fraction = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((points) => points / 10_000);
const anyStrategy: fc.Arbitrary<Strategy> = fc.record({
  name: fc.constantFrom('Mine', 'Line value'),
  market: fc.constantFrom('match-odds', 'over-under-2.5'),
  fair: fc.oneof(
    fc.constant({ kind: 'overround-line' } as const),
    fc.constant({ kind: 'average-price' } as const),
    fc.constantFrom(...MARGIN_METHOD_NAMES).map((method) => ({ kind: 'mean', method }) as const),
    fc
      .constantFrom(...MARGIN_METHOD_NAMES)
      .map((method) => ({ kind: 'book', book: 'pinnacle', method }) as const),
    fc.constant({ kind: 'model', id: 'boosted' } as const),
  ),
  price: fc.constantFrom<Strategy['price']>({ kind: 'best' }, { kind: 'book', book: 'bet365' }),
  stage: fc.constantFrom('pre-closing', 'closing'),
  rule: fc.oneof(
    fraction(-10_000, 10_000).map((minimumEv) => ({ kind: 'value', minimumEv }) as const),
    fraction(0, 5000).map((alpha) => ({ kind: 'kaunitz', alpha }) as const),
  ),
  filter: fc.record({
    matches: fc.constantFrom(
      { competitions: ['E0'], seasons: [] },
      { competitions: [], seasons: ['2023/24'] },
    ),
    outcomes: fc.constant([]),
    minimumOdds: fc.integer({ min: MIN_ODDS, max: 20_000 }).map((odds) => odds as OddsE4),
    maximumOdds: fc.integer({ min: 20_000, max: MAX_ODDS }).map((odds) => odds as OddsE4),
    minimumBooks: fc.integer({ min: 1, max: 50 }),
  }),
  stake: fc.oneof(
    fc.integer({ min: 1, max: 1000 }).map((amount) => ({ kind: 'flat', amount: money(amount) }) as const),
    fc
      .integer({ min: 1, max: 10 ** 9 })
      .map((amount) => ({ kind: 'to-win', amount: money(amount) }) as const),
    fraction(1, 10_000).map((share) => ({ kind: 'proportional', fraction: share }) as const),
    fc
      .tuple(fraction(100, 10_000), fraction(1, 10_000))
      .map(([share, cap]) => ({ kind: 'kelly', fraction: share, cap }) as const),
  ),
  bank: fc.integer({ min: 1000, max: 10 ** 12 }).map(money),
  commission: fraction(0, 5000),
});

it('reads back every strategy that it writes, as the contract has it', () => {
  fc.assert(
    fc.property(anyStrategy, (strategy) => {
      const read = readStrategy(formOf(strategy, written, null), GBP, stored, ['boosted']);
      expect(read).toEqual({ ok: true, strategy });
      expect(schema.safeParse(read.ok ? read.strategy : null).success).toBe(true);
    }),
  );
});

it('writes money in the currency of the account', () => {
  expect(formOf(sampleStrategy(), { currency: 'JPY' as Currency, format: 'decimal' }, null)).toMatchObject({
    flatAmount: '1000',
    bank: '1000000',
  });
  expect(formOf(sampleStrategy(), written, null)).toMatchObject({ flatAmount: '10', bank: '10000' });
});

it('keeps what was typed for the kinds that a strategy does not use', () => {
  const before = form({ kellyFraction: '12.5', minimumEv: '7', fairBook: 'bwin' });
  expect(formOf(sampleStrategy(), written, before)).toMatchObject({
    kellyFraction: '12.5',
    minimumEv: '7',
    fairBook: 'bwin',
  });
});

it('writes the odds limits in the format that the user turns to, and leaves what it can not read', () => {
  const typed = form({ minimumOdds: '2.5', maximumOdds: 'ten' });
  expect(inOddsFormat(typed, 'fractional')).toMatchObject({
    oddsFormat: 'fractional',
    minimumOdds: '3/2',
    maximumOdds: 'ten',
  });
});

it('reads odds limits in their format, and empty ones as none', () => {
  const read = readStrategy(form({ oddsFormat: 'american', minimumOdds: '+150' }), GBP, stored, []);
  expect(read.ok && read.strategy.filter).toMatchObject({ minimumOdds: 25_000, maximumOdds: MAX_ODDS });
});

it.each<[keyof ReturnType<typeof problemsOf>, Partial<StrategyForm>, RegExp]>([
  ['name', { name: '  ' }, /Give it a name/],
  ['flatAmount', { flatAmount: '10.005' }, /2 decimals at most/],
  ['flatAmount', { flatAmount: '20000' }, /more than the bank/],
  ['bank', { bank: '0' }, /more than zero/],
  ['minimumEv', { rule: 'value', minimumEv: 'two' }, /number from -100 to 100/],
  ['alpha', { alpha: '0.6' }, /number from 0 to 0.5/],
  ['minimumOdds', { minimumOdds: 'abc' }, /not a price in Decimal/],
  ['maximumOdds', { minimumOdds: '3', maximumOdds: '2' }, /swap them/],
  ['minimumBooks', { minimumBooks: '2.5' }, /whole number/],
  ['kellyCap', { stake: 'kelly', kellyCap: '0' }, /from 0.01 to 100/],
  ['commission', { commission: '60' }, /from 0 to 50/],
  ['model', { fair: 'model', model: 'gone' }, /Choose a model/],
  ['price', { fair: 'average-price', price: 'average' }, /never above itself/],
  ['priceBook', { fair: 'book', fairBook: 'bwin', price: 'book', priceBook: 'bwin' }, /no-margin price/],
  ['matches', { competitions: ['D1'], seasons: ['2022/23'] }, /choose others/],
])('refuses a wrong %s with what to do', (field, typed, message) => {
  expect(problemsOf(typed)[field]).toMatch(message);
  expect(Object.keys(problemsOf(typed))).toEqual([field]);
});

it('lets everything be bet on, to see what a price costs', () => {
  expect(problemsOf({ fair: 'average-price', price: 'average', rule: 'value', minimumEv: '-100' })).toEqual(
    {},
  );
});

it('says where models come from while there is none', () => {
  const read = readStrategy(form({ fair: 'model' }), GBP, stored, []);
  expect(read.ok ? '' : read.problems.model).toMatch(/Models \(Alt\+7\)/);
});

it('takes all outcomes and all seasons for no choice, and drops outcomes of another market', () => {
  const read = readStrategy(
    form({ outcomes: ['draw', 'home', 'away', 'over'], seasons: ['2022/23', '2023/24'] }),
    GBP,
    stored,
    [],
  );
  expect(read.ok && read.strategy.filter).toMatchObject({
    outcomes: [],
    matches: { competitions: [], seasons: [] },
  });
});
