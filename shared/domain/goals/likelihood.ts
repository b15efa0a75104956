import { type CopulaValue, frankCopula } from './frank-copula.ts';
import {
  createWeibullSeries,
  type SeriesValue,
  WEIBULL_SHAPES,
  type WeibullSeries,
} from './weibull-count.ts';

/** Goals and rates of one match. The logarithms are of the rates. */
export type Scoring = {
  homeGoals: number;
  awayGoals: number;
  home: number;
  away: number;
  logHome: number;
  logAway: number;
};

/** Derivatives of one match's log-likelihood by the logarithms of both rates and by the model's own parameters. */
export type Slopes = { byLogHome: number; byLogAway: number; readonly byOwn: Float64Array };

/**
 * The part of a goal model that its fit needs. Its own parameters are real numbers without bounds; `read` says what they
 * stand for.
 */
export type Likelihood = {
  readonly own: readonly {
    readonly name: string;
    readonly start: number;
    /** Rough second derivative of a match's log-likelihood. */
    readonly curvature: number;
    readonly read: (value: number) => number;
  }[];
  /** Called before the matches of one evaluation; `false` where these values are not allowed. */
  prepare(own: Float64Array): boolean;
  /** Log-likelihood without the factorials of the goals; writes the slopes. `NaN` where the score is impossible. */
  evaluate(scoring: Scoring, slopes: Slopes): number;
};

export type FitModel =
  | 'poisson'
  | 'dixon-coles'
  | 'bivariate-poisson'
  | 'zero-inflated-poisson'
  | 'negative-binomial'
  | 'weibull-count'
  | 'weibull-copula';

const plain = (value: number) => value;
/** A rate or dispersion that data without any drive towards minus infinity: below 1e-11 it changes no digit. */
const positive = (value: number) => (value < -25 ? 0 : Math.exp(value));

function poisson({ homeGoals, awayGoals, home, away, logHome, logAway }: Scoring, slopes: Slopes): number {
  slopes.byLogHome = homeGoals - home;
  slopes.byLogAway = awayGoals - away;
  return homeGoals * logHome + awayGoals * logAway - home - away;
}

function dixonColes(): Likelihood {
  let rho = 0;
  return {
    own: [{ name: 'rho', start: 0, curvature: 0.5, read: plain }],
    prepare: (own) => {
      rho = own[0] as number;
      return rho < 1;
    },
    evaluate: (scoring, slopes) => {
      const value = poisson(scoring, slopes);
      slopes.byOwn[0] = 0;
      const { homeGoals, awayGoals, home, away } = scoring;
      if (homeGoals > 1 || awayGoals > 1) return value;
      // tau = 1 + rho factor, the factor a product of rates (dixonColesTau).
      const usesHome = homeGoals === 0;
      const usesAway = awayGoals === 0;
      const product = (usesHome ? home : 1) * (usesAway ? away : 1);
      const factor = usesHome === usesAway ? -product : product;
      const tau = 1 + rho * factor;
      const share = factor / tau;
      slopes.byOwn[0] = share;
      if (usesHome) slopes.byLogHome += rho * share;
      if (usesAway) slopes.byLogAway += rho * share;
      return value + Math.log(tau);
    },
  };
}

/** Rates of the parts that are not shared: a side expects its rate and the shared one. */
function bivariatePoisson(): Likelihood {
  let shared = 0;
  return {
    own: [{ name: 'shared', start: Math.log(0.1), curvature: 0.1, read: positive }],
    prepare: (own) => {
      shared = Math.exp(own[0] as number);
      return shared < 50;
    },
    evaluate: (scoring, slopes) => {
      const { homeGoals, awayGoals, home, away } = scoring;
      const value = poisson(scoring, slopes);
      // The sum over shared goals k, relative to k = 0: x! y! / ((x - k)! (y - k)! k!) (shared / (home away))^k.
      const ratio = shared / (home * away);
      let term = 1;
      let sum = 1;
      let mean = 0;
      for (let k = 1; k <= Math.min(homeGoals, awayGoals); k += 1) {
        term *= ((homeGoals - k + 1) * (awayGoals - k + 1) * ratio) / k;
        sum += term;
        mean += k * term;
      }
      const common = mean / sum;
      slopes.byLogHome -= common;
      slopes.byLogAway -= common;
      slopes.byOwn[0] = common - shared;
      return value - shared + Math.log(sum);
    },
  };
}

function zeroInflatedPoisson(): Likelihood {
  let zero = 0;
  let byZero = 0;
  const side = (goals: number, rate: number, logRate: number): readonly [number, number] => {
    if (goals > 0) {
      byZero -= zero;
      return [Math.log1p(-zero) + goals * logRate - rate, goals - rate];
    }
    const none = Math.exp(-rate);
    const p = zero + (1 - zero) * none;
    byZero += (zero * (1 - zero) * (1 - none)) / p;
    return [Math.log(p), (-(1 - zero) * none * rate) / p];
  };
  return {
    own: [
      {
        name: 'zero',
        start: Math.log(0.03 / 0.97),
        curvature: 0.02,
        read: (value) => 1 / (1 + Math.exp(-value)),
      },
    ],
    prepare: (own) => {
      zero = 1 / (1 + Math.exp(-(own[0] as number)));
      return zero < 1;
    },
    evaluate: ({ homeGoals, awayGoals, home, away, logHome, logAway }, slopes) => {
      byZero = 0;
      const [first, byLogHome] = side(homeGoals, home, logHome);
      const [second, byLogAway] = side(awayGoals, away, logAway);
      slopes.byLogHome = byLogHome;
      slopes.byLogAway = byLogAway;
      slopes.byOwn[0] = byZero;
      return first + second;
    },
  };
}

/** Far from where its inverse overflows, and no different from none. */
const LEAST_DISPERSION = 1e-100;

/** The dispersion's logarithm is its parameter; goals less spread than Poisson drive it to minus infinity. */
function negativeBinomial(): Likelihood {
  let dispersion = 0;
  let byLogDispersion = 0;
  const side = (goals: number, mean: number, logMean: number): readonly [number, number] => {
    const spread = mean * dispersion;
    const log = Math.log1p(spread);
    let value = goals * logMean - goals * log - log / dispersion;
    let slope = log / dispersion - ((goals + 1 / dispersion) * spread) / (1 + spread);
    for (let j = 1; j < goals; j += 1) {
      value += Math.log1p(j * dispersion);
      slope += (j * dispersion) / (1 + j * dispersion);
    }
    byLogDispersion += slope;
    return [value, (goals - mean) / (1 + spread)];
  };
  return {
    own: [{ name: 'dispersion', start: Math.log(0.05), curvature: 0.02, read: positive }],
    prepare: (own) => {
      dispersion = Math.max(LEAST_DISPERSION, Math.exp(own[0] as number));
      return dispersion < 1e6;
    },
    evaluate: ({ homeGoals, awayGoals, home, away, logHome, logAway }, slopes) => {
      byLogDispersion = 0;
      const [first, byLogHome] = side(homeGoals, home, logHome);
      const [second, byLogAway] = side(awayGoals, away, logAway);
      slopes.byLogHome = byLogHome;
      slopes.byLogAway = byLogAway;
      slopes.byOwn[0] = byLogDispersion;
      return first + second;
    },
  };
}

const seriesValue = (): SeriesValue => ({ value: 0, byLogRate: 0, byShape: 0 });
const shapeParameter = { name: 'shape', start: 0, curvature: 0.5, read: Math.exp } as const;

/** log(goals!), which the others' log-likelihoods leave out and a probability does not. */
function logFactorial(goals: number): number {
  let sum = 0;
  for (let i = 2; i <= goals; i += 1) sum += Math.log(i);
  return sum;
}

function weibullCount(mostGoals: number): Likelihood {
  let shape = 1;
  let series: WeibullSeries | undefined;
  const [x, y] = [seriesValue(), seriesValue()];
  return {
    own: [shapeParameter],
    prepare: (own) => {
      shape = Math.exp(own[0] as number);
      if (!(shape > WEIBULL_SHAPES.least && shape < WEIBULL_SHAPES.most)) return false;
      series = createWeibullSeries(shape, mostGoals);
      return true;
    },
    evaluate: ({ homeGoals, awayGoals, home, away }, slopes) => {
      series?.probability(homeGoals, home, x);
      series?.probability(awayGoals, away, y);
      slopes.byLogHome = x.byLogRate / x.value;
      slopes.byLogAway = y.byLogRate / y.value;
      slopes.byOwn[0] = shape * (x.byShape / x.value + y.byShape / y.value);
      return Math.log(x.value) + Math.log(y.value) + logFactorial(homeGoals) + logFactorial(awayGoals);
    },
  };
}

/** Boshnakov et al. 2017: Weibull counts joined by Frank's copula. */
function weibullCopula(mostGoals: number): Likelihood {
  let shape = 1;
  let kappa = 0;
  let series: WeibullSeries | undefined;
  const sides = [seriesValue(), seriesValue(), seriesValue(), seriesValue()] as const;
  const corner: CopulaValue = { value: 0, byU: 0, byV: 0, byKappa: 0 };
  const fill = (goals: number, rate: number, above: SeriesValue, below: SeriesValue) => {
    series?.cumulative(goals, rate, above);
    if (goals > 0) series?.cumulative(goals - 1, rate, below);
    else Object.assign(below, { value: 0, byLogRate: 0, byShape: 0 });
  };
  return {
    own: [shapeParameter, { name: 'kappa', start: 0, curvature: 0.02, read: plain }],
    prepare: (own) => {
      shape = Math.exp(own[0] as number);
      kappa = own[1] as number;
      if (!(shape > WEIBULL_SHAPES.least && shape < WEIBULL_SHAPES.most && Math.abs(kappa) < 30))
        return false;
      series = createWeibullSeries(shape, mostGoals);
      return true;
    },
    evaluate: ({ homeGoals, awayGoals, home, away }, slopes) => {
      fill(homeGoals, home, sides[0], sides[1]);
      fill(awayGoals, away, sides[2], sides[3]);
      let [p, byLogHome, byLogAway, byShape, byKappa] = [0, 0, 0, 0, 0];
      for (let i = 0; i < 4; i += 1) {
        const u = i < 2 ? sides[0] : sides[1];
        const v = i % 2 === 0 ? sides[2] : sides[3];
        const sign = i === 0 || i === 3 ? 1 : -1;
        frankCopula(u.value, v.value, kappa, corner);
        p += sign * corner.value;
        byLogHome += sign * corner.byU * u.byLogRate;
        byLogAway += sign * corner.byV * v.byLogRate;
        byShape += sign * (corner.byU * u.byShape + corner.byV * v.byShape);
        byKappa += sign * corner.byKappa;
      }
      slopes.byLogHome = byLogHome / p;
      slopes.byLogAway = byLogAway / p;
      slopes.byOwn[0] = (shape * byShape) / p;
      slopes.byOwn[1] = byKappa / p;
      return Math.log(p) + logFactorial(homeGoals) + logFactorial(awayGoals);
    },
  };
}

/** How each model is fitted, to scores of at most `mostGoals` a side. Adding a model is adding a line. */
export const LIKELIHOODS: Readonly<Record<FitModel, (mostGoals: number) => Likelihood>> = {
  poisson: () => ({ own: [], prepare: () => true, evaluate: poisson }),
  'dixon-coles': dixonColes,
  'bivariate-poisson': bivariatePoisson,
  'zero-inflated-poisson': zeroInflatedPoisson,
  'negative-binomial': negativeBinomial,
  'weibull-count': weibullCount,
  'weibull-copula': weibullCopula,
};
