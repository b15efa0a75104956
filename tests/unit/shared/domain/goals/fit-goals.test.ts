import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type FitOptions,
  fitGoals,
  fitProblem,
  type GoalFit,
  type GoalRow,
} from '../../../../../shared/domain/goals/fit-goals.ts';
import { type FitModel, LIKELIHOODS } from '../../../../../shared/domain/goals/likelihood.ts';
import { predictGoals } from '../../../../../shared/domain/goals/predict-goals.ts';
import {
  cellOf,
  type GoalModel,
  type ScoreGrid,
  scoreGrid,
} from '../../../../../shared/domain/goals/score-grid.ts';
import { createSeededRandom } from '../../../../support/seeded-random.ts';

const MODELS = Object.keys(LIKELIHOODS) as FitModel[];
const TEAMS = ['Ajax', 'Breda', 'Como', 'Derby', 'Exeter', 'Faro'] as const;

function fitted(rows: readonly GoalRow[], options: FitOptions): GoalFit {
  const fit = fitGoals(rows, options);
  if (!fit.ok) throw new Error(fit.message);
  return fit;
}

/** A score drawn from a grid. */
function draw(grid: ScoreGrid, random: number): readonly [home: number, away: number] {
  let left = random;
  for (let i = 0; i < grid.cells.length; i += 1) {
    left -= grid.cells[i] as number;
    if (left < 0) return [Math.floor(i / grid.columns), i % grid.columns];
  }
  return [0, 0];
}

const ATTACK = [0.4, 0.2, 0.1, -0.1, -0.2, -0.4];
const DEFENCE = [0.25, -0.1, 0.15, -0.2, 0.1, -0.2];

/** Every pair `rounds` times, scores drawn from `model` of the true rates. */
function simulate(rounds: number, model: (home: number, away: number) => GoalModel): readonly GoalRow[] {
  const random = createSeededRandom(11);
  return TEAMS.flatMap((home, h) =>
    TEAMS.flatMap((away, a) => {
      if (h === a) return [];
      const homeRate = Math.exp(0.1 + 0.3 + (ATTACK[h] ?? 0) - (DEFENCE[a] ?? 0));
      const awayRate = Math.exp(0.1 + (ATTACK[a] ?? 0) - (DEFENCE[h] ?? 0));
      const grid = scoreGrid(model(homeRate, awayRate), 15);
      return Array.from({ length: rounds }, (_, round): GoalRow => {
        const [homeGoals, awayGoals] = draw(grid, random());
        return { home, away, homeGoals, awayGoals, age: 3 * round };
      });
    }),
  );
}

const season = simulate(3, (home, away) => ({ kind: 'dixon-coles', home, away, rho: -0.08 }));

describe.each(MODELS)('%s', (model) => {
  const random = createSeededRandom(5);
  test('has the gradient of its finite differences', () => {
    const { objective, start } = fitProblem(season, { model, decay: 0.01, ridge: 0.1 });
    for (let trial = 0; trial < 5; trial += 1) {
      const x = start.map((value) => value + 0.4 * (random() - 0.5));
      const gradient = new Float64Array(x.length);
      const ignored = new Float64Array(x.length);
      objective(x, gradient);
      x.forEach((value, i) => {
        const step = 1e-5;
        const [up, down] = [x.slice(), x.slice()];
        up[i] = value + step;
        down[i] = value - step;
        const slope = (objective(up, ignored) - objective(down, ignored)) / (2 * step);
        expect(Math.abs((gradient[i] as number) - slope)).toBeLessThan(2e-6 * (1 + Math.abs(slope)));
      });
    }
  });

  test('answers the log-likelihood of the probabilities it predicts', () => {
    const fit = fitted(season, { model, decay: 0.01 });
    expect(fit.converged).toBe(true);
    const sum = season.reduce((total, { home, away, homeGoals, awayGoals, age = 0 }) => {
      const goals = predictGoals(fit, home, away);
      if (goals === undefined) throw new Error('unknown team');
      return total + Math.exp(-0.01 * age) * Math.log(cellOf(scoreGrid(goals, 20), homeGoals, awayGoals));
    }, 0);
    expect(fit.logLikelihood).toBeCloseTo(sum, 6);
  });

  test('does not depend on the order of rows', () => {
    const fit = fitted(season, { model, decay: 0.01 });
    const order = createSeededRandom(8);
    const shuffled = season
      .map((row) => ({ row, place: order() }))
      .sort((one, other) => one.place - other.place)
      .map(({ row }) => row);
    expect(fitted(shuffled, { model, decay: 0.01 })).toEqual(fit);
  });
});

test('sums of attacks and defences are zero', () => {
  const { attack, defence, teams } = fitted(season, { model: 'dixon-coles' });
  for (const values of [attack, defence])
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
  expect(teams).toEqual([...TEAMS]);
});

const TRUE: readonly (readonly [
  FitModel,
  Readonly<Record<string, number>>,
  (home: number, away: number) => GoalModel,
])[] = [
  ['poisson', {}, (home, away) => ({ kind: 'poisson', home, away })],
  ['dixon-coles', { rho: -0.12 }, (home, away) => ({ kind: 'dixon-coles', home, away, rho: -0.12 })],
  [
    'bivariate-poisson',
    { shared: 0.3 },
    (home, away) => ({ kind: 'bivariate-poisson', home, away, shared: 0.3 }),
  ],
  [
    'zero-inflated-poisson',
    { zero: 0.15 },
    (home, away) => ({ kind: 'zero-inflated-poisson', home, away, zero: 0.15 }),
  ],
  [
    'negative-binomial',
    { dispersion: 0.25 },
    (home, away) => ({ kind: 'negative-binomial', home, away, dispersion: 0.25 }),
  ],
  [
    'weibull-count',
    { shape: 1.2 },
    (home, away) => ({ kind: 'weibull-count', home, away, shape: 1.2, kappa: 0 }),
  ],
  [
    'weibull-copula',
    { shape: 0.9, kappa: -1 },
    (home, away) => ({ kind: 'weibull-count', home, away, shape: 0.9, kappa: -1 }),
  ],
];

test.each(TRUE)('%s recovers what its matches were drawn from', (model, parameters, truth) => {
  const fit = fitted(simulate(150, truth), { model });
  expect(fit.converged).toBe(true);
  // Four standard errors of 4,500 matches, and more for kappa, whose error is about 0.1.
  for (const [name, value] of Object.entries(parameters))
    expect(Math.abs((fit.parameters[name] ?? Number.NaN) - value)).toBeLessThan(
      name === 'kappa' ? 0.4 : 0.08,
    );
  fit.attack.forEach((value, i) => {
    expect(Math.abs(value - (ATTACK[i] ?? 0))).toBeLessThan(0.12);
  });
  fit.defence.forEach((value, i) => {
    expect(Math.abs(value - (DEFENCE[i] ?? 0))).toBeLessThan(0.12);
  });
  expect(Math.abs(fit.homeAdvantage - 0.3)).toBeLessThan(0.1);
});

test('a model with one parameter more is never less likely', () => {
  const poisson = fitted(season, { model: 'poisson' }).logLikelihood;
  for (const model of MODELS) expect(fitted(season, { model }).logLikelihood).toBeGreaterThan(poisson - 1e-6);
});

describe('time decay', () => {
  const old = season.map((row): GoalRow => ({ ...row, age: 1000 }));
  const recent = simulate(2, (home, away) => ({ kind: 'poisson', home: away, away: home })).map(
    (row): GoalRow => ({ ...row, age: 0 }),
  );
  test('forgets matches long past', () => {
    const alone = fitted(recent, { model: 'poisson' });
    const both = fitted([...old, ...recent], { model: 'poisson', decay: 0.05 });
    both.attack.forEach((value, i) => {
      expect(value).toBeCloseTo(alone.attack[i] ?? 0, 6);
    });
  });
  test('is a weight, and a weight of two is a match played twice', () => {
    const weighted = season.map(
      ({ age = 0, ...row }): GoalRow => ({ ...row, weight: Math.exp(-0.01 * age) }),
    );
    const decayed = fitted(season, { model: 'dixon-coles', decay: 0.01 });
    expect(fitted(weighted, { model: 'dixon-coles' }).logLikelihood).toBeCloseTo(decayed.logLikelihood, 8);
    const doubled = fitted(
      season.map((row) => ({ ...row, weight: 2 })),
      { model: 'poisson' },
    );
    const twice = fitted([...season, ...season], { model: 'poisson' });
    expect(doubled.logLikelihood).toBeCloseTo(twice.logLikelihood, 8);
  });
});

describe('thin data', () => {
  const finite = (fit: GoalFit) =>
    [
      fit.intercept,
      fit.homeAdvantage,
      fit.logLikelihood,
      ...fit.attack,
      ...fit.defence,
      ...Object.values(fit.parameters),
    ].every(Number.isFinite);

  test.each(MODELS)('%s stays finite for sides without goals or matches', (model) => {
    const barren = season.map((row) => ({
      ...row,
      homeGoals: row.home === 'Faro' ? 0 : row.homeGoals,
      awayGoals: row.away === 'Faro' ? 0 : row.awayGoals,
    }));
    const fit = fitted(barren, { model, teams: ['Ghent'] });
    expect(finite(fit)).toBe(true);
    const faro = predictGoals(fit, 'Faro', 'Ajax');
    expect(faro?.home).toBeLessThan(0.01);
    expect(predictGoals(fit, 'Ghent', 'Ajax')?.home).toBeGreaterThan(0);
    expect(predictGoals(fit, 'Nobody', 'Ajax')).toBeUndefined();
  });

  test('any few matches have a finite fit', () => {
    const row = fc
      .tuple(
        fc.shuffledSubarray([...TEAMS], { minLength: 2, maxLength: 2 }),
        fc.nat(6),
        fc.nat(6),
        fc.nat(900),
      )
      .map(
        ([[home = '', away = ''], homeGoals, awayGoals, age]): GoalRow => ({
          home,
          away,
          homeGoals,
          awayGoals,
          age,
        }),
      );
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(...MODELS),
        (rows, model) => {
          const fit = fitGoals(rows, { model, decay: 0.002 });
          if (!fit.ok) expect(fit.code).toBe('impossible-scores');
          else expect(finite(fit)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(['negative-binomial', 'zero-inflated-poisson'] as const)(
    '%s is Poisson where scores never spread',
    (model) => {
      const level = season.map((row) => ({ ...row, homeGoals: 2, awayGoals: 1 }));
      expect(Object.values(fitted(level, { model }).parameters)).toEqual([expect.closeTo(0, 12)]);
    },
  );

  test('a ridge draws everyone to the average', () => {
    const free = fitted(season, { model: 'poisson' });
    const held = fitted(season, { model: 'poisson', ridge: 1e6 });
    expect(Math.max(...held.attack.map(Math.abs))).toBeLessThan(1e-3);
    expect(held.logLikelihood).toBeLessThan(free.logLikelihood);
  });
});

test.each<[string, readonly GoalRow[], string]>([
  ['no rows', [], 'no-matches'],
  ['rows without weight', season.map((row) => ({ ...row, weight: 0 })), 'no-matches'],
  ['a side against itself', [{ home: 'A', away: 'A', homeGoals: 1, awayGoals: 0 }], 'invalid-row'],
  ['half a goal', [{ home: 'A', away: 'B', homeGoals: 0.5, awayGoals: 0 }], 'invalid-row'],
  ['a match of tomorrow', [{ home: 'A', away: 'B', homeGoals: 1, awayGoals: 0, age: -1 }], 'invalid-row'],
])('%s are refused', (_, rows, code) => {
  expect(fitGoals(rows, { model: 'poisson' })).toMatchObject({ ok: false, code });
});

test('a pairing too lopsided for rho keeps its probabilities at 0 or above', () => {
  const fit: GoalFit = {
    ...fitted(season, { model: 'dixon-coles' }),
    intercept: 2,
    parameters: { rho: -0.3 },
  };
  const goals = predictGoals(fit, 'Ajax', 'Faro');
  if (goals === undefined) throw new Error('unknown team');
  expect(Math.min(...scoreGrid(goals).cells)).toBeGreaterThanOrEqual(-1e-18);
});
