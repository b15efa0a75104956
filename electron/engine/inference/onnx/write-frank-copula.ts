import type { GraphBuilder, Value } from './graph-builder.ts';

/**
 * The scores of two sides' counts [rows, counts] joined by Frank's copula, [rows, counts x counts]: differences of
 * C(u, v) = -ln(1 + (e^-ku - 1)(e^-kv - 1) / (e^-k - 1)) / k over both cumulative distributions, none below 0.
 */
export function joinedGrid(
  graph: GraphBuilder,
  home: Value,
  away: Value,
  kappa: number,
  counts: number,
): Value {
  const edge = counts + 1;
  const upTo = (values: Value, shape: readonly number[]): Value => {
    // Column i of the product is the sum of the first i counts: 0 of none.
    const sums = graph.times(
      values,
      counts,
      edge,
      Array.from({ length: counts * edge }, (_, i) => (Math.floor(i / edge) < i % edge ? 1 : 0)),
    );
    const atMost1 = graph.node('Min', [sums, graph.number(1)]);
    return graph.node('Reshape', [atMost1, graph.ints([shape.length], shape)]);
  };
  const copula = writeCopula(graph, upTo(home, [-1, edge, 1]), upTo(away, [-1, 1, edge]), kappa);
  const part = (fromHome: number, fromAway: number): Value =>
    graph.node('Slice', [
      copula,
      graph.ints([2], [fromHome, fromAway]),
      graph.ints([2], [fromHome + counts, fromAway + counts]),
      graph.ints([2], [1, 2]),
    ]);
  const upper = graph.node('Sub', [part(1, 1), part(1, 0)]);
  const lower = graph.node('Sub', [part(0, 1), part(0, 0)]);
  const cells = graph.node('Max', [graph.node('Sub', [upper, lower]), graph.number(0)]);
  return graph.node('Reshape', [cells, graph.ints([2], [-1, counts * counts])]);
}

/** Below this dependence the closed form loses digits and its series, cut after kappa squared, does not. */
const SERIES_RANGE = 3e-4;

function writeCopula(graph: GraphBuilder, u: Value, v: Value, kappa: number): Value {
  const one = graph.number(1);
  if (Math.abs(kappa) < SERIES_RANGE) {
    const spread = (w: Value) => graph.node('Mul', [w, graph.node('Sub', [one, w])]);
    const lean = (w: Value) => graph.node('Sub', [one, graph.node('Add', [w, w])]);
    const second = graph.node('Mul', [
      graph.node('Mul', [lean(u), lean(v)]),
      graph.number((kappa * kappa) / 12),
    ]);
    const dependence = graph.node('Add', [second, graph.number(kappa / 2)]);
    const joint = graph.node('Mul', [graph.node('Mul', [spread(u), spread(v)]), dependence]);
    return graph.node('Add', [graph.node('Mul', [u, v]), joint]);
  }
  const less = (w: Value) =>
    graph.node('Sub', [graph.node('Exp', [graph.node('Mul', [w, graph.number(-kappa)])]), one]);
  const product = graph.node('Div', [
    graph.node('Mul', [less(u), less(v)]),
    graph.number(Math.expm1(-kappa)),
  ]);
  const log = graph.node('Log', [graph.node('Add', [product, one])]);
  return graph.node('Div', [log, graph.number(-kappa)]);
}
