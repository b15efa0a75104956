import { z } from 'zod';
import { bivariatePoisson } from '../../../shared/domain/goals/bivariate-poisson.ts';
import { dixonColesTau, rhoBounds } from '../../../shared/domain/goals/dixon-coles.ts';
import { negativeBinomialCounts, zeroInflatedCounts } from '../../../shared/domain/goals/goal-counts.ts';
import { goalExpectancy } from '../../../shared/domain/goals/goal-expectancy.ts';
import { expectedGoals } from '../../../shared/domain/goals/grid-markets.ts';
import {
  cellOf,
  gridMass,
  MOST_GOALS,
  normalised,
  scoreGrid,
} from '../../../shared/domain/goals/score-grid.ts';
import { WEIBULL_SHAPES, weibullCounts } from '../../../shared/domain/goals/weibull-count.ts';
import { answer, type CalcAnswer, type CalcOperation, chance, operation, refuse } from './calc-operation.ts';
import { scoreGridOperation } from './calc-score-grid.ts';

const rate = z.number().positive('a rate of goals is above 0').max(60, 'a rate of goals is at most 60');
const goals = z.int().min(0).max(200);
const score = z.tuple([goals, goals]);
const oneOrMore = z.union([goals, z.array(goals).min(1)]);

const TAU_COLUMNS = ['x', 'y', 'lambda', 'mu', 'rho'] as const;

const dixonColes = operation(
  z.object({
    cases: z.array(z.array(z.number()).length(TAU_COLUMNS.length)).min(1).optional(),
    columns: z
      .array(z.enum(TAU_COLUMNS))
      .length(TAU_COLUMNS.length)
      .default([...TAU_COLUMNS]),
    lambdaHome: rate.optional(),
    lambdaAway: rate.optional(),
    rho: z.number().optional(),
    /** "0..60 NOT normalised": the most goals of a side. */
    grid: z.string().default(''),
  }),
  (inputs) => {
    const { cases, columns, lambdaHome, lambdaAway, rho } = inputs;
    if (cases !== undefined) {
      if (new Set(columns).size !== columns.length)
        return refuse('invalid-input', 'columns: one is named twice');
      const of = (row: readonly number[], name: (typeof TAU_COLUMNS)[number]) =>
        row[columns.indexOf(name)] ?? Number.NaN;
      const tau = cases.map((row) =>
        dixonColesTau(of(row, 'x'), of(row, 'y'), of(row, 'lambda'), of(row, 'mu'), of(row, 'rho')),
      );
      return answer({ tau });
    }
    if (lambdaHome === undefined || lambdaAway === undefined || rho === undefined)
      return refuse('invalid-input', 'inputs: give cases, or lambdaHome, lambdaAway and rho');
    const most = Number(/\.\.\s*(\d+)/.exec(inputs.grid)?.[1] ?? MOST_GOALS);
    if (most > 200) return refuse('invalid-input', 'grid: at most 200 goals a side');
    const raw = scoreGrid({ kind: 'dixon-coles', home: lambdaHome, away: lambdaAway, rho }, most);
    const grid =
      /normali[sz]ed/i.test(inputs.grid) && !/not\s+normali/i.test(inputs.grid) ? normalised(raw) : raw;
    const means = expectedGoals(grid);
    return answer({
      mass: gridMass(grid),
      homeMean: means.home,
      awayMean: means.away,
      p00: cellOf(grid, 0, 0),
      p01: cellOf(grid, 0, 1),
      p10: cellOf(grid, 1, 0),
      p11: cellOf(grid, 1, 1),
      rhoBounds: rhoBounds(lambdaHome, lambdaAway),
    });
  },
);

const bivariate = operation(
  z.object({
    l1: z.number().min(0),
    l2: z.number().min(0),
    l3: z.number().min(0).default(0),
    scores: z.array(score).min(1),
  }),
  ({ l1, l2, l3, scores }) =>
    answer({
      pmf: scores.map(([home, away]) => bivariatePoisson(home, away, l1, l2, l3)),
      homeMean: l1 + l3,
      awayMean: l2 + l3,
      covariance: l3,
    }),
);

/** Probabilities of the goals asked for, one or a list, out of those of 0, 1, ... */
function counted(
  k: number | readonly number[],
  counts: (count: number) => Float64Array,
  rest: Readonly<Record<string, unknown>>,
): CalcAnswer {
  const asked = [k].flat();
  const p = counts(Math.max(...asked) + 1);
  const pmf = asked.map((goal) => p[goal] ?? 0);
  return pmf.some(Number.isNaN)
    ? refuse('out-of-range', 'lambda_: the rate is beyond the reach of the series')
    : answer({ pmf: typeof k === 'number' ? pmf[0] : pmf, ...rest });
}

/** A rate under any of the names it goes by. */
const rates = {
  lambda_: rate.optional(),
  lambda: rate.optional(),
  rate: rate.optional(),
  mean: rate.optional(),
};
const rateOf = (inputs: { readonly [Name in keyof typeof rates]?: number | undefined }): number | undefined =>
  inputs.lambda_ ?? inputs.lambda ?? inputs.rate ?? inputs.mean;
const noRate = () => refuse('invalid-input', 'lambda_: give the rate of goals');

const zip = operation(z.object({ ...rates, pi: chance.lt(1), k: oneOrMore }), ({ pi, k, ...inputs }) => {
  const lambda = rateOf(inputs);
  if (lambda === undefined) return noRate();
  return counted(k, (count) => zeroInflatedCounts(lambda, pi, count), {
    mean: (1 - pi) * lambda,
    variance: (1 - pi) * lambda * (1 + pi * lambda),
  });
});

const negativeBinomial = operation(
  z.object({
    ...rates,
    /** Variance = mean + dispersion mean^2. */
    dispersion: z.number().min(0).optional(),
    size: z.number().positive().optional(),
    k: oneOrMore,
  }),
  ({ dispersion, size, k, ...inputs }) => {
    const mean = rateOf(inputs);
    if (mean === undefined) return noRate();
    const spread = dispersion ?? (size === undefined ? undefined : 1 / size);
    if (spread === undefined) return refuse('invalid-input', 'dispersion: give it, or size, its inverse');
    return counted(k, (count) => negativeBinomialCounts(mean, spread, count), {
      mean,
      variance: mean + spread * mean * mean,
    });
  },
);

const weibullCount = operation(
  z.object({
    ...rates,
    shape: z.number().gt(WEIBULL_SHAPES.least).lt(WEIBULL_SHAPES.most).optional(),
    c: z.number().gt(WEIBULL_SHAPES.least).lt(WEIBULL_SHAPES.most).optional(),
    t: z.number().positive().default(1),
    k: oneOrMore,
  }),
  ({ t, k, ...inputs }) => {
    const lambda = rateOf(inputs);
    const shape = inputs.shape ?? inputs.c;
    if (lambda === undefined) return noRate();
    if (shape === undefined) return refuse('invalid-input', 'shape: give the shape of the gaps');
    const overall = lambda * t ** shape;
    const mean = weibullCounts(overall, shape, MOST_GOALS).reduce((sum, p, goal) => sum + goal * p, 0);
    return counted(k, (count) => weibullCounts(overall, shape, count), { mean });
  },
);

const goalExpectancyOperation = operation(
  z.object({
    home: chance.gt(0),
    draw: chance.gt(0),
    away: chance.gt(0),
    rho: z.number().default(0),
    over25: chance.gt(0).lt(1).optional(),
    over: chance.gt(0).lt(1).optional(),
    line: z
      .number()
      .refine((line) => line > 0 && Number.isInteger(line + 0.5), 'a line of goals ends in .5')
      .default(2.5),
  }),
  ({ rho, over25, over, line, ...market }) => {
    const probability = over25 ?? over;
    const asked =
      probability === undefined
        ? market
        : { ...market, over: { line: over25 === undefined ? line : 2.5, probability } };
    const found = goalExpectancy(asked, rho);
    if (!found.ok) return refuse(found.code, found.message);
    const { home, away, iterations, error: residual } = found;
    return answer({ home, away, total: home + away, supremacy: home - away, iterations, residual });
  },
);

export const GOAL_OPERATIONS: Readonly<Record<string, CalcOperation>> = {
  dixon_coles: dixonColes,
  bivariate_poisson: bivariate,
  zip,
  negative_binomial: negativeBinomial,
  weibull_count: weibullCount,
  goal_expectancy: goalExpectancyOperation,
  score_grid: scoreGridOperation,
};
