import { z } from 'zod';
import { colley as rateColley } from '../../../shared/domain/ratings/colley.ts';
import {
  hvattumArntzen,
  MARGIN_MULTIPLIERS,
  type MarginMultiplier,
  updateElo,
} from '../../../shared/domain/ratings/elo.ts';
import { masseyOfLeague, massey as rateMassey } from '../../../shared/domain/ratings/massey.ts';
import { PI_OPTIONS, type PiRating, ratePi, updatePi } from '../../../shared/domain/ratings/pi-rating.ts';
import { teamsOf } from '../../../shared/domain/ratings/result.ts';
import { type DatedResult, resultFields, resultsOf } from './calc-dataset.ts';
import { answer, type CalcAnswer, type CalcOperation, operation, refuse } from './calc-operation.ts';

const SCORES: Readonly<Record<string, number>> = { H: 1, D: 0.5, A: 0, '1': 1, X: 0.5, '2': 0, W: 1, L: 0 };

/** Recognised by what the rule's description names, so that it can carry its formula. */
const MARGIN_RULES: readonly (readonly [pattern: RegExp, rule: (lambda: number) => MarginMultiplier])[] = [
  [/hvattum|elo-?g\b/i, hvattumArntzen],
  [/world[\s-]*football|eloratings/i, () => MARGIN_MULTIPLIERS.worldFootball],
  [/538|five[\s-]*thirty/i, () => MARGIN_MULTIPLIERS.fiveThirtyEight],
  [/^\s*none/i, () => MARGIN_MULTIPLIERS.none],
];

/** To twelve digits, as worked examples are published: a hundred-millionth of a point decides nothing. */
const points = (rating: number): number => Number(rating.toPrecision(12));

const elo = operation(
  z.object({
    home: z.number(),
    away: z.number(),
    k: z.number().positive().optional(),
    K: z.number().positive().optional(),
    k0: z.number().positive().optional(),
    lam: z.number().min(0).optional(),
    lambda: z.number().min(0).optional(),
    hfa: z.number().default(0),
    scale: z.number().positive().default(400),
    /** Of the home side. */
    result: z.union([z.enum(['H', 'D', 'A', '1', 'X', '2', 'W', 'L']), z.number().min(0).max(1)]).optional(),
    goalDiff: z.int().optional(),
    score: z.tuple([z.int().min(0), z.int().min(0)]).optional(),
    movRule: z.string().optional(),
  }),
  (inputs) => {
    const lambda = inputs.lam ?? inputs.lambda;
    const k = inputs.k ?? inputs.K ?? inputs.k0;
    if (k === undefined) return refuse('invalid-input', 'k: give the rating points at stake');
    const margin = inputs.goalDiff ?? (inputs.score && inputs.score[0] - inputs.score[1]);
    const outcome = inputs.result ?? (margin === undefined ? undefined : (Math.sign(margin) + 1) / 2);
    if (outcome === undefined) return refuse('invalid-input', 'result: give H, D or A, or goalDiff');
    const score = typeof outcome === 'number' ? outcome : (SCORES[outcome] ?? Number.NaN);
    const name = inputs.movRule ?? (lambda === undefined ? 'none' : 'Hvattum');
    const rule = MARGIN_RULES.find(([pattern]) => pattern.test(name))?.[1](lambda ?? 1);
    if (rule === undefined)
      return refuse('unknown-rule', `movRule: "${name}" is none of World Football, Hvattum, 538, none`);
    if (margin === undefined && name !== 'none')
      return refuse('invalid-input', 'goalDiff: the rule for margins needs the goal difference');
    // A goal difference may be given without its sign beside the result.
    const signed = Math.abs(margin ?? 0) * Math.sign(score - 0.5);
    const update = updateElo(inputs.home, inputs.away, score, signed, {
      k,
      homeAdvantage: inputs.hfa,
      multiplier: rule,
      scale: inputs.scale,
    });
    return answer({
      expectedHome: update.expectedHome,
      expectedAway: 1 - update.expectedHome,
      G: update.multiplier,
      k: update.k,
      newHome: points(update.home),
      newAway: points(update.away),
      change: update.home - inputs.home,
    });
  },
);

const piInputs = z.object({
  ...resultFields,
  ratings: z.record(z.string(), z.tuple([z.number(), z.number()])).default({}),
  home: z.string().optional(),
  away: z.string().optional(),
  goalDiff: z.int().optional(),
  lam: z.number().positive().default(PI_OPTIONS.lambda),
  gamma: z.number().min(0).default(PI_OPTIONS.gamma),
  b: z.number().gt(1).default(PI_OPTIONS.b),
  c: z.number().positive().default(PI_OPTIONS.c),
  last: z.int().min(1).default(6),
});

const pair = ({ home, away }: PiRating): readonly [number, number] => [home, away];

const piRating = operation(piInputs, (inputs) => {
  const { home, away, goalDiff, ratings, lam, gamma, b, c, last } = inputs;
  const options = { lambda: lam, gamma, b, c };
  if (inputs.matches !== undefined || inputs.dataset !== undefined) {
    const given = resultsOf(inputs);
    return given.ok ? piHistory(given.results, options, last) : refuse(given.code, given.message);
  }
  if (home === undefined || away === undefined || goalDiff === undefined)
    return refuse('invalid-input', 'inputs: give home, away and goalDiff, or matches, or dataset');
  const ratingOf = (team: string): PiRating => {
    const [atHome, onTheRoad] = (Object.hasOwn(ratings, team) ? ratings[team] : undefined) ?? [0, 0];
    return { home: atHome, away: onTheRoad };
  };
  const update = updatePi(ratingOf(home), ratingOf(away), goalDiff, options);
  return answer({
    [home]: pair(update.home),
    [away]: pair(update.away),
    expectedGD: update.expectedDifference,
  });
});

function piHistory(results: readonly DatedResult[], options: typeof PI_OPTIONS, last: number): CalcAnswer {
  const { ratings, before } = ratePi(results, options);
  return answer({
    matches: results.length,
    fixtures: results.slice(-last).map(({ home, away }) => `${home}-${away}`),
    [`preMatchRatingsLast${last}`]: before.slice(-last),
    ratings: Object.fromEntries([...ratings].map(([team, rating]) => [team, pair(rating)])),
  });
}

/** The teams asked for, which must be those of the results and may be more; by name where none are asked for. */
function teamsAsked(
  results: readonly DatedResult[],
  asked: readonly string[] | undefined,
): readonly string[] | string {
  const found = teamsOf(results);
  if (asked === undefined) return found;
  const missing = found.filter((team) => !asked.includes(team));
  return missing.length > 0 ? `teams: ${missing.join(', ')} played but are not named` : asked;
}

const rated = (teams: readonly string[], rating: readonly number[]) =>
  Object.fromEntries(teams.map((team, i) => [team, rating[i]]));

const teamList = z
  .array(z.string())
  .refine((teams) => new Set(teams).size === teams.length, 'a team is named twice')
  .optional();

const colley = operation(
  z.object({ ...resultFields, teams: teamList, drawRule: z.string().default('half win half loss') }),
  (inputs) => {
    const given = resultsOf(inputs);
    if (!given.ok) return refuse(given.code, given.message);
    const teams = teamsAsked(given.results, inputs.teams);
    if (typeof teams === 'string') return refuse('invalid-input', teams);
    const isHalf = /half/i.test(inputs.drawRule);
    if (!isHalf && !/ignore|none|exclude/i.test(inputs.drawRule))
      return refuse(
        'unknown-rule',
        `drawRule: "${inputs.drawRule}" is neither half win half loss nor ignore`,
      );
    const rating = rateColley(given.results, teams, isHalf ? 'half' : 'ignore');
    return answer({ ...rated(teams, rating), teams, rating });
  },
);

const massey = operation(
  z.object({
    ...resultFields,
    teams: teamList,
    leagueSize: z.int().min(2).optional(),
    doubleRoundRobin: z.boolean().default(true),
    rounds: z.int().min(1).optional(),
    goalDiff: z.record(z.string(), z.number()).optional(),
    /** A remark: the formula of a full league follows from the method. */
    formula: z.string().optional(),
  }),
  (inputs) => {
    if (inputs.goalDiff !== undefined) {
      const size = inputs.leagueSize;
      if (size === undefined)
        return refuse('invalid-input', 'leagueSize: give how many teams the league has');
      const rounds = inputs.rounds ?? (inputs.doubleRoundRobin ? 2 : 1);
      const ratings = Object.entries(inputs.goalDiff).map(
        ([team, difference]) => [team, masseyOfLeague(difference, size, rounds)] as const,
      );
      return answer({ ...Object.fromEntries(ratings), rating: ratings.map(([, rating]) => rating) });
    }
    const given = resultsOf(inputs);
    if (!given.ok) return refuse(given.code, given.message);
    const teams = teamsAsked(given.results, inputs.teams);
    if (typeof teams === 'string') return refuse('invalid-input', teams);
    const rating = rateMassey(given.results, teams);
    return answer({ ...rated(teams, rating), teams, rating });
  },
);

export const RATING_OPERATIONS: Readonly<Record<string, CalcOperation>> = {
  elo,
  pi_rating: piRating,
  colley,
  massey,
};
