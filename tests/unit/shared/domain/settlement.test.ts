import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BetResult } from '../../../../shared/domain/bet.ts';
import type { MarketType, Selection } from '../../../../shared/domain/catalogue.ts';
import { OUTCOMES, resultOf, settle, winnersIn } from '../../../../shared/domain/settlement.ts';
import { eachWayReturns } from '../../../../shared/domain/settlement-each-way.ts';
import {
  commissionOn,
  deadHeat,
  outcomeReturns,
  placeReturns,
  returnFactor,
  returnsAt,
  returnsAtDecimal,
  settleReturns,
  settleStake,
} from '../../../../shared/domain/settlement-returns.ts';
import { afterRule4, rule4Deduction } from '../../../../shared/domain/settlement-rule4.ts';
import { MAX_ODDS, MIN_ODDS, type MinorUnits, type OddsE4 } from '../../../../shared/domain/units.ts';

type Side = Selection['side'];
const resultAt = (type: MarketType, side: Side, line: number | null, home: number, away: number) => {
  const settled = settle(type, side, line, { home, away });
  return settled.ok ? settled.outcome.result : settled.code;
};

test.each<[MarketType, Side, number | null, string, BetResult]>([
  ['match-odds', 'home', null, '2-1', 'won'],
  ['match-odds', 'draw', null, '2-1', 'lost'],
  ['match-odds', 'draw', null, '0-0', 'won'],
  ['match-odds', 'away', null, '1-3', 'won'],
  ['moneyline', 'home', null, '101-99', 'won'],
  ['moneyline', 'away', null, '20-20', 'push'],
  ['draw-no-bet', 'home', null, '1-1', 'push'],
  ['draw-no-bet', 'away', null, '2-1', 'lost'],
  ['totals', 'over', 2.5, '2-1', 'won'],
  ['totals', 'under', 2.5, '2-1', 'lost'],
  ['totals', 'over', 3, '2-1', 'push'],
  ['totals', 'over', 2.75, '2-1', 'half-won'],
  ['totals', 'under', 2.75, '2-1', 'half-lost'],
  ['totals', 'over', 3.25, '2-1', 'half-lost'],
  ['totals', 'under', 3.25, '2-1', 'half-won'],
  ['asian-handicap', 'home', -0.5, '1-0', 'won'],
  ['asian-handicap', 'home', -1, '1-0', 'push'],
  ['asian-handicap', 'home', -0.75, '1-0', 'half-won'],
  ['asian-handicap', 'home', -1.25, '1-0', 'half-lost'],
  ['asian-handicap', 'home', -1.5, '1-0', 'lost'],
  // The line is the home side's: away has +0.75, so it half loses by one goal.
  ['asian-handicap', 'away', -0.75, '1-0', 'half-lost'],
  ['asian-handicap', 'away', 0.25, '1-1', 'half-lost'],
  ['asian-handicap', 'home', 0, '1-1', 'push'],
  ['both-teams-to-score', 'yes', null, '1-1', 'won'],
  ['both-teams-to-score', 'yes', null, '4-0', 'lost'],
  ['both-teams-to-score', 'no', null, '0-0', 'won'],
  ['double-chance', '1X', null, '1-1', 'won'],
  ['double-chance', '12', null, '1-1', 'lost'],
  ['double-chance', 'X2', null, '0-1', 'won'],
  ['correct-score', '2-1', null, '2-1', 'won'],
  ['correct-score', '1-2', null, '2-1', 'lost'],
])('%s %s %s at %s is %s', (type, side, line, score, result) => {
  const [home = 0, away = 0] = score.split('-').map(Number);
  expect(resultAt(type, side, line, home, away)).toBe(result);
});

test.each<[MarketType, Side, number | null, number, number, string]>([
  ['match-odds', 'over', null, 1, 0, 'side-not-in-market'],
  ['correct-score', 'home', null, 1, 0, 'side-not-in-market'],
  ['double-chance', 'home', null, 1, 0, 'side-not-in-market'],
  ['totals', 'over', null, 1, 0, 'invalid-line'],
  ['asian-handicap', 'home', 0.3, 1, 0, 'invalid-line'],
  ['asian-handicap', 'home', Number.NaN, 1, 0, 'invalid-line'],
  ['match-odds', 'home', null, -1, 0, 'invalid-score'],
  ['match-odds', 'home', null, 1.5, 0, 'invalid-score'],
  ['match-odds', 'home', null, Number.NaN, 0, 'invalid-score'],
])('%s %s %s at %d-%d is refused as %s', (type, side, line, home, away, code) => {
  expect(resultAt(type, side, line, home, away)).toBe(code);
});

const stake = fc.integer({ min: 0, max: 10_000_000_000 }).map((value) => value as MinorUnits);
const price = fc.integer({ min: MIN_ODDS, max: MAX_ODDS }).map((value) => value as OddsE4);
const goals = fc.integer({ min: 0, max: 9 });
const anyOutcome = fc.constantFrom(...Object.values(OUTCOMES));

test.each<[MarketType, readonly Side[], number | null]>([
  ['match-odds', ['home', 'draw', 'away'], null],
  ['moneyline', ['home', 'away'], null],
  ['totals', ['over', 'under'], 2.5],
  ['asian-handicap', ['home', 'away'], -0.5],
  ['both-teams-to-score', ['yes', 'no'], null],
  ['double-chance', ['1X', '12', 'X2'], null],
  ['draw-no-bet', ['home', 'away'], null],
])('as many selections of %s win together as winnersIn says', (type, sides, line) => {
  const won = sides.filter((side) => resultAt(type, side, line, 2, 1) === 'won');
  expect(won).toHaveLength(winnersIn(type));
});

/** Every pair of sides of which exactly one is right. */
const OPPOSITES: readonly (readonly [MarketType, Side, Side])[] = [
  ['moneyline', 'home', 'away'],
  ['draw-no-bet', 'home', 'away'],
  ['totals', 'over', 'under'],
  ['asian-handicap', 'home', 'away'],
  ['both-teams-to-score', 'yes', 'no'],
];

describe('money is conserved', () => {
  test('the layer gets exactly what the backer loses, whatever the type, line and score', () => {
    const pick = fc.constantFrom<[MarketType, Side]>(
      ['match-odds', 'home'],
      ['match-odds', 'draw'],
      ['moneyline', 'away'],
      ['totals', 'over'],
      ['asian-handicap', 'home'],
      ['asian-handicap', 'away'],
      ['both-teams-to-score', 'yes'],
      ['double-chance', '12'],
      ['draw-no-bet', 'home'],
      ['correct-score', '1-1'],
    );
    fc.assert(
      fc.property(
        pick,
        fc.integer({ min: -16, max: 16 }),
        goals,
        goals,
        stake,
        price,
        ([type, side], quarters, home, away, money, odds) => {
          const settled = settle(type, side, quarters / 4, { home, away });
          if (!settled.ok) throw new Error(settled.message);
          const { winShare, pushShare } = settled.outcome;
          expect(winShare + pushShare).toBeLessThanOrEqual(2);
          const back = settleStake(money, odds, 'back', settled.outcome).profit;
          const lay = settleStake(money, odds, 'lay', settled.outcome).profit;
          expect(back + lay).toBe(0);
          expect(Number.isInteger(back)).toBe(true);
          expect(back).toBeGreaterThanOrEqual(-money);
        },
      ),
    );
  });

  test.each(OPPOSITES)('%s %s and %s at evens cancel', (type, one, other) => {
    fc.assert(
      fc.property(fc.integer({ min: -16, max: 16 }), goals, goals, stake, (quarters, home, away, money) => {
        const profit = [one, other].map((side) => {
          const settled = settle(type, side, quarters / 4, { home, away });
          return settled.ok
            ? settleStake(money, 20_000 as OddsE4, 'back', settled.outcome).profit
            : Number.NaN;
        });
        expect((profit[0] ?? Number.NaN) + (profit[1] ?? Number.NaN)).toBe(0);
      }),
    );
  });

  test('a quarter line is half the stake on each neighbouring half line', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -8, max: 7 }),
        goals,
        goals,
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 10_100, max: 100_000 }),
        (halves, home, away, pounds, odds) => {
          // Stakes and prices at which nothing has to be rounded.
          const whole = (pounds * 20_000) as MinorUnits;
          const profitAt = (line: number, money: MinorUnits) => {
            const settled = settle('asian-handicap', 'home', line, { home, away });
            return settled.ok
              ? settleStake(money, odds as OddsE4, 'back', settled.outcome).profit
              : Number.NaN;
          };
          const half = (whole / 2) as MinorUnits;
          expect(profitAt(halves / 2 + 0.25, whole)).toBe(
            profitAt(halves / 2, half) + profitAt(halves / 2 + 0.5, half),
          );
        },
      ),
    );
  });
});

describe('rounding', () => {
  const profit = (money: number, odds: number, result: BetResult) =>
    settleStake(money as MinorUnits, odds as OddsE4, 'back', OUTCOMES[result]).profit;
  test('is half away from zero, once', () => {
    expect(profit(100, 19_550, 'won')).toBe(96); // 95.5
    expect(profit(100, 19_549, 'won')).toBe(95);
    expect(profit(101, 20_000, 'half-lost')).toBe(-51); // -50.5
    expect(profit(101, 20_000, 'half-won')).toBe(51); // 50.5
    expect(profit(1, 10_001, 'won')).toBe(0);
    expect(Object.is(profit(1, 10_001, 'won'), 0)).toBe(true);
    expect(Object.is(settleStake(5 as MinorUnits, 20_000 as OddsE4, 'lay', OUTCOMES.push).profit, 0)).toBe(
      true,
    );
  });
  test('is the same by whole numbers and by big integers', () => {
    fc.assert(
      fc.property(
        stake,
        price,
        anyOutcome,
        fc.constantFrom('back' as const, 'lay' as const),
        (money, odds, outcome, side) => {
          expect(settleStake(money, odds, side, outcome).profit).toBe(
            settleReturns(money, side, outcomeReturns(returnsAt(odds), outcome)),
          );
        },
      ),
    );
  });
});

test('the result of a lay mirrors that of the backer', () => {
  expect(resultOf(OUTCOMES['half-won'], 'lay')).toBe('half-lost');
  expect(resultOf(OUTCOMES.won, 'lay')).toBe('lost');
  expect(resultOf(OUTCOMES.void, 'lay')).toBe('void');
  expect(resultOf(OUTCOMES.won, 'back')).toBe('won');
});

describe('special settlements', () => {
  const ten = returnsAtDecimal(11);
  test('a dead heat stands at full odds for its share of the stake', () => {
    expect(returnFactor(deadHeat(ten, 1, 2))).toBe(5.5);
    expect(returnFactor(deadHeat(ten, 2, 3))).toBeCloseTo(22 / 3, 14);
    expect(returnFactor(deadHeat(ten, 4, 3))).toBe(11);
    expect(settleReturns(1000 as MinorUnits, 'lay', deadHeat(returnsAt(40_000 as OddsE4), 1, 3))).toBe(-333);
  });
  test('a place part pays its fraction of the winnings', () => {
    expect(returnFactor(placeReturns(ten, 1, 5))).toBe(3);
    const won = eachWayReturns(ten, { won: true, placed: true, placeFraction: [1, 4] });
    expect([returnFactor(won.win), returnFactor(won.place)]).toEqual([11, 3.5]);
    const placed = eachWayReturns(ten, {
      won: false,
      placed: true,
      placeFraction: [1, 5],
      placeDeadHeat: { places: 1, tied: 2 },
      rule4Pence: 50,
    });
    expect([returnFactor(placed.win), returnFactor(placed.place)]).toEqual([0, 1]);
    expect(
      returnFactor(eachWayReturns(ten, { won: false, placed: false, placeFraction: [1, 5] }).place),
    ).toBe(0);
  });
  test.each([
    [1.05, 90],
    [1 + 1 / 9, 90],
    [1.12, 85],
    [1 + 8 / 15, 65],
    [1.62, 60],
    [1.63, 55],
    [2, 45],
    [3, 30],
    [4, 25],
    [4.01, 20],
    [15, 5],
    [15.01, 0],
  ])('a runner withdrawn at %d costs %d pence in the pound', (odds, pence) => {
    expect(rule4Deduction([odds]).pence).toBe(pence);
  });
  test('Rule 4 cuts winnings only, up to its cap, and takes another table', () => {
    expect(rule4Deduction([1.4, 2])).toEqual({ rawPence: 115, pence: 90 });
    expect(rule4Deduction([])).toEqual({ rawPence: 0, pence: 0 });
    expect(rule4Deduction([3], [{ upTo: 5, pence: 12 }]).pence).toBe(12);
    expect(returnFactor(afterRule4(returnsAtDecimal(5), 25))).toBe(4);
    expect(settleReturns(999 as MinorUnits, 'back', afterRule4(returnsAt(50_000 as OddsE4), 25))).toBe(2997);
  });
  test('the factors of a multi multiply and are rounded once', () => {
    const legs = [
      outcomeReturns(returnsAt(20_000 as OddsE4), OUTCOMES['half-won']),
      outcomeReturns(returnsAt(30_000 as OddsE4), OUTCOMES.won),
      outcomeReturns(returnsAt(19_000 as OddsE4), OUTCOMES['half-lost']),
      outcomeReturns(returnsAt(50_000 as OddsE4), OUTCOMES.void),
    ];
    expect(returnFactor(...legs)).toBeCloseTo(2.25, 14);
    expect(settleReturns(1001 as MinorUnits, 'back', ...legs)).toBe(1251); // 1251.25
    const twenty = Array.from({ length: 20 }, () => returnsAt(19_091 as OddsE4));
    expect(Number.isSafeInteger(settleReturns(100 as MinorUnits, 'back', ...twenty))).toBe(true);
  });
});

test('commission falls on net winnings only', () => {
  expect(commissionOn(1010 as MinorUnits, 0.05)).toBe(51); // 50.5
  expect(commissionOn(1000 as MinorUnits, 0.02)).toBe(20);
  expect(commissionOn(-1000 as MinorUnits, 0.02)).toBe(0);
  expect(commissionOn(0 as MinorUnits, 0.02)).toBe(0);
});
