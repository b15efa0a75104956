import type { Recipe } from '../../../shared/contract/runs.ts';
import type { FitModel } from '../../../shared/domain/goals/likelihood.ts';
import { LEARNERS, type LearnerName } from '../../../shared/domain/learners/index.ts';
import type { GoalsModel, LearnerParameter } from '../../../shared/domain/learners/learner.ts';
import { type ModelTarget, TARGETS } from '../../../shared/domain/model.ts';

type FootballTarget = GoalsModel['target'];

/** What is fitted, and on what. */
export type RecipeMethod =
  | { readonly kind: 'features'; readonly learner: LearnerName; readonly featureSet: string }
  | { readonly kind: 'goals'; readonly family: FitModel; readonly target: FootballTarget };

/** A way of making a model: a row of `RECIPES`. */
export type TrainingRecipe = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly sport: string;
  readonly target: ModelTarget;
  readonly method: RecipeMethod;
  /** With the recipe's own defaults. */
  readonly parameters: Readonly<Record<string, LearnerParameter>>;
  /** What a random search draws from; the other parameters stay at their defaults. */
  readonly search: Readonly<Record<string, readonly [least: number, most: number]>>;
};

const TARGET_KEYS: Readonly<Record<ModelTarget, string>> = {
  'match-odds': '1x2',
  'over-under-2.5': 'ou25',
  'both-teams-to-score': 'btts',
  winner: 'winner',
  number: 'number',
};
const FOOTBALL_TARGETS: readonly FootballTarget[] = ['match-odds', 'over-under-2.5', 'both-teams-to-score'];

/** The parameter of learners that stop early on held-out rows. */
export const EARLY_STOPPING = 'patience';

type LearnerPlan = {
  readonly key: string;
  readonly defaults: Readonly<Record<string, number>>;
  readonly search: TrainingRecipe['search'];
};

/** Ranges worth searching on match results: the learners' own reach further than such noise can use. */
const LEARNER_PLANS: Readonly<Record<LearnerName, LearnerPlan>> = {
  'gradient-boosting': {
    key: 'boosting',
    // The best of a search on football 1X2 that looked at no season after 2022-23.
    defaults: { rounds: 240, learningRate: 0.024, leaves: 8, minChildWeight: 75, l2: 3, columnShare: 0.5 },
    search: {
      rounds: [80, 400],
      learningRate: [0.02, 0.12],
      leaves: [4, 31],
      minChildWeight: [10, 200],
      l2: [0.5, 50],
      columnShare: [0.3, 1],
    },
  },
  // The columns say much the same things, so that coefficients need holding back.
  logistic: { key: 'logistic', defaults: { l2: 100 }, search: { l2: [1, 1000] } },
  mlp: {
    key: 'mlp',
    defaults: { hidden: 16, epochs: 8 },
    search: { hidden: [8, 64], learningRate: [5e-4, 5e-3], weightDecay: [1e-3, 1], epochs: [4, 16] },
  },
};

const FEATURE_PLANS: readonly {
  readonly sport: string;
  readonly key: string;
  readonly featureSet: string;
  readonly targets: readonly ModelTarget[];
  readonly learnedFrom: string;
}[] = [
  {
    sport: 'football',
    key: '',
    featureSet: 'football-results@1',
    targets: FOOTBALL_TARGETS,
    learnedFrom: 'ratings, form and match statistics, without any price',
  },
  {
    sport: 'football',
    key: '-ratings',
    featureSet: 'football-ratings@1',
    targets: ['match-odds'],
    learnedFrom: 'Elo with margin, pi-ratings, Massey and Colley, without anything else',
  },
  {
    sport: 'football',
    key: '-market',
    featureSet: 'football-market@1',
    targets: ['match-odds', 'over-under-2.5'],
    learnedFrom: 'ratings, form, match statistics and the pre-closing prices of the books',
  },
  ...['tennis', 'basketball', 'american-football'].map((sport) => ({
    sport,
    key: '',
    featureSet: `${sport}-results@1`,
    targets: ['winner'] as const,
    learnedFrom: 'Elo-type ratings, form and rest, without any price',
  })),
];

/** What tells recipes of one learner and target apart. */
const LABELS: Readonly<Record<string, string>> = {
  '-ratings': ', classical ratings',
  '-market': ', with prices',
};

const titleOf = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1).replaceAll('-', ' ')}`;

const featureRecipes: readonly TrainingRecipe[] = FEATURE_PLANS.flatMap(
  ({ sport, key, featureSet, targets, learnedFrom }) =>
    targets.flatMap((target) =>
      (Object.keys(LEARNERS) as readonly LearnerName[]).map((learner): TrainingRecipe => {
        const plan = LEARNER_PLANS[learner];
        const { label, parameters } = LEARNERS[learner];
        return {
          id: `${sport}-${TARGET_KEYS[target]}${key}-${plan.key}`,
          name: `${titleOf(sport)} ${TARGETS[target].label}, ${label.toLowerCase()}${LABELS[key] ?? ''}`,
          description: `${label} on ${learnedFrom}: one version a season, each trained on every season before it.`,
          sport,
          target,
          method: { kind: 'features', learner, featureSet },
          parameters: offered(parameters, plan.defaults),
          search: plan.search,
        };
      }),
    ),
);

const GOALS_PARAMETERS: Readonly<Record<string, LearnerParameter>> = {
  halfLife: {
    label: 'Half-life of a match, days',
    default: 300,
    least: 30,
    most: 5000,
    integer: true,
    logarithmic: true,
  },
  window: {
    label: 'Days learned from',
    default: 1460,
    least: 200,
    most: 10_000,
    integer: true,
    logarithmic: true,
  },
  refit: {
    label: 'Days between fits',
    default: 28,
    least: 7,
    most: 400,
    integer: true,
    logarithmic: true,
  },
  ridge: {
    label: 'Pull towards the average team',
    default: 1,
    least: 1e-6,
    most: 100,
    integer: false,
    logarithmic: true,
  },
};

const FAMILIES: readonly { readonly family: FitModel; readonly label: string }[] = [
  { family: 'dixon-coles', label: 'Dixon-Coles' },
  { family: 'poisson', label: 'Poisson' },
  { family: 'bivariate-poisson', label: 'bivariate Poisson' },
  { family: 'negative-binomial', label: 'negative binomial' },
  { family: 'weibull-copula', label: 'Weibull count' },
];

const goalsRecipes: readonly TrainingRecipe[] = FOOTBALL_TARGETS.flatMap((target) =>
  FAMILIES.map(
    ({ family, label }): TrainingRecipe => ({
      id: `football-${TARGET_KEYS[target]}-${family}`,
      name: `Football ${TARGETS[target].label}, ${label} goals`,
      description: `Attack and defence of every team by a ${label} model of the score, recent matches counting more, all competitions together because teams move between them. Fitted anew every few weeks.`,
      sport: 'football',
      target,
      method: { kind: 'goals', family, target },
      parameters: GOALS_PARAMETERS,
      search: { halfLife: [150, 1000], window: [700, 2200], ridge: [0.5, 10] },
    }),
  ),
);

/** Every recipe. A learner, a feature set or a family of goal models is a line in the tables above. */
export const RECIPES: readonly TrainingRecipe[] = [...featureRecipes, ...goalsRecipes];

export const findRecipe = (id: string): TrainingRecipe | undefined =>
  RECIPES.find((recipe) => recipe.id === id);

/** The recipes as forms and messages show them. */
export const recipeEntries = (): readonly Recipe[] =>
  RECIPES.map(({ id, name, description, sport, target, method, parameters }) => ({
    id,
    name,
    description,
    sport,
    target,
    learner: learnerOf(method),
    featureSet: method.kind === 'features' ? method.featureSet : null,
    parameters: Object.entries(parameters).map(([key, { logarithmic: _logarithmic, ...parameter }]) => ({
      name: key,
      ...parameter,
    })),
  }));

export const learnerOf = (method: RecipeMethod): string =>
  method.kind === 'features' ? method.learner : 'goals';

/**
 * The learner's parameters with the recipe's defaults. Those of early stopping are left out: the newest season is learned
 * from, not held out.
 */
function offered(
  parameters: Readonly<Record<string, LearnerParameter>>,
  defaults: Readonly<Record<string, number>>,
): Readonly<Record<string, LearnerParameter>> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, parameter]) =>
      name === EARLY_STOPPING ? [] : [[name, { ...parameter, default: defaults[name] ?? parameter.default }]],
    ),
  );
}
