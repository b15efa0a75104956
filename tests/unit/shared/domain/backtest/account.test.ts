import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openAccount, type PlacedMatch } from '../../../../../shared/domain/backtest/account.ts';
import type { BetPick } from '../../../../../shared/domain/backtest/picks.ts';
import type { StakeRule } from '../../../../../shared/domain/backtest/strategy.ts';
import { type MinorUnits, type OddsE4, oddsE4 } from '../../../../../shared/domain/units.ts';

const units = (amount: number) => amount as MinorUnits;
const match = { competition: 'E0', season: '2019/20', home: 'Home', away: 'Away' };
const pick = (outcome: string, decimal: number, fair = 0.5): BetPick => ({
  outcome,
  book: 'bet365',
  price: oddsE4(decimal) as OddsE4,
  fair,
  ev: decimal * fair - 1,
});
const open = (change: { stake?: StakeRule; bank?: number; commission?: number } = {}) =>
  openAccount({
    market: 'match-odds',
    stake: change.stake ?? { kind: 'flat', amount: units(100) },
    bank: units(change.bank ?? 1_000),
    commission: change.commission ?? 0,
  });
const homeWin = { score: { home: 1, away: 0 }, closingFair: null };
const awayWin = { score: { home: 0, away: 1 }, closingFair: null };

test('a day is staked on the bank before it, and settled at the end of it', () => {
  const account = open({ stake: { kind: 'proportional', fraction: 0.1 } });
  const day = [1, 2, 3].map(() => ({ match, picks: [pick('home', 3)] }));
  const placed = account.place(day);
  expect(placed.flatMap(({ bets }) => bets.map(({ stake }) => stake))).toEqual([100, 100, 100]);
  expect(account.bank()).toBe(1_000);
  account.settle('2020-01-01', placed, [homeWin, awayWin, homeWin]);
  expect(account.bank()).toBe(1_300);
  expect(account.days).toEqual([
    { day: '2020-01-01', bets: 3, staked: 300, profit: 300, expected: 150, bank: 1_300 },
  ]);
});

test('what the bank cannot pay for is skipped and counted', () => {
  const account = open({ bank: 250 });
  const placed = account.place([1, 2, 3].map(() => ({ match, picks: [pick('home', 3)] })));
  expect(placed.map(({ bets }) => bets.length)).toEqual([1, 1, 0]);
  expect(account.skipped()).toBe(1);
});

test('commission is on the net winnings of a match, paid by the bet that won', () => {
  const account = open({ commission: 0.05 });
  const placed = account.place([{ match, picks: [pick('home', 3), pick('draw', 4)] }]);
  account.settle('2020-01-01', placed, [homeWin]);
  // 200 won, 100 lost: five per cent of 100.
  expect(account.bets.map(({ profit }) => profit)).toEqual([195, -100]);
  expect(account.bank()).toBe(1_095);
});

test('closing value is the price against the fair close, or none', () => {
  const account = open();
  const placed = account.place([
    { match, picks: [pick('away', 3)] },
    { match, picks: [pick('away', 3)] },
  ]);
  account.settle('2020-01-01', placed, [homeWin, { ...homeWin, closingFair: [0.5, 0.1, 0.4] }]);
  expect(account.bets.map(({ closingFair, clv }) => [closingFair, clv])).toEqual([
    [null, null],
    [0.4, expect.closeTo(0.2, 12)],
  ]);
});

test('days without bets leave no trace', () => {
  const account = open();
  account.settle('2020-01-01', account.place([{ match, picks: [] }]), [homeWin]);
  expect(account.days).toEqual([]);
});

const picks = fc.array(
  fc.record({
    outcome: fc.constantFrom('home', 'draw', 'away'),
    decimal: fc.integer({ min: 10_001, max: 400_000 }).map((e4) => e4 / 10_000),
    fair: fc.double({ min: 0.01, max: 0.98, noNaN: true }),
  }),
  { maxLength: 3 },
);
const scores = fc.record({ home: fc.nat(4), away: fc.nat(4) });
const stakeRules: fc.Arbitrary<StakeRule> = fc.oneof(
  fc.record({ kind: fc.constant('flat' as const), amount: fc.integer({ min: 1, max: 5_000 }).map(units) }),
  fc.record({
    kind: fc.constant('proportional' as const),
    fraction: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('kelly' as const),
    fraction: fc.double({ min: 0, max: 1, noNaN: true }),
    cap: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('to-win' as const), amount: fc.integer({ min: 1, max: 5_000 }).map(units) }),
);

describe('whatever is bet', () => {
  const days = fc.array(fc.array(fc.record({ picks, score: scores }), { maxLength: 6 }), { maxLength: 12 });

  test('the bank is the opening bank and every profit, to the unit, and never below zero', () => {
    fc.assert(
      fc.property(
        days,
        stakeRules,
        fc.nat(100_000),
        fc.constantFrom(0, 0.02, 0.05),
        (all, stake, bank, commission) => {
          const account = open({ stake, bank, commission });
          all.forEach((day, i) => {
            const before = account.bank();
            const offered = day.map((one) => {
              // A market is bet on at most once an outcome.
              const distinct = [...new Map(one.picks.map((given) => [given.outcome, given])).values()];
              return {
                match,
                picks: distinct.map((given) => pick(given.outcome, given.decimal, given.fair)),
              };
            });
            const placed: readonly PlacedMatch[] = account.place(offered);
            const staked = placed.flatMap(({ bets }) => bets).reduce((sum, bet) => sum + bet.stake, 0);
            expect(staked).toBeLessThanOrEqual(before);
            account.settle(
              `2020-01-${String(i + 1).padStart(2, '0')}`,
              placed,
              day.map(({ score }) => ({ score, closingFair: null })),
            );
            expect(account.bank()).toBeGreaterThanOrEqual(0);
          });
          const profit = account.bets.reduce((sum, bet) => sum + bet.profit, 0);
          expect(account.bank()).toBe(bank + profit);
          for (const bet of account.bets) {
            expect(Number.isSafeInteger(bet.stake) && bet.stake > 0).toBe(true);
            expect(Number.isSafeInteger(bet.profit) && bet.profit >= -bet.stake).toBe(true);
          }
        },
      ),
    );
  });
});
