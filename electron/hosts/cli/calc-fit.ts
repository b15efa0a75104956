import { z } from 'zod';
import { fitGoals, type GoalFit, type GoalRow } from '../../../shared/domain/goals/fit-goals.ts';
import { matchOdds } from '../../../shared/domain/goals/grid-markets.ts';
import type { FitModel } from '../../../shared/domain/goals/likelihood.ts';
import { predictGoals } from '../../../shared/domain/goals/predict-goals.ts';
import { normalised, scoreGrid } from '../../../shared/domain/goals/score-grid.ts';
import { type DatedResult, dayOf, resultFields, resultsOf } from './calc-dataset.ts';
import { answer, type CalcOperation, operation, refuse } from './calc-operation.ts';

/** Recognised by what the name contains: "Dixon-Coles", "neg_binomial", "weibull copula". */
const MODELS: readonly (readonly [pattern: RegExp, model: FitModel])[] = [
  [/dixon|^dc/i, 'dixon-coles'],
  [/bivariate|^bvp/i, 'bivariate-poisson'],
  [/zero|^zip/i, 'zero-inflated-poisson'],
  [/neg|^nb/i, 'negative-binomial'],
  [/weibull.*(copula|frank)/i, 'weibull-copula'],
  [/weibull/i, 'weibull-count'],
  [/poisson|^independent/i, 'poisson'],
];

/** Beyond this many teams only the fixtures asked for are predicted: all pairs would be thousands. */
const MOST_TEAMS = 40;

const fixture = z.union([z.string(), z.tuple([z.string(), z.string()])]);

const fit = operation(
  z.object({
    ...resultFields,
    model: z.string(),
    /** "exp(-0.0018*days before 2012-05-13)", or a weight a match. */
    weights: z.union([z.string(), z.array(z.number().min(0))]).optional(),
    /** A match counts exp(-decay days). */
    decay: z.number().min(0).optional(),
    xi: z.number().min(0).optional(),
    /** The day that ages are counted back from; else that of the last match. */
    asOf: z.iso.date().optional(),
    ridge: z.number().min(0).optional(),
    /** A remark: attacks and defences sum to zero whatever it says. */
    constraint: z.string().optional(),
    fixtures: z.array(fixture).optional(),
  }),
  (inputs) => {
    const model = MODELS.find(([pattern]) => pattern.test(inputs.model))?.[1];
    if (model === undefined)
      return refuse(
        'unknown-model',
        `model: "${inputs.model}" is none of ${[...new Set(MODELS.map(([, name]) => name))].join(', ')}`,
      );
    const given = resultsOf(inputs);
    if (!given.ok) return refuse(given.code, given.message);
    const aged = rowsOf(given.results, inputs);
    if (typeof aged === 'string') return refuse('invalid-input', aged);
    const { ridge } = inputs;
    const options = { model, decay: aged.decay, ...(ridge === undefined ? {} : { ridge }) };
    const found = fitGoals(aged.rows, options);
    if (!found.ok) return refuse(found.code, found.message);
    const asked = fixturesOf(found, inputs.fixtures);
    if (typeof asked === 'string') return refuse('invalid-input', asked);
    return answer(describe(found, asked, inputs.matches !== undefined));
  },
);

type Decay = { readonly decay: number; readonly asOf: number | undefined };

/** What a sentence about weights says, or why it cannot be read. */
function readDecay(weights: string): Decay | string {
  const unreadable = `weights: "${weights}" is not like exp(-0.0018*days before 2012-05-13)`;
  const match = /exp\(\s*-\s*(\d*\.?\d+(?:e-?\d+)?)\s*\*?\s*(days?|age)?\s*(?:before\s+(\S+?))?\s*\)/i.exec(
    weights,
  );
  if (match === null) return unreadable;
  const asOf = match[3] === undefined ? undefined : dayOf(match[3]);
  return Number.isNaN(asOf) ? unreadable : { decay: Number(match[1]), asOf };
}

function rowsOf(
  results: readonly DatedResult[],
  inputs: {
    readonly weights?: string | readonly number[] | undefined;
    readonly decay?: number | undefined;
    readonly xi?: number | undefined;
    readonly asOf?: string | undefined;
  },
): { readonly rows: readonly GoalRow[]; readonly decay: number } | string {
  const { weights } = inputs;
  if (Array.isArray(weights) && weights.length !== results.length)
    return `weights: ${weights.length} weights for ${results.length} matches`;
  const read: Decay | string =
    typeof weights === 'string'
      ? readDecay(weights)
      : {
          decay: inputs.decay ?? inputs.xi ?? 0,
          asOf: inputs.asOf === undefined ? undefined : dayOf(inputs.asOf),
        };
  if (typeof read === 'string') return read;
  if (read.decay > 0 && results.some(({ day }) => day === null))
    return 'matches: give each a date, such as ["A", "B", 2, 1, "2012-05-13"], for their ages to count';
  const asOf = read.asOf ?? Math.max(...results.map(({ day }) => day ?? 0));
  const rows = results.map(({ day, ...result }, i): GoalRow => {
    const weight = typeof weights === 'string' ? undefined : weights?.[i];
    return { ...result, age: day === null ? 0 : asOf - day, ...(weight === undefined ? {} : { weight }) };
  });
  // Without a decay ages say nothing, and a match of tomorrow is no error.
  const timeless = read.decay === 0 ? rows.map((row) => ({ ...row, age: 0 })) : rows;
  const late = timeless.find(({ age = 0 }) => age < 0);
  return late === undefined
    ? { rows: timeless, decay: read.decay }
    : `asOf: ${late.home} v ${late.away} is played after the day ages are counted from`;
}

type Fixture = readonly [home: string, away: string];

/** Every pair, or the fixtures asked for ("A v B"), or what is wrong with them. */
function fixturesOf(
  { teams }: GoalFit,
  asked: readonly z.output<typeof fixture>[] | undefined,
): readonly Fixture[] | string {
  if (asked === undefined) {
    if (teams.length > MOST_TEAMS) return [];
    return teams.flatMap((home) =>
      teams.filter((away) => away !== home).map((away): Fixture => [home, away]),
    );
  }
  const pairs = asked.map((one) => (typeof one === 'string' ? one.split(/\s+(?:v|vs\.?)\s+/) : one));
  const unknown = pairs.find(([home = '', away = '']) => !teams.includes(home) || !teams.includes(away));
  return unknown === undefined
    ? pairs.map(([home = '', away = '']): Fixture => [home, away])
    : `fixtures: ${unknown.join(' v ')} is not of two of the teams ${teams.join(', ')}`;
}

function predicted(found: GoalFit, [home, away]: Fixture) {
  const model = predictGoals(found, home, away);
  if (model === undefined) return {};
  const odds = matchOdds(normalised(scoreGrid(model)));
  return { lambda_: model.home, mu: model.away, p: [odds.home, odds.draw, odds.away] };
}

/** Fields as the models' literature names them; `A_v_B` beside `predictions` where the matches were given inline. */
function describe(found: GoalFit, fixtures: readonly Fixture[], isInline: boolean) {
  const byTeam = (values: readonly number[]) =>
    Object.fromEntries(found.teams.map((team, i) => [team, values[i]]));
  const each = fixtures.map((one) => ({ one, goals: predicted(found, one) }));
  const count = 2 * found.teams.length + Object.keys(found.parameters).length;
  return {
    ...(isInline ? Object.fromEntries(each.map(({ one, goals }) => [one.join('_v_'), goals])) : {}),
    model: found.model,
    matches: found.matches,
    logLikelihood: found.logLikelihood,
    aic: 2 * count - 2 * found.logLikelihood,
    intercept: found.intercept,
    hfa: found.homeAdvantage,
    rho: 0,
    ...found.parameters,
    ...(found.parameters['shared'] === undefined ? {} : { lambda3: found.parameters['shared'] }),
    attack: byTeam(found.attack),
    defense: byTeam(found.defence),
    predictions: Object.fromEntries(each.map(({ one, goals }) => [one.join(' v '), goals])),
    iterations: found.iterations,
    evaluations: found.evaluations,
    converged: found.converged,
  };
}

export const FIT_OPERATIONS: Readonly<Record<string, CalcOperation>> = { fit };
