import { bivariatePoisson } from './bivariate-poisson.ts';
import { dixonColesTau } from './dixon-coles.ts';
import { type CopulaValue, frankCopula } from './frank-copula.ts';
import { negativeBinomialCounts, poissonCounts, zeroInflatedCounts } from './goal-counts.ts';
import { weibullCounts } from './weibull-count.ts';

/** How many goals the two sides of one match score. `home` and `away` are rates: means, unless said otherwise. */
export type GoalModel =
  | { readonly kind: 'poisson'; readonly home: number; readonly away: number }
  | { readonly kind: 'dixon-coles'; readonly home: number; readonly away: number; readonly rho: number }
  /** Each side's mean is its rate and `shared`. */
  | {
      readonly kind: 'bivariate-poisson';
      readonly home: number;
      readonly away: number;
      readonly shared: number;
    }
  /** Either side fails to score for certain with probability `zero`; its mean is (1 - zero) times the rate. */
  | {
      readonly kind: 'zero-inflated-poisson';
      readonly home: number;
      readonly away: number;
      readonly zero: number;
    }
  /** Variance mean + dispersion mean^2. */
  | {
      readonly kind: 'negative-binomial';
      readonly home: number;
      readonly away: number;
      readonly dispersion: number;
    }
  /** Rates of Weibull gaps, joined by Frank's copula. */
  | {
      readonly kind: 'weibull-count';
      readonly home: number;
      readonly away: number;
      readonly shape: number;
      readonly kappa: number;
    };
export type GoalModelKind = GoalModel['kind'];

/** P(home goals, away goals) at `cells[homeGoals * columns + awayGoals]`. */
export type ScoreGrid = {
  readonly rows: number;
  readonly columns: number;
  readonly cells: Float64Array;
};

/** Goals a side may score in a grid: for football's rates the rest is below the last digit. */
export const MOST_GOALS = 60;

type Builders = {
  readonly [Kind in GoalModelKind]: (model: Extract<GoalModel, { kind: Kind }>, count: number) => ScoreGrid;
};

/** How each model's grid is built. Adding a model is adding a line. */
const BUILDERS: Builders = {
  poisson: ({ home, away }, count) => independent(poissonCounts(home, count), poissonCounts(away, count)),
  'dixon-coles': ({ home, away, rho }, count) => {
    const grid = independent(poissonCounts(home, count), poissonCounts(away, count));
    for (let h = 0; h < Math.min(2, count); h += 1)
      for (let a = 0; a < Math.min(2, count); a += 1)
        grid.cells[h * count + a] = cellOf(grid, h, a) * dixonColesTau(h, a, home, away, rho);
    return grid;
  },
  'bivariate-poisson': ({ home, away, shared }, count) => ({
    rows: count,
    columns: count,
    cells: Float64Array.from({ length: count * count }, (_, i) =>
      bivariatePoisson(Math.floor(i / count), i % count, home, away, shared),
    ),
  }),
  'zero-inflated-poisson': ({ home, away, zero }, count) =>
    independent(zeroInflatedCounts(home, zero, count), zeroInflatedCounts(away, zero, count)),
  'negative-binomial': ({ home, away, dispersion }, count) =>
    independent(
      negativeBinomialCounts(home, dispersion, count),
      negativeBinomialCounts(away, dispersion, count),
    ),
  'weibull-count': ({ home, away, shape, kappa }, count) => {
    const homeCounts = weibullCounts(home, shape, count);
    const awayCounts = weibullCounts(away, shape, count);
    return kappa === 0 ? independent(homeCounts, awayCounts) : joined(homeCounts, awayCounts, kappa);
  },
};

/**
 * The grid of 0 to `mostGoals` goals a side, not normalised: it sums to what the model gives those scores. The caller
 * sees to parameters within their range (`rhoBounds`, `WEIBULL_SHAPES`, the rest not negative).
 */
export const scoreGrid = (model: GoalModel, mostGoals = MOST_GOALS): ScoreGrid =>
  // One builder per kind, so the model is of the builder's kind.
  (BUILDERS[model.kind] as (model: GoalModel, count: number) => ScoreGrid)(model, mostGoals + 1);

/** P(`homeGoals`-`awayGoals`); 0 outside the grid. */
export const cellOf = ({ rows, columns, cells }: ScoreGrid, homeGoals: number, awayGoals: number): number =>
  homeGoals < rows && awayGoals < columns ? (cells[homeGoals * columns + awayGoals] ?? 0) : 0;

/** What the grid sums to. */
export const gridMass = ({ cells }: ScoreGrid): number => cells.reduce((sum, p) => sum + p, 0);

/** The same grid scaled to a sum of 1. */
export function normalised(grid: ScoreGrid): ScoreGrid {
  const mass = gridMass(grid);
  return { ...grid, cells: grid.cells.map((p) => p / mass) };
}

function independent(home: Float64Array, away: Float64Array): ScoreGrid {
  const columns = away.length;
  const cells = new Float64Array(home.length * columns);
  for (let h = 0; h < home.length; h += 1)
    for (let a = 0; a < columns; a += 1) cells[h * columns + a] = (home[h] as number) * (away[a] as number);
  return { rows: home.length, columns, cells };
}

/** Cells as differences of Frank's copula over both cumulative distributions. */
function joined(home: Float64Array, away: Float64Array, kappa: number): ScoreGrid {
  const columns = away.length;
  const cells = new Float64Array(home.length * columns);
  const out: CopulaValue = { value: 0, byU: 0, byV: 0, byKappa: 0 };
  let below = new Float64Array(columns + 1);
  let u = 0;
  for (let h = 0; h < home.length; h += 1) {
    u = Math.min(1, u + (home[h] as number));
    const upTo = new Float64Array(columns + 1);
    let v = 0;
    for (let a = 0; a < columns; a += 1) {
      v = Math.min(1, v + (away[a] as number));
      frankCopula(u, v, kappa, out);
      upTo[a + 1] = out.value;
      const p = out.value - (upTo[a] as number) - (below[a + 1] as number) + (below[a] as number);
      cells[h * columns + a] = Math.max(0, p);
    }
    below = upTo;
  }
  return { rows: home.length, columns, cells };
}
