import type { IsotonicMap } from '../../../../shared/domain/calibration-isotonic.ts';
import { PROBABILITY_FLOOR } from '../../../../shared/domain/forecast-metrics.ts';
import { type Calibration, ISOTONIC_FLOOR } from '../../../../shared/domain/learners/calibration.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';

/** `calibrate` as nodes: 64-bit probabilities [rows, classes] in and out. */
export function writeCalibration(
  graph: GraphBuilder,
  calibration: Calibration,
  probabilities: Value,
  classes: number,
): Value {
  switch (calibration.kind) {
    case 'none':
      return probabilities;
    case 'temperature': {
      const floored = graph.node('Max', [probabilities, graph.number(PROBABILITY_FLOOR)]);
      const logs = graph.node('Log', [floored]);
      const scaled = graph.node('Div', [logs, graph.number(calibration.temperature)]);
      return graph.node('Softmax', [scaled], { axis: { int: 1 } });
    }
    case 'isotonic': {
      const mapped = Array.from({ length: classes }, (_, i) => {
        const own = graph.column(probabilities, i);
        const map = calibration.maps[i];
        if (map === undefined) return own;
        return graph.node('Max', [writeIsotonic(graph, map, own), graph.number(ISOTONIC_FLOOR)]);
      });
      return writeScaledTo1(graph, graph.beside(mapped));
    }
  }
}

/** Rows of [rows, n] divided by their sums. */
export const writeScaledTo1 = (graph: GraphBuilder, weights: Value): Value =>
  graph.node('Div', [weights, graph.rowSums(weights)]);

type Ramp = { readonly from: number; readonly width: number; readonly rise: number };

/**
 * A map is its first value and, for each pair of neighbouring points of different value, a ramp between them: the share
 * of the ramp's width that the forecast has passed, times its rise.
 */
function writeIsotonic(graph: GraphBuilder, { thresholds, values }: IsotonicMap, forecast: Value): Value {
  const first = values[0];
  if (first === undefined) throw new Error('An isotonic map without points can’t be written as ONNX.');
  const ramps = thresholds.slice(1).flatMap((to, i): readonly Ramp[] => {
    const from = thresholds[i] as number;
    const rise = (values[i + 1] as number) - (values[i] as number);
    return rise === 0 ? [] : [{ from, width: to - from, rise }];
  });
  // A level map still has to have as many rows as the forecast.
  const drawn = ramps.length === 0 ? [{ from: 0, width: 1, rise: 0 }] : ramps;
  const along = (value: (ramp: Ramp) => number) => graph.doubles([1, drawn.length], drawn.map(value));
  const passed = graph.node('Div', [
    graph.node('Sub', [forecast, along(({ from }) => from)]),
    along(({ width }) => width),
  ]);
  const share = graph.node('Clip', [passed, graph.number(0), graph.number(1)]);
  const risen = graph.times(
    share,
    drawn.length,
    1,
    drawn.map(({ rise }) => rise),
  );
  return graph.node('Add', [risen, graph.number(first)]);
}
