import { expect, test } from 'vitest';
import { STAKE_OPERATIONS } from '../../../../../electron/hosts/cli/calc-stakes.ts';
import { codeOf, resultOf } from '../../../../support/calculation.ts';

const near = (value: number) => expect.closeTo(value, 10);

/** One worked example an operation and variant of its inputs; the numbers are by hand. */
const EXAMPLES: readonly (readonly [op: string, inputs: object, expected: object])[] = [
  [
    'kelly_single',
    { odds: 3, p: 0.5 },
    { stake: near(0.25), growth: near(0.5 * Math.log(1.5 * 0.75)), ev: near(0.5) },
  ],
  ['kelly_single', { odds: 3, p: 0.5, fraction: 0.5 }, { stake: near(0.125) }],
  ['kelly_exchange', { side: 'back', odds: 3, p: 0.5, commission: 0.05 }, { stake: near(0.5 - 0.5 / 1.9) }],
  [
    'kelly_exchange',
    { side: 'lay', odds: 2, p: 0.4, fraction: 0.5 },
    { liabilityFraction: near(0.1), backersStake: near(0.1) },
  ],
  [
    'kelly_mutually_exclusive',
    { odds: [2, 4], p: [0.6, 0.2] },
    { stakes: [near(0.2), 0], total: near(0.2), reserveRate: near(0.8) },
  ],
  [
    'kelly_simultaneous_independent',
    { odds: [2, 2], p: [0.7, 0.7], fraction: 0.5 },
    { stakes: [near(0.1 / 0.58), near(0.1 / 0.58)], total: near(0.2 / 0.58) },
  ],
  [
    'arbitrage',
    { odds: [2.5, 2.5], total: 50 },
    { sumInverse: near(0.8), roi: near(0.25), stakes: [near(25), near(25)], profit: near(12.5), isArb: true },
  ],
  [
    'hedge',
    { stakes: [10, 0], odds: [4, 2], hedgeOdds: [3, 2.5] },
    { hedge: [0, near(16)], guaranteed: near(14) },
  ],
  [
    'exchange_hedge',
    { backStake: 10, backOdds: 5, layOdds: 4.05, commission: 0.05 },
    { layStake: near(12.5), liability: near(38.125), profitEither: near(1.875) },
  ],
  [
    'exchange_hedge',
    { backStake: 10, backOdds: 5, layOdds: 4, commission: 0.05, mode: 'same market' },
    { layStake: near(12.5), grossEither: near(2.5), netEither: near(2.375), profitEither: near(2.375) },
  ],
  [
    'middle',
    { legA: { line: '+7.5', odds: 2, stake: 10 }, legB: { odds: 1.8, stake: 10 }, pMiddle: 0.25 },
    { profitMiddle: near(18), lossOutside: near(-2), breakevenPMiddle: near(0.1), ev: near(3) },
  ],
  [
    'dutching',
    { odds: [4, 4], total: 10 },
    { stakes: [near(5), near(5)], profitIfAnyWins: near(10), bookPercent: near(50) },
  ],
  ['dutching', { odds: [4, 4], targetProfit: 10 }, { total: near(10), stakes: [near(5), near(5)] }],
  ['dutching', { odds: [4, 4], backBookPercent: true }, { bookPercent: near(50) }],
];

test.each(EXAMPLES)('%s %j', (op, inputs, expected) => {
  expect(resultOf(op, inputs)).toMatchObject(expected);
});

test('every operation has an example', () => {
  expect(new Set(EXAMPLES.map(([op]) => op))).toEqual(new Set(Object.keys(STAKE_OPERATIONS)));
});

test.each<[op: string, inputs: unknown, code: string]>([
  ['kelly_single', { odds: 2, p: 1.2 }, 'invalid-input'],
  ['kelly_single', { odds: 2, p: 0.5, commission: 5 }, 'invalid-input'],
  ['kelly_mutually_exclusive', { odds: [2, 3], p: [0.7, 0.7] }, 'invalid-input'],
  ['kelly_mutually_exclusive', { odds: [2, 3], p: [0.7] }, 'invalid-input'],
  ['kelly_simultaneous_independent', { odds: [2], p: [1] }, 'certain-outcome'],
  ['hedge', { stakes: [1], odds: [2, 3], hedgeOdds: [2, 3] }, 'invalid-input'],
  ['dutching', { odds: [2, 2], targetProfit: 1 }, 'unreachable-profit'],
  ['dutching', { odds: [4, 4] }, 'invalid-input'],
])('%s %j is refused: %s', (op, inputs, code) => {
  expect(codeOf(op, inputs)).toBe(code);
});
