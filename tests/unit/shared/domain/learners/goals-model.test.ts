import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitGoals, type GoalFit, type GoalRow } from '../../../../../shared/domain/goals/fit-goals.ts';
import { bothTeamsToScore, matchOdds, totalGoals } from '../../../../../shared/domain/goals/grid-markets.ts';
import type { FitModel } from '../../../../../shared/domain/goals/likelihood.ts';
import { predictGoals } from '../../../../../shared/domain/goals/predict-goals.ts';
import { type ScoreGrid, scoreGrid } from '../../../../../shared/domain/goals/score-grid.ts';
import {
  GOALS_FAMILIES,
  goalsModelOf,
  LearnerRefusal,
  predictModel,
} from '../../../../../shared/domain/learners/index.ts';
import { MODEL_TARGETS, TARGETS } from '../../../../../shared/domain/model.ts';
import { createSeededRandom } from '../../../../support/seeded-random.ts';

const TEAMS = ['Ajax', 'Basel', 'Celtic', 'Dinamo', 'Everton', 'Fulham'];

/** Two rounds of everyone against everyone, few goals, the first teams scoring more. */
function season(): readonly GoalRow[] {
  const random = createSeededRandom(9);
  const goals = (most: number) => Math.floor(random() * random() * (most + 1));
  return [1, 2].flatMap(() =>
    TEAMS.flatMap((home, i) =>
      TEAMS.filter((away) => away !== home).map((away, j) => ({
        home,
        away,
        homeGoals: goals(6 - i / 2),
        awayGoals: goals(5 - j / 2),
      })),
    ),
  );
}

function fitOf(model: FitModel): GoalFit {
  const fit = fitGoals(season(), { model, ridge: 1 });
  if (!fit.ok) throw new Error(fit.message);
  return fit;
}

const MARKETS: Readonly<
  Record<'match-odds' | 'over-under-2.5' | 'both-teams-to-score', (grid: ScoreGrid) => number[]>
> = {
  'match-odds': (grid) => {
    const { home, draw, away } = matchOdds(grid);
    return [home, draw, away];
  },
  'over-under-2.5': (grid) => [totalGoals(grid, 2.5).win, totalGoals(grid, 2.5).lose],
  'both-teams-to-score': (grid) => [bothTeamsToScore(grid), 1 - bothTeamsToScore(grid)],
};
const targets = Object.keys(MARKETS) as (keyof typeof MARKETS)[];
const families = (Object.keys(GOALS_FAMILIES) as FitModel[]).filter(
  (model) => GOALS_FAMILIES[model] !== null,
);
const fits = new Map(families.map((model) => [model, fitOf(model)]));
const fitted = (model: FitModel): GoalFit => fits.get(model) as GoalFit;

const forecast = (model: ReturnType<typeof goalsModelOf>, home: number, away: number): number[] => {
  const out = new Float64Array(model.classes);
  predictModel(model, Float32Array.of(home, away), 1, out);
  return [...out];
};

describe('a goal fit as a model', () => {
  test.each(families)('of %s prices as the fit does', (family) => {
    const fit = fitted(family);
    const pairing = fc.tuple(fc.nat(TEAMS.length - 1), fc.nat(TEAMS.length - 1), fc.constantFrom(...targets));
    fc.assert(
      fc.property(pairing, ([home, away, target]) => {
        // 40 goals a side leave nothing out but in the Weibull series, whose 40 are all there are.
        const model = goalsModelOf(fit, target, 39);
        const goals = predictGoals(fit, fit.teams[home] as string, fit.teams[away] as string);
        const expected = goals === undefined ? [] : MARKETS[target](scoreGrid(goals, 39));
        const given = forecast(model, home, away);
        expect(model.classes).toBe(TARGETS[target].outcomes.length);
        given.forEach((p, k) => {
          expect(Math.abs(p - (expected[k] as number))).toBeLessThan(1e-12);
        });
        expect(given.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      }),
      { numRuns: 20 },
    );
  });

  test.each(families)('of %s loses next to nothing by its cut grid', (family) => {
    const fit = fitted(family);
    const cut = forecast(goalsModelOf(fit, 'match-odds'), 0, 5);
    const whole = forecast(goalsModelOf(fit, 'match-odds', 39), 0, 5);
    cut.forEach((p, k) => {
      expect(p).toBeCloseTo(whole[k] as number, 6);
    });
  });

  test.each([
    ['missing', Number.NaN],
    ['negative', -1],
    ['unknown', 6],
    ['between two teams', 1.5],
  ])('takes a %s index for an average team', (_, index) => {
    const fit = fitted('dixon-coles');
    const withAverage = {
      ...fit,
      teams: [...fit.teams, 'Average'],
      attack: [...fit.attack, 0],
      defence: [...fit.defence, 0],
    };
    const model = goalsModelOf(fit, 'match-odds');
    const known = goalsModelOf(withAverage, 'match-odds');
    expect(forecast(model, index, 2)).toEqual(forecast(known, 6, 2));
    expect(forecast(model, 2, index)).toEqual(forecast(known, 2, 6));
  });

  test('tells home from away', () => {
    const model = goalsModelOf(fitted('poisson'), 'match-odds');
    expect(forecast(model, 0, 5)).not.toEqual([...forecast(model, 5, 0)].reverse());
    expect(forecast(model, 0, 5)[0]).toBeGreaterThan(forecast(model, 5, 0)[0] as number);
  });

  test('is refused where no graph serves the family, or the grid is too small', () => {
    const zeros = { ...fitted('poisson'), model: 'zero-inflated-poisson' } as const;
    expect(() => goalsModelOf(zeros, 'match-odds')).toThrow(LearnerRefusal);
    expect(() => goalsModelOf(zeros, 'match-odds')).toThrow(/Fit one of poisson, dixon-coles/);
    expect(() => goalsModelOf(fitted('poisson'), 'over-under-2.5', 2)).toThrow(/Give 3 or more/);
  });

  test('serves every target of football', () => {
    expect(MODEL_TARGETS).toEqual(expect.arrayContaining(targets));
  });
});
