import { z } from 'zod';
import { rhoBounds } from '../../../shared/domain/goals/dixon-coles.ts';
import {
  awayHandicap,
  bothTeamsToScore,
  correctScore,
  expectedGoals,
  fairLineOdds,
  homeHandicap,
  type LineShares,
  matchOdds,
  totalGoals,
} from '../../../shared/domain/goals/grid-markets.ts';
import {
  type GoalModel,
  type GoalModelKind,
  gridMass,
  MOST_GOALS,
  normalised,
  type ScoreGrid,
  scoreGrid,
} from '../../../shared/domain/goals/score-grid.ts';
import { WEIBULL_SHAPES } from '../../../shared/domain/goals/weibull-count.ts';
import { answer, type CalcAnswer, chance, operation, refuse } from './calc-operation.ts';

const rate = z.number().positive('a rate of goals is above 0').max(60, 'a rate of goals is at most 60');
const quarters = z.number().refine((line) => Number.isInteger(line * 4), 'a line is a multiple of 0.25');

const gridInputs = z.object({
  lambdaHome: rate.optional(),
  lambdaAway: rate.optional(),
  /** Recognised by name; without one, by the parameters given. */
  model: z.string().optional(),
  rho: z.number().default(0),
  lambda3: z.number().min(0).optional(),
  l3: z.number().min(0).optional(),
  pi: chance.lt(1).optional(),
  dispersion: z.number().min(0).optional(),
  size: z.number().positive().optional(),
  shape: z.number().gt(WEIBULL_SHAPES.least).lt(WEIBULL_SHAPES.most).optional(),
  kappa: z.number().min(-30).max(30).default(0),
  /** The probabilities themselves, home goals by row; or "0..60, normalised" of a model's. */
  grid: z.union([z.string(), z.array(z.array(chance).min(1)).min(1)]).default('0..60, normalised'),
  normalise: z.boolean().optional(),
  line: quarters.optional(),
  /** What `line` is of: goals of both sides, or points given to `side`. */
  market: z.enum(['totals', 'handicap']).default('totals'),
  side: z.enum(['home', 'away']).optional(),
});
type GridInputs = z.output<typeof gridInputs>;

const MODEL_NAMES: readonly (readonly [pattern: RegExp, kind: GoalModelKind])[] = [
  [/dixon|^dc\b/i, 'dixon-coles'],
  [/bivariate|^bvp/i, 'bivariate-poisson'],
  [/zero|^zip/i, 'zero-inflated-poisson'],
  [/neg|^nb/i, 'negative-binomial'],
  [/weibull/i, 'weibull-count'],
  [/poisson|independent/i, 'poisson'],
];

function kindOf({ model, lambda3, l3, pi, dispersion, size, shape }: GridInputs): GoalModelKind | undefined {
  if (model !== undefined) return MODEL_NAMES.find(([pattern]) => pattern.test(model))?.[1];
  if (lambda3 !== undefined || l3 !== undefined) return 'bivariate-poisson';
  if (pi !== undefined) return 'zero-inflated-poisson';
  if (dispersion !== undefined || size !== undefined) return 'negative-binomial';
  return shape === undefined ? 'dixon-coles' : 'weibull-count';
}

type Parameters = Readonly<Record<'rho' | 'shared' | 'zero' | 'dispersion' | 'shape' | 'kappa', number>>;
const BUILD: Readonly<Record<GoalModelKind, (home: number, away: number, given: Parameters) => GoalModel>> = {
  poisson: (home, away) => ({ kind: 'poisson', home, away }),
  'dixon-coles': (home, away, { rho }) => ({ kind: 'dixon-coles', home, away, rho }),
  'bivariate-poisson': (home, away, { shared }) => ({ kind: 'bivariate-poisson', home, away, shared }),
  'zero-inflated-poisson': (home, away, { zero }) => ({ kind: 'zero-inflated-poisson', home, away, zero }),
  'negative-binomial': (home, away, { dispersion }) => ({
    kind: 'negative-binomial',
    home,
    away,
    dispersion,
  }),
  'weibull-count': (home, away, { shape, kappa }) => ({ kind: 'weibull-count', home, away, shape, kappa }),
};

/** 1X2, totals, handicaps, both teams to score and correct scores of a model or of a grid of probabilities. */
export const scoreGridOperation = operation(gridInputs, (inputs) => {
  const { grid: given, normalise } = inputs;
  if (typeof given !== 'string') {
    const columns = given[0]?.length ?? 0;
    if (given.some((row) => row.length !== columns))
      return refuse('invalid-input', 'grid: every row has as many probabilities as the first');
    const cells = Float64Array.from(given.flat());
    if (!cells.some((p) => p > 0)) return refuse('invalid-input', 'grid: every probability is 0');
    const grid = { rows: given.length, columns, cells };
    return marketsOf(normalise === true ? normalised(grid) : grid, inputs);
  }
  const model = modelOf(inputs);
  if ('error' in model) return model;
  const most = Number(/\.\.\s*(\d+)/.exec(given)?.[1] ?? MOST_GOALS);
  if (most < 1 || most > 200) return refuse('invalid-input', 'grid: give 1 to 200 goals a side');
  const grid = scoreGrid(model, most);
  if (grid.cells.some(Number.isNaN))
    return refuse('out-of-range', 'lambdaHome: the rates are beyond the reach of the Weibull series');
  return marketsOf((normalise ?? !/not\s+normali/i.test(given)) ? normalised(grid) : grid, inputs);
});

function modelOf(inputs: GridInputs): GoalModel | Extract<CalcAnswer, { error: unknown }> {
  const invalid = (message: string) => ({ error: { code: 'invalid-input', message } });
  const { lambdaHome: home, lambdaAway: away, rho, kappa } = inputs;
  if (home === undefined || away === undefined)
    return invalid('inputs: give lambdaHome and lambdaAway, or grid as rows of probabilities');
  const kind = kindOf(inputs);
  if (kind === undefined)
    return { error: { code: 'unknown-model', message: `model: "${inputs.model}" is not known` } };
  const [least, most] = rhoBounds(home, away);
  if (kind === 'dixon-coles' && (rho < least || rho > most))
    return invalid(`rho: between ${least} and ${most} for these rates, or a probability is negative`);
  const size = inputs.size === undefined ? undefined : 1 / inputs.size;
  const given = {
    rho,
    kappa,
    shared: inputs.lambda3 ?? inputs.l3,
    zero: inputs.pi,
    dispersion: inputs.dispersion ?? size,
    shape: inputs.shape,
  };
  const needed = {
    poisson: 'rho',
    'dixon-coles': 'rho',
    'bivariate-poisson': 'shared',
    'zero-inflated-poisson': 'zero',
    'negative-binomial': 'dispersion',
    'weibull-count': 'shape',
  } as const satisfies Record<GoalModelKind, keyof Parameters>;
  const names = { rho: 'rho', shared: 'lambda3', zero: 'pi', dispersion: 'dispersion', shape: 'shape' };
  if (given[needed[kind]] === undefined) return invalid(`${names[needed[kind]]}: the ${kind} model needs it`);
  return BUILD[kind](home, away, given as Parameters);
}

/** From -5 to +5 for handicaps and to 8 goals for totals. */
const HANDICAPS = Array.from({ length: 41 }, (_, i) => (i - 20) / 4);
const TOTALS = Array.from({ length: 31 }, (_, i) => 0.5 + i / 4);
/** Correct scores whose two digits can be told apart. */
const MOST_IN_NAME = 9;

/** -0.25, +1.0, as lines are written in the names of fields. */
const signed = (line: number): string =>
  `${line < 0 ? '-' : '+'}${Number.isInteger(line) ? Math.abs(line).toFixed(1) : Math.abs(line)}`;

const priced = (shares: LineShares) => ({ ...shares, fairOdds: fairLineOdds(shares) });
const totalOf = ({ win, push, lose }: LineShares) => ({ under: lose, push, over: win });

/** The line asked for: a handicap where a side is named, totals otherwise. */
function asked(grid: ScoreGrid, { line, market, side }: GridInputs): Readonly<Record<string, unknown>> {
  if (line === undefined) return {};
  if (market === 'totals' && side === undefined) return { line, ...totalOf(totalGoals(grid, line)) };
  return { line, ...priced(side === 'away' ? awayHandicap(grid, line) : homeHandicap(grid, line)) };
}

function marketsOf(grid: ScoreGrid, inputs: GridInputs): CalcAnswer {
  const { home, draw, away } = matchOdds(grid);
  const mass = gridMass(grid);
  const means = expectedGoals(grid);
  const btts = bothTeamsToScore(grid);
  const fields: [string, unknown][] = [];
  for (const total of TOTALS) {
    const shares = totalOf(totalGoals(grid, total));
    fields.push([`totals${total}`, shares]);
    if (Number.isInteger(total - 0.5)) {
      fields.push([`over${total}`.replace('.', ''), shares.over]);
      fields.push([`under${total}`.replace('.', ''), shares.under]);
    }
  }
  for (const handicap of HANDICAPS) {
    fields.push([`ahHome${signed(handicap)}`, priced(homeHandicap(grid, handicap))]);
    fields.push([`ahAway${signed(handicap)}`, priced(awayHandicap(grid, handicap))]);
  }
  for (let h = 0; h <= Math.min(MOST_IN_NAME, grid.rows - 1); h += 1)
    for (let a = 0; a <= Math.min(MOST_IN_NAME, grid.columns - 1); a += 1)
      fields.push([`cs${h}${a}`, correctScore(grid, h, a)]);
  return answer({
    home,
    draw,
    away,
    btts,
    bttsYes: btts,
    bttsNo: mass - btts,
    mass,
    homeMean: means.home,
    awayMean: means.away,
    ...Object.fromEntries(fields),
    ...asked(grid, inputs),
  });
}
