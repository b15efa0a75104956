import { expect, test } from 'vitest';
import { RESULT_OPERATIONS } from '../../../../../electron/hosts/cli/calc-results.ts';
import { codeOf, resultOf } from '../../../../support/calculation.ts';

const near = (value: number) => expect.closeTo(value, 10);

/** One worked example an operation and variant of its inputs; the numbers are by hand. */
const EXAMPLES: readonly (readonly [op: string, inputs: object, expected: object])[] = [
  ['clv', { betOdds: 2.2, closingFairOdds: 2, commission: 0.05 }, { clv: near(0.1), clvNet: near(0.07) }],
  ['clv', { betOdds: 2.2, closingFairOdds: null }, { clv: null }],
  [
    'clv',
    { betOdds: 2.1, closing: [1.9, 1.9], side: 0, devig: 'multiplicative' },
    { fairClosingOdds: near(2), clvNoVig: near(0.05), clvRaw: near(2.1 / 1.9 - 1) },
  ],
  [
    'clv',
    {
      betOdds: 2.2,
      closes: [
        { against: 'consensus', fairOdds: 2 },
        { against: 'pinnacle', fairOdds: null },
      ],
    },
    { closes: [{ against: 'consensus', gross: near(0.1), net: near(0.1) }], coverage: 0.5 },
  ],
  [
    'clv',
    {
      bets: [
        { bet: 2.2, fair: 2, stake: 30 },
        { bet: 1.9, fair: 2, stake: 10 },
        { bet: 5, stake: 1 },
      ],
    },
    {
      clvEach: [near(0.1), near(-0.05), null],
      stakeWeighted: near(0.0625),
      beatCloseRate: 0.5,
      coverage: near(2 / 3),
    },
  ],
  ['clv', { betOdds: 2.1, pinnacleClosing: 2, margin: 0.05 }, { expectedYield: near(0) }],
  [
    'significance',
    { n: 400, averageOdds: 2, yield_: 0.1 },
    { sigma: near(Math.sqrt(0.99)), t: near(2 / Math.sqrt(0.99)) },
  ],
  ['significance', { edge: 0.1, odds: 2.2 }, { sigma: near(1.1), n: 950 }],
  ['significance', { edge: 0.1, cases: [{ odds: 2.2, p: 0.5 }] }, { sigma: [near(1.1)], n: [950] }],
  [
    'performance',
    { stake: 10, pnl: [10, -10, -10, 20], startBank: 90 },
    {
      total: 10,
      yield_: near(0.25),
      maxDrawdown: 20,
      maxDrawdownPctOfPeakBank: near(0.2),
      longestLosingRun: 2,
      profitFactor: near(1.5),
    },
  ],
  ['performance', { stakes: [10, 30], pnl: [10, -10] }, { yield_: 0 }],
  [
    'metrics',
    { probabilities: [[0.5, 0.3, 0.2]], observed: [0], metric: 'rps' },
    { each: [near(0.145)], mean: near(0.145) },
  ],
  ['metrics', { probabilities: [[0.5, 0.5]], observed: [0], metric: 'brier (0..1)' }, { mean: near(0.25) }],
  [
    'metrics',
    { probabilities: [[0.25, 0.75]], observed: [0], metric: 'ignorance (bits)' },
    { mean: near(2) },
  ],
  [
    'metrics',
    { probabilities: [[0.25, 0.75]], observed: [0], metric: 'log loss (nats)' },
    { mean: near(Math.log(4)) },
  ],
  ['metrics', { probabilities: [[0.25, 0.75]], observed: [0] }, { accuracy: 0, brier: near(1.125) }],
  [
    'metrics',
    { p: [0.1, 0.9], y: [1, 1], bins: 2 },
    { ece2: near(0.5), mce2: near(0.9), ece: near(0.5), brier: near(0.41) },
  ],
];

test.each(EXAMPLES)('%s %j', (op, inputs, expected) => {
  expect(resultOf(op, inputs)).toMatchObject(expected);
});

test('every operation has an example', () => {
  expect(new Set(EXAMPLES.map(([op]) => op))).toEqual(new Set(Object.keys(RESULT_OPERATIONS)));
});

test.each<[op: string, inputs: unknown, code: string]>([
  ['clv', {}, 'invalid-input'],
  ['clv', { betOdds: 2 }, 'invalid-input'],
  ['clv', { betOdds: 2, closing: [2, 2], side: 5 }, 'invalid-input'],
  ['significance', { n: 10 }, 'invalid-input'],
  ['significance', { n: 10, averageOdds: 1.5, yield_: 0.6 }, 'invalid-input'],
  ['performance', { pnl: [1] }, 'invalid-input'],
  ['performance', { pnl: [1], stakes: [1, 2] }, 'invalid-input'],
  ['metrics', { probabilities: [[0.5, 0.5]], observed: [2] }, 'invalid-input'],
  ['metrics', { probabilities: [[0.5, 0.5]], observed: [0], metric: 'mood' }, 'unknown-metric'],
  ['metrics', { p: [0.5], y: [0, 1] }, 'invalid-input'],
])('%s %j is refused: %s', (op, inputs, code) => {
  expect(codeOf(op, inputs)).toBe(code);
});
