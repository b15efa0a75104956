import { minimise, type Objective } from '../optimise/minimise.ts';
import { teamsOf } from '../ratings/result.ts';
import { type FitModel, LIKELIHOODS, type Likelihood, type Scoring, type Slopes } from './likelihood.ts';

/** A finished match to learn from. */
export type GoalRow = {
  readonly home: string;
  readonly away: string;
  readonly homeGoals: number;
  readonly awayGoals: number;
  /** Days before the day for which the fit is made; 0 when left out. */
  readonly age?: number;
  /** How much the match counts besides its age; 1 when left out. */
  readonly weight?: number;
};

export type FitOptions = {
  readonly model: FitModel;
  /** A match counts exp(-decay age); per day. Dixon & Coles's 0.0065 per half-week is about 0.00186. */
  readonly decay?: number;
  /** Teams to rate besides those in the rows; without matches they are average. */
  readonly teams?: readonly string[];
  /**
   * Precision of a normal prior around the average for every attack and defence. The default only keeps a team that has
   * never scored, or never conceded, finite; it moves the others by less than 1e-8.
   */
  readonly ridge?: number;
  readonly maxIterations?: number;
};

/**
 * log rate at home = intercept + homeAdvantage + attack(home) - defence(away); log rate away = intercept + attack(away)
 * - defence(home). Attacks sum to 0 and so do defences, which makes them unique; a higher defence concedes less.
 */
export type GoalFit = {
  readonly ok: true;
  readonly model: FitModel;
  /** By name; the two lists below are in this order. */
  readonly teams: readonly string[];
  readonly attack: readonly number[];
  readonly defence: readonly number[];
  readonly intercept: number;
  readonly homeAdvantage: number;
  /** The model's own: `rho`, `shared`, `zero`, `dispersion`, `shape`, `kappa`. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Weighted sum over the matches of the logarithm of the score's probability. */
  readonly logLikelihood: number;
  readonly matches: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly converged: boolean;
};
export type FitRefusal = {
  readonly ok: false;
  readonly code: 'no-matches' | 'invalid-row' | 'impossible-scores';
  readonly message: string;
};

const DEFAULT_RIDGE = 1e-6;
/** Beyond this many goals a side every rate is out of football's range, and of the Weibull series'. */
const MOST_RATE = 1e4;

type Rows = {
  readonly home: Int32Array;
  readonly away: Int32Array;
  readonly homeGoals: Int32Array;
  readonly awayGoals: Int32Array;
  readonly weight: Float64Array;
};

/** What a fit maximises, for its optimiser and its tests. */
export type FitProblem = {
  /** Minus the log-likelihood and the prior, without the factorials; parameters as in `layout`. */
  readonly objective: Objective;
  readonly start: Float64Array;
  readonly curvature: Float64Array;
  readonly likelihood: Likelihood;
  readonly teams: readonly string[];
  /** Weighted sum of the logarithms of the goals' factorials. */
  readonly factorials: number;
};

/**
 * A goal model by maximum likelihood with time decay, by L-BFGS on analytic gradients. The answer does not depend on the
 * order of the rows.
 */
export function fitGoals(rows: readonly GoalRow[], options: FitOptions): GoalFit | FitRefusal {
  const invalid = rows.findIndex((row) => !isSound(row));
  if (invalid >= 0)
    return refusal(
      'invalid-row',
      `Row ${invalid + 1} is no match: give two different teams, whole goals, and an age and weight of 0 or more.`,
    );
  const problem = fitProblem(rows, options);
  const counted = rows.filter((row) => weightOf(row, options) > 0);
  if (counted.length === 0) return refusal('no-matches', 'There is no match with a weight to learn from.');
  const found = minimise(problem.objective, problem.start, {
    curvature: problem.curvature,
    maxIterations: options.maxIterations ?? 1000,
  });
  if (!Number.isFinite(found.value))
    return refusal(
      'impossible-scores',
      `The scores are out of reach of the ${options.model} model. Fit a model without a series, such as poisson.`,
    );
  return centred(problem, found, options, counted.length);
}

const refusal = (code: FitRefusal['code'], message: string): FitRefusal => ({ ok: false, code, message });

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
const isSound = ({ home, away, homeGoals, awayGoals, age = 0, weight = 1 }: GoalRow): boolean =>
  home !== away &&
  isCount(homeGoals) &&
  isCount(awayGoals) &&
  age >= 0 &&
  weight >= 0 &&
  Number.isFinite(age + weight);

const weightOf = ({ age = 0, weight = 1 }: GoalRow, { decay = 0 }: FitOptions): number =>
  weight * Math.exp(-decay * age);

/** Sorted, so that sums are taken in the same order whatever the order of `rows`. */
function compile(rows: readonly GoalRow[], teams: readonly string[], options: FitOptions): Rows {
  const place = new Map(teams.map((team, i) => [team, i]));
  const sorted = rows
    .map((row) => ({
      home: place.get(row.home) as number,
      away: place.get(row.away) as number,
      homeGoals: row.homeGoals,
      awayGoals: row.awayGoals,
      weight: weightOf(row, options),
    }))
    .sort(
      (a, b) =>
        a.home - b.home ||
        a.away - b.away ||
        a.homeGoals - b.homeGoals ||
        a.awayGoals - b.awayGoals ||
        a.weight - b.weight,
    );
  return {
    home: Int32Array.from(sorted, (row) => row.home),
    away: Int32Array.from(sorted, (row) => row.away),
    homeGoals: Int32Array.from(sorted, (row) => row.homeGoals),
    awayGoals: Int32Array.from(sorted, (row) => row.awayGoals),
    weight: Float64Array.from(sorted, (row) => row.weight),
  };
}

/** Where each parameter stands: intercept, home advantage, attacks, defences, the model's own. */
const ATTACKS = 2;

/** The function that `fitGoals` minimises over sound rows. */
export function fitProblem(rows: readonly GoalRow[], options: FitOptions): FitProblem {
  const teams = teamsOf(rows, options.teams);
  const data = compile(rows, teams, options);
  const mostGoals = rows.reduce((most, row) => Math.max(most, row.homeGoals, row.awayGoals), 0);
  const likelihood = LIKELIHOODS[options.model](mostGoals);
  const defences = ATTACKS + teams.length;
  const own = defences + teams.length;
  const start = new Float64Array(own + likelihood.own.length);
  const curvature = new Float64Array(start.length);
  const totals = { home: 0, away: 0, weight: 0 };
  let factorials = 0;
  const add = (at: number, value: number) => {
    curvature[at] = (curvature[at] as number) + value;
  };
  data.weight.forEach((weight, i) => {
    const [x, y] = [data.homeGoals[i] as number, data.awayGoals[i] as number];
    totals.home += weight * x;
    totals.away += weight * y;
    totals.weight += weight;
    for (let goals = 2; goals <= x; goals += 1) factorials += weight * Math.log(goals);
    for (let goals = 2; goals <= y; goals += 1) factorials += weight * Math.log(goals);
  });
  // Half a goal either way keeps the start finite where nobody has scored.
  const homeMean = (totals.home + 0.5) / (totals.weight + 1);
  const awayMean = (totals.away + 0.5) / (totals.weight + 1);
  start[0] = Math.log(awayMean);
  start[1] = Math.log(homeMean / awayMean);
  add(0, totals.weight * (homeMean + awayMean) + 1e-3);
  add(1, totals.weight * homeMean + 1e-3);
  for (let i = 0; i < 2 * teams.length; i += 1) add(ATTACKS + i, 1e-3);
  data.weight.forEach((weight, i) => {
    const [home, away] = [data.home[i] as number, data.away[i] as number];
    add(ATTACKS + home, weight * homeMean);
    add(defences + away, weight * homeMean);
    add(ATTACKS + away, weight * awayMean);
    add(defences + home, weight * awayMean);
  });
  likelihood.own.forEach((parameter, i) => {
    start[own + i] = parameter.start;
    add(own + i, parameter.curvature * totals.weight + 1e-3);
  });
  const objective = objectiveOf(data, likelihood, teams.length, options.ridge ?? DEFAULT_RIDGE);
  return { objective, start, curvature, likelihood, teams, factorials };
}

function objectiveOf(data: Rows, likelihood: Likelihood, teams: number, ridge: number): Objective {
  const defences = ATTACKS + teams;
  const own = defences + teams;
  const attackFactors = new Float64Array(teams);
  const defenceFactors = new Float64Array(teams);
  const scoring: Scoring = { homeGoals: 0, awayGoals: 0, home: 0, away: 0, logHome: 0, logAway: 0 };
  const slopes: Slopes = { byLogHome: 0, byLogAway: 0, byOwn: new Float64Array(likelihood.own.length) };
  return (x, gradient) => {
    gradient.fill(0);
    if (!likelihood.prepare(x.subarray(own))) return Number.POSITIVE_INFINITY;
    const [intercept, advantage] = [x[0] as number, x[1] as number];
    const base = Math.exp(intercept);
    const homeBase = Math.exp(intercept + advantage);
    let value = 0;
    for (let i = 0; i < teams; i += 1) {
      const [attack, defence] = [x[ATTACKS + i] as number, x[defences + i] as number];
      attackFactors[i] = Math.exp(attack);
      defenceFactors[i] = Math.exp(-defence);
      value += 0.5 * ridge * (attack * attack + defence * defence);
      gradient[ATTACKS + i] = ridge * attack;
      gradient[defences + i] = ridge * defence;
    }
    let [byIntercept, byAdvantage] = [0, 0];
    const count = data.weight.length;
    for (let i = 0; i < count; i += 1) {
      const weight = data.weight[i] as number;
      const home = data.home[i] as number;
      const away = data.away[i] as number;
      const homeAttack = ATTACKS + home;
      const awayAttack = ATTACKS + away;
      const homeDefence = defences + home;
      const awayDefence = defences + away;
      scoring.homeGoals = data.homeGoals[i] as number;
      scoring.awayGoals = data.awayGoals[i] as number;
      scoring.home = homeBase * (attackFactors[home] as number) * (defenceFactors[away] as number);
      scoring.away = base * (attackFactors[away] as number) * (defenceFactors[home] as number);
      if (!(scoring.home < MOST_RATE && scoring.away < MOST_RATE)) return Number.POSITIVE_INFINITY;
      scoring.logHome = intercept + advantage + (x[homeAttack] as number) - (x[awayDefence] as number);
      scoring.logAway = intercept + (x[awayAttack] as number) - (x[homeDefence] as number);
      value -= weight * likelihood.evaluate(scoring, slopes);
      const byHome = weight * slopes.byLogHome;
      const byAway = weight * slopes.byLogAway;
      byIntercept -= byHome + byAway;
      byAdvantage -= byHome;
      gradient[homeAttack] = (gradient[homeAttack] as number) - byHome;
      gradient[awayDefence] = (gradient[awayDefence] as number) + byHome;
      gradient[awayAttack] = (gradient[awayAttack] as number) - byAway;
      gradient[homeDefence] = (gradient[homeDefence] as number) + byAway;
      for (let j = 0; j < slopes.byOwn.length; j += 1)
        gradient[own + j] = (gradient[own + j] as number) - weight * (slopes.byOwn[j] as number);
    }
    gradient[0] = byIntercept;
    gradient[1] = byAdvantage;
    return Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
  };
}

/** Shifts attacks and defences to sums of zero, which changes no rate, and names what was found. */
function centred(
  { teams, likelihood, factorials }: FitProblem,
  found: ReturnType<typeof minimise>,
  { model, ridge = DEFAULT_RIDGE }: FitOptions,
  matches: number,
): GoalFit {
  const attacks = [...found.x.subarray(ATTACKS, ATTACKS + teams.length)];
  const defences = [...found.x.subarray(ATTACKS + teams.length, ATTACKS + 2 * teams.length)];
  const own = found.x.subarray(ATTACKS + 2 * teams.length);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / teams.length;
  const [attackMean, defenceMean] = [mean(attacks), mean(defences)];
  const prior = [...attacks, ...defences].reduce((sum, value) => sum + 0.5 * ridge * value * value, 0);
  return {
    ok: true,
    model,
    teams,
    attack: attacks.map((value) => value - attackMean),
    defence: defences.map((value) => value - defenceMean),
    intercept: (found.x[0] as number) + attackMean - defenceMean,
    homeAdvantage: found.x[1] as number,
    parameters: Object.fromEntries(likelihood.own.map(({ name, read }, i) => [name, read(own[i] as number)])),
    logLikelihood: prior - found.value - factorials,
    matches,
    iterations: found.iterations,
    evaluations: found.evaluations,
    converged: found.converged,
  };
}
