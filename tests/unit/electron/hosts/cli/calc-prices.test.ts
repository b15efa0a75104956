import { expect, test } from 'vitest';
import { PRICE_OPERATIONS } from '../../../../../electron/hosts/cli/calc-prices.ts';
import { codeOf, resultOf } from '../../../../support/calculation.ts';

const near = (value: number) => expect.closeTo(value, 10);

/** One worked example an operation and variant of its inputs; the numbers are by hand. */
const EXAMPLES: readonly (readonly [op: string, inputs: object, expected: object])[] = [
  [
    'devig',
    { odds: [1.9, 1.9], method: 'power' },
    {
      probabilities: [near(0.5), near(0.5)],
      margin: near(2 / 1.9 - 1),
      k: near(Math.LN2 / Math.log(1.9)),
      flags: [],
    },
  ],
  ['devig', { odds: [1.9, 1.9], method: 'odds_ratio' }, { or: near(1 / 0.9) }],
  ['devig', { odds: [1.9, 1.9], method: 'logit_shift' }, { c: near(-Math.log(0.9)) }],
  ['devig', { odds: [1.6, 2.4], method: 'dmw' }, { probabilities: [near(0.5 + 5 / 48), near(0.5 - 5 / 48)] }],
  [
    'devig',
    { odds: [1.5, 1.5, 1.5], method: 'multiplicative', targetProbability: 1.5, side: 1 },
    { probability: near(0.5), margin: near(0.5) },
  ],
  ['devig', { odds: [2.2, 2.2], method: 'shin' }, { flags: ['below-target', 'negative-z'] }],
  [
    'devig',
    { odds: [1.6, 2.4], method: 'worst_case', over: ['multiplicative', 'dmw'], side: 1 },
    {
      probability: near(0.5 - 5 / 48),
      byMethod: 'dmw',
      all: { multiplicative: near(0.4), dmw: near(0.5 - 5 / 48) },
    },
  ],
  [
    'devig',
    { odds: [1.6, 2.4], method: 'worst_case', over: ['multiplicative', 'additive'] },
    { byMethod: ['multiplicative', 'additive'], probabilities: [near(0.6), near(0.5 - 5 / 48)] },
  ],
  [
    'add_margin',
    { probabilities: [0.5, 0.5], margin: 0.1, method: 'power' },
    { odds: [near(1 / 0.55), near(1 / 0.55)], k: near(Math.log(0.5) / Math.log(0.55)) },
  ],
  [
    'odds_format',
    { american: ['+150', -200, 'EVEN'] },
    { decimal: [near(2.5), near(1.5), near(2)], fractional: ['3/2', '1/2', '1/1'] },
  ],
  [
    'odds_format',
    { decimal: 1.8 },
    {
      american: near(-125),
      fractional: '4/5',
      hongKong: near(0.8),
      malay: near(0.8),
      indonesian: near(-1.25),
      probability: near(1 / 1.8),
    },
  ],
  ['odds_format', { fractional: '11/8' }, { decimal: near(2.375) }],
  ['odds_format', { hongkong: [0.5] }, { decimal: [near(1.5)] }],
  ['odds_format', { hong_kong: [0.5] }, { decimal: [near(1.5)] }],
  ['odds_format', { malay: [-0.5] }, { decimal: [near(3)] }],
  ['odds_format', { indonesian: [-2] }, { decimal: [near(1.5)] }],
  ['odds_format', { probability: [0.4, '25%'] }, { decimal: [near(2.5), near(4)] }],
  [
    'value_rule',
    { odds: [2.2, 1.9], p: [0.5, 0.5] },
    {
      ev: [near(0.1), near(-0.05)],
      edgeProb: [near(0.5 - 1 / 2.2), near(0.5 - 1 / 1.9)],
      isValue: [true, false],
    },
  ],
  ['value_rule', { odds: 2.2, p: 0.5, alpha: 0.05 }, { isValue: false, thresholdOdds: near(1 / 0.45) }],
];

test.each(EXAMPLES)('%s %j', (op, inputs, expected) => {
  expect(resultOf(op, inputs)).toMatchObject(expected);
});

test('every operation has an example', () => {
  expect(new Set(EXAMPLES.map(([op]) => op))).toEqual(new Set(Object.keys(PRICE_OPERATIONS)));
});

test.each<[op: string, inputs: unknown, code: string]>([
  ['devig', { odds: [], method: 'shin' }, 'invalid-input'],
  ['devig', { odds: [2, 1], method: 'shin' }, 'invalid-input'],
  ['devig', { odds: [2, 2], method: 'logarithmic' }, 'invalid-input'],
  ['devig', { odds: [2, 2], method: 'shin', side: 2 }, 'invalid-input'],
  [
    'add_margin',
    { probabilities: [0.99, 0.01], margin: 0.5, method: 'multiplicative' },
    'unreachable-margin',
  ],
  ['odds_format', {}, 'invalid-input'],
  ['odds_format', { decimal: 2, american: 100 }, 'invalid-input'],
  ['odds_format', { american: 50 }, 'out-of-range'],
  ['odds_format', { fractional: ['x'] }, 'malformed'],
  ['value_rule', { odds: [2, 3], p: [0.5] }, 'invalid-input'],
])('%s %j is refused: %s', (op, inputs, code) => {
  expect(codeOf(op, inputs)).toBe(code);
});
