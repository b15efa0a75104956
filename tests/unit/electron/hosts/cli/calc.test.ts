import { describe, expect, test } from 'vitest';
import { calculate, runCalc } from '../../../../../electron/hosts/cli/calc.ts';
import { PRICE_OPERATIONS } from '../../../../../electron/hosts/cli/calc-prices.ts';
import { RESULT_OPERATIONS } from '../../../../../electron/hosts/cli/calc-results.ts';
import { SETTLEMENT_OPERATIONS } from '../../../../../electron/hosts/cli/calc-settlement.ts';
import { STAKE_OPERATIONS } from '../../../../../electron/hosts/cli/calc-stakes.ts';

const resultOf = (op: string, inputs: unknown): Readonly<Record<string, unknown>> => {
  const given = calculate(op, inputs);
  if ('error' in given) throw new Error(given.error.message);
  return given.result;
};
const codeOf = (op: string, inputs: unknown): string => {
  const given = calculate(op, inputs);
  return 'error' in given ? given.error.code : 'none';
};
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
  const tables = { ...PRICE_OPERATIONS, ...STAKE_OPERATIONS, ...SETTLEMENT_OPERATIONS, ...RESULT_OPERATIONS };
  expect(new Set(EXAMPLES.map(([op]) => op))).toEqual(new Set(Object.keys(tables)));
});

test.each<[op: string, inputs: unknown, code: string]>([
  ['horoscope', {}, 'unknown-op'],
  ['constructor', {}, 'unknown-op'],
  ['devig', null, 'invalid-input'],
  ['devig', [], 'invalid-input'],
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
  ['kelly_single', { odds: 2, p: 1.2 }, 'invalid-input'],
  ['kelly_single', { odds: 2, p: 0.5, commission: 5 }, 'invalid-input'],
  ['kelly_mutually_exclusive', { odds: [2, 3], p: [0.7, 0.7] }, 'invalid-input'],
  ['kelly_mutually_exclusive', { odds: [2, 3], p: [0.7] }, 'invalid-input'],
  ['kelly_simultaneous_independent', { odds: [2], p: [1] }, 'certain-outcome'],
  ['hedge', { stakes: [1], odds: [2, 3], hedgeOdds: [2, 3] }, 'invalid-input'],
  ['dutching', { odds: [2, 2], targetProfit: 1 }, 'unreachable-profit'],
  ['dutching', { odds: [4, 4] }, 'invalid-input'],
  ['settlement_ah', { odds: 2, side: 'over', line: 0, score: [1, 0] }, 'side-not-in-market'],
  ['settlement_ah', { odds: 2, line: 0.1, score: [1, 0] }, 'invalid-line'],
  ['settlement_ah', { odds: 2, line: 0 }, 'invalid-input'],
  ['settlement_ou', { side: 'over', line: 2, goals: 1 }, 'invalid-input'],
  ['settlement_ou', { odds: 2, side: 'home', line: 2, goals: 1 }, 'side-not-in-market'],
  ['settlement_deadheat', { odds: 2, places: 1, tied: 2 }, 'invalid-input'],
  ['settlement_multi', { legs: [{ odds: 2, result: 'maybe' }] }, 'invalid-input'],
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

test('inputs that are not understood are named', () => {
  expect(resultOf('kelly_single', { odds: 2, p: 0.6, fracton: 0.5 })['ignoredInputs']).toEqual(['fracton']);
});

describe('lines', () => {
  const run = async (...lines: readonly string[]) => {
    const answers: unknown[] = [];
    async function* source() {
      yield* lines;
    }
    await runCalc(source(), (line) => {
      expect(line).not.toContain('\n');
      answers.push(JSON.parse(line));
    });
    return answers;
  };

  test('are answered in order, blank ones skipped', async () => {
    const answers = await run(
      '{"id":"a","op":"kelly_single","inputs":{"odds":3,"p":0.5}}',
      '',
      '   ',
      '{"id":7,"op":"horoscope","inputs":{}}',
      '{"op":"kelly_single","inputs":{"odds":3,"p":0.5}}',
    );
    expect(answers).toMatchObject([
      { id: 'a', result: { stake: 0.25 } },
      { id: 7, error: { code: 'unknown-op' } },
      { id: null, result: { stake: 0.25 } },
    ]);
  });

  test('that are no request are answered with their number', async () => {
    const answers = await run('', '{"id":', '[]', '{"id":1}', '{"id":{},"op":"devig"}');
    expect(answers).toHaveLength(4);
    for (const [i, given] of answers.entries())
      expect(given).toMatchObject({
        id: null,
        error: { code: 'malformed-line', message: expect.stringContaining(`Line ${i + 2} `) },
      });
  });
});
