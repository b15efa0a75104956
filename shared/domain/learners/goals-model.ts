import type { GoalFit } from '../goals/fit-goals.ts';
import { bothTeamsToScore, matchOdds, totalGoals } from '../goals/grid-markets.ts';
import type { FitModel } from '../goals/likelihood.ts';
import { goalModelOfRates } from '../goals/predict-goals.ts';
import { normalised, type ScoreGrid, scoreGrid } from '../goals/score-grid.ts';
import type { GoalsModel } from './learner.ts';
import { LearnerRefusal } from './learner-refusal.ts';

/** What a fit of each model is as a model to serve; `null` where it cannot be served. */
export const GOALS_FAMILIES: Readonly<Record<FitModel, GoalsModel['family'] | null>> = {
  poisson: 'poisson',
  'dixon-coles': 'dixon-coles',
  'bivariate-poisson': 'bivariate-poisson',
  'zero-inflated-poisson': null,
  'negative-binomial': 'negative-binomial',
  'weibull-count': 'weibull',
  'weibull-copula': 'weibull',
};

/** The fit that gives a family's score grid. Without its copula a Weibull count has kappa 0. */
const FIT_OF: Readonly<Record<GoalsModel['family'], FitModel>> = {
  poisson: 'poisson',
  'dixon-coles': 'dixon-coles',
  'bivariate-poisson': 'bivariate-poisson',
  'negative-binomial': 'negative-binomial',
  weibull: 'weibull-copula',
};

/** Probabilities of each target's outcomes, in the order of `TARGETS`. */
const OUTCOMES: Readonly<Record<GoalsModel['target'], (grid: ScoreGrid) => readonly number[]>> = {
  'match-odds': (grid) => {
    const { home, draw, away } = matchOdds(grid);
    return [home, draw, away];
  },
  'over-under-2.5': (grid) => {
    const { win, lose } = totalGoals(grid, 2.5);
    return [win, lose];
  },
  'both-teams-to-score': (grid) => {
    const both = bothTeamsToScore(grid);
    return [both, 1 - both];
  },
};

const CLASSES: Readonly<Record<GoalsModel['target'], number>> = {
  'match-odds': 3,
  'over-under-2.5': 2,
  'both-teams-to-score': 2,
};

/** A fit as a model of `target`. Throws a `LearnerRefusal` for a family that is not served. */
export function goalsModelOf(fit: GoalFit, target: GoalsModel['target'], mostGoals = 15): GoalsModel {
  const family = GOALS_FAMILIES[fit.model];
  if (family === null)
    throw new LearnerRefusal(
      'unserved-family',
      `A ${fit.model} fit cannot be served. Fit one of ${Object.keys(GOALS_FAMILIES)
        .filter((model) => GOALS_FAMILIES[model as FitModel] !== null)
        .join(', ')}.`,
    );
  if (!Number.isInteger(mostGoals) || mostGoals < 3)
    throw new LearnerRefusal(
      'invalid-option',
      `A grid of ${mostGoals} goals a side is too small. Give 3 or more.`,
    );
  const { teams, attack, defence, intercept, homeAdvantage, parameters } = fit;
  return {
    kind: 'goals',
    columns: 2,
    classes: CLASSES[target],
    family,
    target,
    teams,
    attack,
    defence,
    intercept,
    homeAdvantage,
    parameters: family === 'weibull' ? { kappa: 0, ...parameters } : parameters,
    mostGoals,
  };
}

/** `NaN` where the rates are beyond the Weibull series' reach. */
export function predictGoalsModel(model: GoalsModel, x: Float32Array, rows: number, out: Float64Array): void {
  const { classes, attack, defence, intercept, homeAdvantage, parameters, mostGoals } = model;
  const [attackOf, defenceOf] = [strengthOf(attack), strengthOf(defence)];
  for (let i = 0; i < rows; i += 1) {
    const [home, away] = [x[2 * i] as number, x[2 * i + 1] as number];
    const goals = goalModelOfRates(
      FIT_OF[model.family],
      Math.exp(intercept + homeAdvantage + attackOf(home) - defenceOf(away)),
      Math.exp(intercept + attackOf(away) - defenceOf(home)),
      parameters,
    );
    out.set(OUTCOMES[model.target](normalised(scoreGrid(goals, mostGoals))), i * classes);
  }
}

/** Strengths sum to 0, which is the average team's. */
const strengthOf =
  (strengths: readonly number[]) =>
  (team: number): number =>
    strengths[team] ?? 0;
