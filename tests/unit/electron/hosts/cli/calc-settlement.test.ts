import { expect, test } from 'vitest';
import { SETTLEMENT_OPERATIONS } from '../../../../../electron/hosts/cli/calc-settlement.ts';
import { codeOf, resultOf } from '../../../../support/calculation.ts';

const near = (value: number) => expect.closeTo(value, 10);

/** One worked example an operation and variant of its inputs; the numbers are by hand. */
const EXAMPLES: readonly (readonly [op: string, inputs: object, expected: object])[] = [
  [
    'settlement_ah',
    {
      odds: 2,
      stake: 10,
      side: 'home',
      cases: [
        { line: -0.25, score: [0, 0] },
        { side: 'away', line: 0.25, score: [0, 0] },
      ],
    },
    { returns: [near(5), near(15)], profit: [near(-5), near(5)], result: ['half-lost', 'half-won'] },
  ],
  [
    'settlement_ah',
    { odds: 2, side: 'B', line: 1.5, score: { home: 2, away: 1 } },
    { returns: 2, result: 'won' },
  ],
  [
    'settlement_ou',
    { odds: 1.8, stake: 10, side: 'under', line: 2.25, goals: 2 },
    { returns: near(14), profit: near(4) },
  ],
  [
    'settlement_ou',
    { odds: 1.8, stake: 10, side: 'over', line: 2, score: [1, 1] },
    { returns: 10, result: 'push' },
  ],
  [
    'settlement',
    { market: 'asian-handicap', odds: 2, side: 'away', line: -0.75, score: [1, 0] },
    { returns: near(0.5), result: 'half-lost' },
  ],
  [
    'settlement_deadheat',
    { stake: 10, odds: 5, places: 1, tied: 2 },
    { returns: near(25), profit: near(15) },
  ],
  [
    'settlement_deadheat',
    { side: 'lay', backersStake: 10, odds: 5, places: 1, tied: 2 },
    { profit: near(-15), liability: 40 },
  ],
  [
    'settlement_eachway',
    { stakePerPart: 10, odds: 11, placeFraction: 0.2, won: true, deduction: 0.5 },
    { returns: near(60 + 20), winReturns: near(60) },
  ],
  [
    'settlement_eachway',
    { stakePerPart: 10, odds: 11, placeFraction: '1/5', won: true },
    { returns: near(140), outlay: 20, profit: near(120) },
  ],
  [
    'settlement_eachway',
    { stakePerPart: 10, odds: 11, placeFraction: 0.2, won: false, placed: true, withdrawnOdds: 2 },
    { returns: near(10 * (1 + 2 * 0.55)) },
  ],
  [
    'settlement_rule4',
    { stake: 10, odds: 5, withdrawnOdds: [4, 9] },
    { rawSum: near(0.35), deduction: near(0.35), returns: near(36) },
  ],
  ['settlement_rule4', { stake: 10, odds: 5, withdrawnOdds: 4, won: false }, { returns: 0, profit: -10 }],
  [
    'settlement_multi',
    {
      stake: 10,
      legs: [
        { odds: 2, result: 'half_win' },
        { odds: 3, result: 'WON' },
        { odds: 9, result: 'void' },
      ],
    },
    { returns: near(45), profit: near(35), factors: [near(1.5), 3, 1] },
  ],
  [
    'settlement_multi',
    {
      legs: [
        { odds: 2, result: 'half-lost' },
        { odds: 3, result: 'loss' },
      ],
    },
    { returns: 0 },
  ],
];

test.each(EXAMPLES)('%s %j', (op, inputs, expected) => {
  expect(resultOf(op, inputs)).toMatchObject(expected);
});

test('every operation has an example', () => {
  expect(new Set(EXAMPLES.map(([op]) => op))).toEqual(new Set(Object.keys(SETTLEMENT_OPERATIONS)));
});

test.each<[op: string, inputs: unknown, code: string]>([
  ['settlement_ah', { odds: 2, side: 'over', line: 0, score: [1, 0] }, 'side-not-in-market'],
  ['settlement_ah', { odds: 2, line: 0.1, score: [1, 0] }, 'invalid-line'],
  ['settlement_ah', { odds: 2, line: 0 }, 'invalid-input'],
  ['settlement_ou', { side: 'over', line: 2, goals: 1 }, 'invalid-input'],
  ['settlement_ou', { odds: 2, side: 'home', line: 2, goals: 1 }, 'side-not-in-market'],
  ['settlement_deadheat', { odds: 2, places: 1, tied: 2 }, 'invalid-input'],
  ['settlement_multi', { legs: [{ odds: 2, result: 'maybe' }] }, 'invalid-input'],
])('%s %j is refused: %s', (op, inputs, code) => {
  expect(codeOf(op, inputs)).toBe(code);
});
