import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALIBRATION_OPERATIONS } from '../../../../../electron/hosts/cli/calc-calibration.ts';
import { FIT_OPERATIONS } from '../../../../../electron/hosts/cli/calc-fit.ts';
import { GOAL_OPERATIONS } from '../../../../../electron/hosts/cli/calc-goals.ts';
import { RATING_OPERATIONS } from '../../../../../electron/hosts/cli/calc-ratings.ts';
import { codeOf, resultOf } from '../../../../support/calculation.ts';

const near = (value: number) => expect.closeTo(value, 9);

const LEAGUE = [
  ['A', 'B', 2, 1],
  ['B', 'A', 0, 1],
  ['A', 'C', 3, 0],
  ['C', 'A', 1, 1],
  ['B', 'C', 2, 2],
  ['C', 'B', 0, 1],
];
const dated = LEAGUE.map((match, i) => [...match, `2024-0${i + 1}-10`]);
const draws = Math.exp(-2.5) * (1 + 1.5 * 1);

/** One worked example an operation and variant of its inputs; the numbers are by hand. */
const EXAMPLES: readonly (readonly [op: string, inputs: object, expected: object])[] = [
  [
    'elo',
    { home: 1500, away: 1500, k: 20, result: 'H' },
    { expectedHome: 0.5, newHome: 1510, newAway: 1490, G: 1 },
  ],
  [
    'elo',
    { home: 1500, away: 1900, K: 22, result: 1, movRule: 'none' },
    { newHome: near(1520), newAway: near(1880) },
  ],
  ['elo', { home: 1500, away: 1500, k: 20, goalDiff: -1 }, { newHome: 1490 }],
  ['elo', { home: 1500, away: 1500, k: 20, score: [1, 1] }, { newHome: 1500 }],
  [
    'elo',
    { home: 1500, away: 1500, k: 20, result: 'A', goalDiff: 4, movRule: 'World Football' },
    { G: 1.875, newAway: 1518.75 },
  ],
  ['elo', { home: 1500, away: 1500, k0: 4, lam: 2, goalDiff: -2, result: 'A' }, { k: 36, newHome: 1482 }],
  ['elo', { home: 1500, away: 1500, k: 20, result: 'H', goalDiff: 1, movRule: '538' }, { G: near(Math.LN2) }],
  [
    'pi_rating',
    { home: 'A', away: 'B', goalDiff: 9, lam: 0.1, gamma: 0.5 },
    { expectedGD: 0, A: [near(0.3), near(0.15)], B: [near(-0.15), near(-0.3)] },
  ],
  [
    'pi_rating',
    {
      matches: [
        ['A', 'B', 9, 0],
        ['B', 'A', 0, 0],
      ],
      lam: 0.1,
      gamma: 0.5,
      last: 1,
    },
    { matches: 2, fixtures: ['B-A'], preMatchRatingsLast1: [[near(-0.15), near(0.15)]] },
  ],
  [
    'colley',
    { matches: [['A', 'B', 1, 0]] },
    { teams: ['A', 'B'], rating: [near(0.625), near(0.375)], A: near(0.625) },
  ],
  [
    'colley',
    {
      matches: [
        ['A', 'B', 1, 0],
        ['A', 'B', 0, 0],
      ],
      teams: ['B', 'A'],
      drawRule: 'ignore draws',
    },
    { rating: [near(0.375), near(0.625)] },
  ],
  [
    'massey',
    { matches: [['A', 'B', 3, 0]], teams: ['B', 'A'] },
    { rating: [near(-1.5), near(1.5)], A: near(1.5) },
  ],
  ['massey', { leagueSize: 10, rounds: 4, goalDiff: { A: 20 } }, { A: 0.5, rating: [0.5] }],
  ['massey', { leagueSize: 10, doubleRoundRobin: false, goalDiff: { A: 20 } }, { A: 2 }],
  [
    'dixon_coles',
    { cases: [[-0.1, 1.5, 2, 0, 1]], columns: ['rho', 'lambda', 'mu', 'x', 'y'] },
    { tau: [near(0.85)] },
  ],
  [
    'dixon_coles',
    { lambdaHome: 2, lambdaAway: 0.5, rho: 0.1 },
    {
      mass: near(1),
      homeMean: near(2),
      awayMean: near(0.5),
      p11: near(0.9 * Math.exp(-2.5)),
      rhoBounds: [-0.5, 1],
    },
  ],
  [
    'dixon_coles',
    { lambdaHome: 1, lambdaAway: 1, rho: 0, grid: '0..1 NOT normalised' },
    { mass: near(4 * Math.exp(-2)) },
  ],
  [
    'dixon_coles',
    { lambdaHome: 1, lambdaAway: 1, rho: 0, grid: '0..1, normalised' },
    { mass: near(1), p00: near(0.25) },
  ],
  [
    'bivariate_poisson',
    {
      l1: 1,
      l2: 2,
      l3: 0.5,
      scores: [
        [0, 0],
        [1, 1],
      ],
    },
    { pmf: [near(Math.exp(-3.5)), near(2.5 * Math.exp(-3.5))], homeMean: 1.5, covariance: 0.5 },
  ],
  [
    'zip',
    { lambda_: 2, pi: 0.25, k: [1, 0] },
    { pmf: [near(1.5 * Math.exp(-2)), near(0.25 + 0.75 * Math.exp(-2))], mean: 1.5 },
  ],
  ['zip', { lambda: 2, pi: 0, k: 1 }, { pmf: near(2 * Math.exp(-2)) }],
  [
    'negative_binomial',
    { mean: 1, dispersion: 1, k: [0, 1, 2] },
    { pmf: [near(0.5), near(0.25), near(0.125)], variance: 2 },
  ],
  ['negative_binomial', { mean: 2, size: 0.5, k: 0 }, { variance: near(10) }],
  [
    'weibull_count',
    { rate: 1.5, c: 1, k: [0, 2] },
    { pmf: [near(Math.exp(-1.5)), near(1.125 * Math.exp(-1.5))], mean: near(1.5) },
  ],
  ['weibull_count', { lambda_: 1, shape: 2, t: 1.5, k: 0 }, { pmf: near(Math.exp(-2.25)) }],
  ['goal_expectancy', { home: 0.4, draw: 0.2, away: 0.4 }, { supremacy: near(0) }],
  [
    'score_grid',
    { lambdaHome: 1.5, lambdaAway: 1, grid: '0..1', normalise: false },
    { draw: near(draws), cs10: near(1.5 * Math.exp(-2.5)) },
  ],
  [
    'score_grid',
    { lambdaHome: 1, lambdaAway: 1, model: 'bivariate', lambda3: 0.5 },
    { cs00: near(Math.exp(-2.5)), homeMean: near(1.5) },
  ],
  [
    'score_grid',
    { lambdaHome: 1, lambdaAway: 1, model: 'negative binomial', dispersion: 1 },
    { cs00: near(0.25) },
  ],
  ['score_grid', { lambdaHome: 1, lambdaAway: 2, pi: 0.5 }, { homeMean: near(0.5), awayMean: near(1) }],
  ['score_grid', { lambdaHome: 1, lambdaAway: 2, shape: 1, kappa: 0 }, { cs00: near(Math.exp(-3)) }],
  [
    'score_grid',
    {
      grid: [
        [0.2, 0.1],
        [0.3, 0.4],
      ],
      line: 0.75,
    },
    {
      home: 0.3,
      draw: near(0.6),
      away: 0.1,
      bttsNo: near(0.6),
      over05: near(0.8),
      'ahHome-1.0': { win: 0, push: near(0.3), lose: near(0.7) },
      'ahAway+0.25': { win: near(0.1 + 0.3), push: near(0.3), lose: near(0.3), fairOdds: near(1.75) },
      over: near(0.6),
      push: near(0.2),
      under: near(0.2),
    },
  ],
  [
    'score_grid',
    {
      grid: [
        [0.2, 0.1],
        [0.3, 0.4],
      ],
      line: 0.25,
      side: 'away',
    },
    { win: near(0.4), push: near(0.3), lose: near(0.3), fairOdds: near(1.75) },
  ],
  [
    'fit',
    { matches: LEAGUE, model: 'poisson' },
    { hfa: near(Math.log(8 / 6)), matches: 6, rho: 0, converged: true },
  ],
  [
    'fit',
    { matches: dated, model: 'Dixon-Coles', weights: 'exp(-0.01*days before 2024-06-10)' },
    { matches: 6, model: 'dixon-coles' },
  ],
  [
    'fit',
    { matches: LEAGUE, model: 'nb', weights: [1, 1, 1, 1, 1, 0] },
    { matches: 5, model: 'negative-binomial' },
  ],
  [
    'fit',
    { matches: LEAGUE, model: 'weibull with copula', fixtures: ['A v B', ['B', 'C']] },
    { model: 'weibull-copula', predictions: { 'A v B': {}, 'B v C': {} } },
  ],
  [
    'calibration',
    { p: [0.3, 0.1, 0.2], y: [1, 1, 0], method: 'isotonic' },
    { sortedP: [0.1, 0.2, 0.3], fitted: [0.5, 0.5, 1], calibrated: [1, 0.5, 0.5] },
  ],
  [
    'calibration',
    { p: [0.8, 0.8, 0.8, 0.8], y: [1, 1, 1, 0], method: 'temperature' },
    { T: near(Math.log(4) / Math.log(3)), calibrated: [near(0.75), near(0.75), near(0.75), near(0.75)] },
  ],
  [
    'calibration',
    {
      probabilities: [
        [0.6, 0.2, 0.2],
        [0.6, 0.2, 0.2],
      ],
      observed: [0, 1],
      method: 'temperature',
    },
    { T: near(Math.log(3) / Math.log(2)) },
  ],
  [
    'calibration',
    { p: [0.2, 0.2, 0.8, 0.8], y: [0, 1, 1, 1], method: 'platt smoothed' },
    { converged: true },
  ],
  [
    'calibration',
    { p: [0, 0, 0, 1, 1, 1], y: [0, 0, 1, 0, 1, 1], method: 'platt (raw)' },
    {
      a: near(2 * Math.LN2),
      b: near(-Math.LN2),
      logloss: near(-Math.log(2 / 3) * (2 / 3) - Math.log(1 / 3) / 3),
    },
  ],
];

test.each(EXAMPLES)('%s %j', (op, inputs, expected) => {
  const result = resultOf(op, inputs);
  expect(result).toMatchObject(expected);
  expect(result['ignoredInputs']).toBeUndefined();
});

test('every operation on models has an example', () => {
  const tables = { ...RATING_OPERATIONS, ...GOAL_OPERATIONS, ...FIT_OPERATIONS, ...CALIBRATION_OPERATIONS };
  expect(new Set(EXAMPLES.map(([op]) => op))).toEqual(new Set(Object.keys(tables)));
});

test('expectancies answer to goals where the market prices them', () => {
  const grid = resultOf('score_grid', { lambdaHome: 1.7, lambdaAway: 0.9 });
  const { home, draw, away, over25 } = grid;
  expect(resultOf('goal_expectancy', { home, draw, away, over25 })).toMatchObject({
    home: near(1.7),
    away: near(0.9),
  });
  const over = grid['over35'];
  expect(resultOf('goal_expectancy', { home, draw, away, over, line: 3.5 })).toMatchObject({
    total: near(2.6),
  });
});

test('Elo points have twelve digits', () => {
  const { newHome } = resultOf('elo', { home: 1500, away: 1500, k: 20, hfa: 50, result: 'H' });
  expect(String(newHome)).toMatch(/^1508\.\d{1,8}$/);
});

test('a fit answers predictions of every pair, and weights change it as a decay does', () => {
  const weights = 'exp(-0.01*days before 2024-06-10)';
  const fit = resultOf('fit', { matches: dated, model: 'poisson', weights });
  expect(fit['predictions']).toHaveProperty('A v B', fit['A_v_B']);
  expect(Object.keys(Object(fit['predictions']))).toHaveLength(6);
  expect(resultOf('fit', { matches: dated, model: 'poisson', xi: 0.01 })).toEqual(fit);
  expect(resultOf('fit', { matches: dated, model: 'poisson', decay: 0.01, asOf: '2024-06-10' })).toEqual(fit);
});

describe('data sets', () => {
  let folder = '';
  const at = (name: string) => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'overround-'));
    const header = 'Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\n';
    writeFileSync(
      at('E0_2021.csv'),
      `${header}E0,12/09/2020,Man City,Wolves,3,1\nE0,11/09/20,Wolves,Arsenal,0,0\n,,,,,\n`,
    );
    writeFileSync(at('E0_2122.csv'), `${header}E0,13/08/2021,Arsenal,Man City,1,2\n`);
    writeFileSync(at('E0_2223.csv'), `${header}E0,13/08/2022,Arsenal,Fulham,5,0\n`);
    writeFileSync(at('broken.csv'), `${header}E0,13/08/2022,Arsenal,Fulham,,\n`);
    writeFileSync(at('other.csv'), 'a,b\n1,2\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('are read in the order of their dates, by full names', () => {
    expect(
      resultOf('pi_rating', { dataset: `${at('E0_2021.csv')} .. E0_2122.csv (3 matches)` }),
    ).toMatchObject({
      matches: 3,
      fixtures: [
        'Wolverhampton Wanderers-Arsenal',
        'Manchester City-Wolverhampton Wanderers',
        'Arsenal-Manchester City',
      ],
    });
    expect(
      resultOf('fit', { dataset: [at('E0_2223.csv'), at('E0_2122.csv')], model: 'poisson' })['matches'],
    ).toBe(2);
    expect(resultOf('massey', { dataset: at('E0_2021.csv') })['teams']).toContain('Manchester City');
  });

  test.each([
    ['missing.csv', 'unreadable-file'],
    ['broken.csv', 'unreadable-file'],
    ['other.csv', 'unreadable-file'],
    ['no file at all', 'invalid-input'],
  ])('%s is refused', (name, code) => {
    expect(codeOf('colley', { dataset: at(name) })).toBe(code);
  });
});

test.each<[op: string, inputs: unknown, code: string]>([
  ['elo', { home: 1500, away: 1500, result: 'H' }, 'invalid-input'],
  ['elo', { home: 1500, away: 1500, k: 20 }, 'invalid-input'],
  ['elo', { home: 1500, away: 1500, k: 20, result: 'H', movRule: 'World Football' }, 'invalid-input'],
  ['elo', { home: 1500, away: 1500, k: 20, goalDiff: 1, movRule: 'mood' }, 'unknown-rule'],
  ['pi_rating', { home: 'A', away: 'B' }, 'invalid-input'],
  ['colley', {}, 'invalid-input'],
  ['colley', { matches: [['A', 'A', 1, 0]] }, 'invalid-input'],
  ['colley', { matches: [['A', 'B', 1, 0]], teams: ['A', 'C'] }, 'invalid-input'],
  ['colley', { matches: [['A', 'B', 1, 0]], drawRule: 'mood' }, 'unknown-rule'],
  ['massey', { goalDiff: { A: 1 } }, 'invalid-input'],
  ['massey', { matches: [['A', 'B', 1, 0]], teams: ['A', 'B', 'A'] }, 'invalid-input'],
  ['dixon_coles', { lambdaHome: 1 }, 'invalid-input'],
  ['dixon_coles', { cases: [[0, 0, 1, 1, 0]], columns: ['x', 'x', 'mu', 'rho', 'y'] }, 'invalid-input'],
  ['zip', { pi: 0.1, k: 0 }, 'invalid-input'],
  ['negative_binomial', { mean: 1, k: 0 }, 'invalid-input'],
  ['weibull_count', { lambda_: 1, shape: 9, k: 0 }, 'invalid-input'],
  ['weibull_count', { lambda_: 50, shape: 1, k: 0 }, 'out-of-range'],
  ['goal_expectancy', { home: 0.5, draw: 0.25, away: 0.25, rho: 5 }, 'no-solution'],
  ['goal_expectancy', { home: 0.5, draw: 0.25, away: 0.25, over: 0.5, line: 2.25 }, 'invalid-input'],
  ['score_grid', {}, 'invalid-input'],
  ['score_grid', { lambdaHome: 1, lambdaAway: 1, rho: 2 }, 'invalid-input'],
  ['score_grid', { lambdaHome: 1, lambdaAway: 1, model: 'mood' }, 'unknown-model'],
  ['score_grid', { lambdaHome: 1, lambdaAway: 1, model: 'zip' }, 'invalid-input'],
  ['score_grid', { lambdaHome: 50, lambdaAway: 1, shape: 1.1 }, 'out-of-range'],
  ['score_grid', { grid: [[0.1], [0.1, 0.2]] }, 'invalid-input'],
  ['score_grid', { grid: [[0, 0]] }, 'invalid-input'],
  ['score_grid', { lambdaHome: 1, lambdaAway: 1, line: 0.3 }, 'invalid-input'],
  ['fit', { matches: LEAGUE, model: 'mood' }, 'unknown-model'],
  ['fit', { matches: LEAGUE, model: 'poisson', xi: 0.01 }, 'invalid-input'],
  ['fit', { matches: LEAGUE, model: 'poisson', weights: [1] }, 'invalid-input'],
  ['fit', { matches: LEAGUE, model: 'poisson', weights: [0, 0, 0, 0, 0, 0] }, 'no-matches'],
  ['fit', { matches: dated, model: 'poisson', weights: 'recent first' }, 'invalid-input'],
  ['fit', { matches: dated, model: 'poisson', xi: 0.01, asOf: '2024-02-01' }, 'invalid-input'],
  ['fit', { matches: LEAGUE, model: 'poisson', fixtures: ['A v Z'] }, 'invalid-input'],
  ['calibration', { p: [0.5], y: [1], method: 'mood' }, 'unknown-method'],
  ['calibration', { p: [0.5], y: [1, 0], method: 'isotonic' }, 'invalid-input'],
  ['calibration', { probabilities: [[0.5, 0.5]], observed: [0], method: 'isotonic' }, 'invalid-input'],
  ['calibration', { probabilities: [[0.5, 0.5]], observed: [2], method: 'temperature' }, 'invalid-input'],
])('%s %j is refused: %s', (op, inputs, code) => {
  expect(codeOf(op, inputs)).toBe(code);
});
