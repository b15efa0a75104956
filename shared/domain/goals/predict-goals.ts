import { rhoBounds } from './dixon-coles.ts';
import type { GoalFit } from './fit-goals.ts';
import type { FitModel } from './likelihood.ts';
import type { GoalModel } from './score-grid.ts';

type Build = (home: number, away: number, parameter: (name: string) => number) => GoalModel;

const BUILD: Readonly<Record<FitModel, Build>> = {
  poisson: (home, away) => ({ kind: 'poisson', home, away }),
  'dixon-coles': (home, away, parameter) => {
    // A pairing more lopsided than any in the rows may leave no room for rho; no probability may be negative.
    const [least, most] = rhoBounds(home, away);
    return {
      kind: 'dixon-coles',
      home,
      away,
      rho: Math.min(most, Math.max(least, parameter('rho'))),
    };
  },
  'bivariate-poisson': (home, away, parameter) => ({
    kind: 'bivariate-poisson',
    home,
    away,
    shared: parameter('shared'),
  }),
  'zero-inflated-poisson': (home, away, parameter) => ({
    kind: 'zero-inflated-poisson',
    home,
    away,
    zero: parameter('zero'),
  }),
  'negative-binomial': (home, away, parameter) => ({
    kind: 'negative-binomial',
    home,
    away,
    dispersion: parameter('dispersion'),
  }),
  'weibull-count': (home, away, parameter) => ({
    kind: 'weibull-count',
    home,
    away,
    shape: parameter('shape'),
    kappa: 0,
  }),
  'weibull-copula': (home, away, parameter) => ({
    kind: 'weibull-count',
    home,
    away,
    shape: parameter('shape'),
    kappa: parameter('kappa'),
  }),
};

/** The goals of `home` at home to `away`; `undefined` where the fit does not know one of them. */
export function predictGoals(fit: GoalFit, home: string, away: string): GoalModel | undefined {
  const [h, a] = [fit.teams.indexOf(home), fit.teams.indexOf(away)];
  if (h < 0 || a < 0) return undefined;
  const at = (values: readonly number[], i: number) => values[i] as number;
  const homeRate = fit.intercept + fit.homeAdvantage + at(fit.attack, h) - at(fit.defence, a);
  const awayRate = fit.intercept + at(fit.attack, a) - at(fit.defence, h);
  return goalModelOfRates(fit.model, Math.exp(homeRate), Math.exp(awayRate), fit.parameters);
}

/** The goals of sides with these rates under a fit's own parameters. */
export const goalModelOfRates = (
  model: FitModel,
  home: number,
  away: number,
  parameters: GoalFit['parameters'],
): GoalModel => BUILD[model](home, away, (name) => parameters[name] ?? Number.NaN);
