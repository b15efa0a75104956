import { createWeibullSeries, WEIBULL_SOUND } from '../../../../shared/domain/goals/weibull-count.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import { DOUBLE } from './onnx-format.ts';

/**
 * `weibullCounts` as nodes: probabilities of 0, 1, ... `counts` - 1 goals, [rows, counts], of the logarithm of the rate,
 * [rows, 1]. The shape is the model's, so that its power series in the rate has constant coefficients; a sum that has
 * lost its digits is found as there.
 */
export function writeWeibull(graph: GraphBuilder, logRate: Value, shape: number, counts: number): Value {
  const summed = Math.min(counts, WEIBULL_SOUND.counts);
  const { coefficients, terms } = createWeibullSeries(shape, summed - 1);
  const at = (goals: number, j: number) => coefficients[goals * terms + j] as number;
  const table = (value: (goals: number, j: number) => number) =>
    Array.from({ length: terms * summed }, (_, i) => value(i % summed, Math.floor(i / summed)));
  const exponents = Array.from({ length: terms }, (_, j) => j);
  const powers = graph.node('Pow', [graph.node('Exp', [logRate]), graph.doubles([1, terms], exponents)]);
  const total = graph.times(powers, terms, summed, table(at));
  const size = graph.times(
    powers,
    terms,
    summed,
    table((goals, j) => Math.abs(at(goals, j))),
  );
  const last = graph.times(
    powers,
    terms,
    summed,
    table((goals, j) => (j === terms - 1 ? Math.abs(at(goals, j)) : 0)),
  );
  const shareOfSize = (share: number) => graph.node('Mul', [size, graph.number(share)]);
  const isSound = graph.node('And', [
    graph.node('Less', [last, shareOfSize(WEIBULL_SOUND.lastTerm)]),
    graph.node('And', [
      graph.node('Less', [size, graph.number(WEIBULL_SOUND.mostSize)]),
      graph.node('Greater', [total, shareOfSize(WEIBULL_SOUND.lostDigits)]),
    ]),
  ]);
  const lost = graph.node('Cast', [graph.node('Not', [isSound])], { to: { int: DOUBLE } });
  const lostSoFar = graph.node('CumSum', [lost, graph.ints([], [1])]);
  const half = graph.number(0.5);
  const kept = graph.node('Where', [graph.node('Less', [lostSoFar, half]), total, graph.number(0)]);
  const isWhole = graph.node('Or', [
    graph.node('Less', [graph.rowSums(lost), half]),
    graph.node('Greater', [graph.rowSums(kept), graph.number(WEIBULL_SOUND.mass)]),
  ]);
  const known = graph.node('Where', [isWhole, kept, graph.number(Number.NaN)]);
  if (summed === counts) return known;
  const padded = Array.from({ length: summed * counts }, (_, i) =>
    Math.floor(i / counts) === i % counts ? 1 : 0,
  );
  return graph.times(known, summed, counts, padded);
}
