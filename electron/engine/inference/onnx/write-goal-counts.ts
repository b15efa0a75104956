import { logGamma } from '../../../../shared/domain/distributions.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';

/** Below this dispersion 1 / dispersion times a logarithm near 0 loses digits, and Poisson is as near as 1e-8. */
const LEAST_DISPERSION = 1e-9;

const row = (graph: GraphBuilder, counts: number, value: (goals: number) => number): Value =>
  graph.doubles(
    [1, counts],
    Array.from({ length: counts }, (_, goals) => value(goals)),
  );

/** Poisson probabilities of 0, 1, ... `counts` - 1 goals, [rows, counts], of the logarithm of the mean, [rows, 1]. */
export function writePoisson(graph: GraphBuilder, logRate: Value, counts: number): Value {
  const weighted = graph.node('Mul', [logRate, row(graph, counts, (goals) => goals)]);
  const rated = graph.node('Sub', [weighted, graph.node('Exp', [logRate])]);
  return graph.node('Exp', [graph.node('Sub', [rated, row(graph, counts, (goals) => logGamma(goals + 1))])]);
}

/** The same of the negative binomial with variance mean + dispersion mean^2. */
export function writeNegativeBinomial(
  graph: GraphBuilder,
  logRate: Value,
  dispersion: number,
  counts: number,
): Value {
  if (dispersion < LEAST_DISPERSION) return writePoisson(graph, logRate, counts);
  const mean = graph.node('Exp', [logRate]);
  const spread = graph.node('Mul', [mean, graph.number(dispersion)]);
  const logSpread = graph.node('Log', [graph.node('Add', [spread, graph.number(1)])]);
  const none = graph.node('Div', [logSpread, graph.number(dispersion)]);
  const logShare = graph.node('Sub', [logRate, logSpread]);
  let constant = 0;
  const constants = row(graph, counts, (goals) => {
    if (goals > 0) constant += Math.log1p((goals - 1) * dispersion) - Math.log(goals);
    return constant;
  });
  const weighted = graph.node('Mul', [logShare, row(graph, counts, (goals) => goals)]);
  return graph.node('Exp', [graph.node('Add', [graph.node('Sub', [weighted, none]), constants])]);
}
