import { poissonCounts } from '../../../../shared/domain/goals/goal-counts.ts';
import type { GoalsModel } from '../../../../shared/domain/learners/learner.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import { writeScaledTo1 } from './write-calibration.ts';
import { joinedGrid } from './write-frank-copula.ts';
import { writeNegativeBinomial, writePoisson } from './write-goal-counts.ts';
import { writeWeibull } from './write-weibull.ts';

/** Whether a score is of an outcome, one function a class; every score is of exactly one. */
const OUTCOMES: Readonly<Record<GoalsModel['target'], readonly ((home: number, away: number) => boolean)[]>> =
  {
    'match-odds': [(h, a) => h > a, (h, a) => h === a, (h, a) => h < a],
    'over-under-2.5': [(h, a) => h + a > 2.5, (h, a) => h + a < 2.5],
    'both-teams-to-score': [(h, a) => h > 0 && a > 0, (h, a) => h === 0 || a === 0],
  };

/** Logarithms of both sides' rates of goals, [rows, 1] each. */
type LogRates = { readonly home: Value; readonly away: Value };

/** 64-bit probabilities [rows, classes] of the two team indices: the whole score grid, summed and scaled to 1. */
export function writeGoals(graph: GraphBuilder, model: GoalsModel, features: Value): Value {
  return writeScaledTo1(graph, FAMILIES[model.family](graph, model, writeLogRates(graph, model, features)));
}

function writeLogRates(graph: GraphBuilder, model: GoalsModel, features: Value): LogRates {
  const teams = model.teams.length;
  // One row more than there are teams: the average one, whose attack and defence are 0.
  const strengths = (values: readonly number[]) => graph.doubles([teams + 1, 1], [...values, 0]);
  const [attack, defence] = [strengths(model.attack), strengths(model.defence)];
  const team = (index: number): Value => {
    const given = graph.toDouble(graph.column(features, index));
    const isWhole = graph.node('Equal', [given, graph.node('Floor', [given])]);
    const isTeam = graph.node('And', [
      isWhole,
      graph.node('And', [
        graph.node('GreaterOrEqual', [given, graph.number(0)]),
        graph.node('Less', [given, graph.number(teams)]),
      ]),
    ]);
    const known = graph.node('Where', [isTeam, given, graph.number(teams)]);
    const flat = graph.node('Reshape', [known, graph.ints([1], [-1])]);
    return graph.node('Cast', [flat], { to: { int: 7 } });
  };
  const [home, away] = [team(0), team(1)];
  const logRate = (scores: Value, concedes: Value, constant: number): Value =>
    graph.node('Add', [
      graph.node('Sub', [graph.node('Gather', [attack, scores]), graph.node('Gather', [defence, concedes])]),
      graph.number(constant),
    ]);
  return {
    home: logRate(home, away, model.intercept + model.homeAdvantage),
    away: logRate(away, home, model.intercept),
  };
}

type WriteFamily = (graph: GraphBuilder, model: GoalsModel, rates: LogRates) => Value;

/** The probability that the grid gives each class, [rows, classes], not scaled. */
const FAMILIES: Readonly<Record<GoalsModel['family'], WriteFamily>> = {
  poisson: (graph, model, rates) => {
    const counts = model.mostGoals + 1;
    return writeIndependent(
      graph,
      model,
      writePoisson(graph, rates.home, counts),
      writePoisson(graph, rates.away, counts),
    );
  },
  'dixon-coles': writeDixonColes,
  'bivariate-poisson': (graph, model, rates) => {
    const counts = model.mostGoals + 1;
    const shared = poissonCounts(parameterOf(model, 'shared'), counts);
    return writeIndependent(
      graph,
      model,
      writePoisson(graph, rates.home, counts),
      writePoisson(graph, rates.away, counts),
      // Goals that both sides share move a score along the diagonal: by k with probability shared[k].
      (isOf, h, a) => {
        let sum = 0;
        for (let k = 0; Math.max(h, a) + k < counts; k += 1)
          if (isOf(h + k, a + k)) sum += shared[k] as number;
        return sum;
      },
    );
  },
  'negative-binomial': (graph, model, rates) => {
    const dispersion = parameterOf(model, 'dispersion');
    const count = (rate: Value) => writeNegativeBinomial(graph, rate, dispersion, model.mostGoals + 1);
    return writeIndependent(graph, model, count(rates.home), count(rates.away));
  },
  weibull: (graph, model, rates) => {
    const shape = parameterOf(model, 'shape');
    const kappa = model.parameters['kappa'] ?? 0;
    const counts = model.mostGoals + 1;
    const [home, away] = [rates.home, rates.away].map((rate) => writeWeibull(graph, rate, shape, counts));
    if (home === undefined || away === undefined) throw new Error('Both sides have counts.');
    if (kappa === 0) return writeIndependent(graph, model, home, away);
    return graph.times(
      joinedGrid(graph, home, away, kappa, counts),
      counts * counts,
      model.classes,
      scores(counts).flatMap(([h, a]) => OUTCOMES[model.target].map((isOf) => (isOf(h, a) ? 1 : 0))),
    );
  },
};

function parameterOf({ parameters, family }: GoalsModel, name: string): number {
  const value = parameters[name];
  if (value === undefined) throw new Error(`A model of the family ${family} needs its parameter ${name}.`);
  return value;
}

/** Every score of a grid, row by row. */
const scores = (counts: number): readonly (readonly [home: number, away: number])[] =>
  Array.from({ length: counts * counts }, (_, i) => [Math.floor(i / counts), i % counts] as const);

type IsOutcome = (home: number, away: number) => boolean;

/** home' M away for each class, M saying which share of a score counts: by default all or nothing. */
function writeIndependent(
  graph: GraphBuilder,
  model: GoalsModel,
  home: Value,
  away: Value,
  share: (isOf: IsOutcome, home: number, away: number) => number = (isOf, h, a) => (isOf(h, a) ? 1 : 0),
): Value {
  const counts = model.mostGoals + 1;
  return graph.beside(
    OUTCOMES[model.target].map((isOf) => {
      const shares = scores(counts).map(([h, a]) => share(isOf, h, a));
      return graph.rowSums(graph.node('Mul', [graph.times(home, counts, counts, shares), away]));
    }),
  );
}

/**
 * Dixon & Coles 1997: of the four lowest scores 0-0 and 1-1 lose what 0-1 and 1-0 gain. rho is kept within the bounds
 * in which no probability is negative, as `predictGoals` does.
 */
function writeDixonColes(graph: GraphBuilder, model: GoalsModel, rates: LogRates): Value {
  const counts = model.mostGoals + 1;
  const independent = writeIndependent(
    graph,
    model,
    writePoisson(graph, rates.home, counts),
    writePoisson(graph, rates.away, counts),
  );
  const [home, away] = [graph.node('Exp', [rates.home]), graph.node('Exp', [rates.away])];
  const least = graph.node('Max', [
    graph.node('Div', [graph.number(-1), home]),
    graph.node('Div', [graph.number(-1), away]),
  ]);
  const both = graph.node('Mul', [home, away]);
  const most = graph.node('Min', [graph.node('Div', [graph.number(1), both]), graph.number(1)]);
  const rho = graph.node('Min', [most, graph.node('Max', [least, graph.number(parameterOf(model, 'rho'))])]);
  const none = graph.node('Exp', [graph.node('Neg', [graph.node('Add', [home, away])])]);
  const shift = graph.node('Mul', [graph.node('Mul', [rho, both]), none]);
  // A grid that ends at no goals has only 0-0 to move.
  const lowest = scores(2).filter(([h, a]) => Math.max(h, a) < counts);
  const gains = OUTCOMES[model.target].map((isOf) =>
    lowest.reduce((sum, [h, a]) => sum + (isOf(h, a) ? (h === a ? -1 : 1) : 0), 0),
  );
  return graph.node('Add', [
    independent,
    graph.node('Mul', [shift, graph.doubles([1, gains.length], gains)]),
  ]);
}
