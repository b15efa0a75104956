import type { Calibration } from '../../../../shared/domain/learners/calibration.ts';
import type { FittedModel } from '../../../../shared/domain/learners/learner.ts';
import { createGraph, encodeModel, type GraphBuilder, type Value } from './graph-builder.ts';
import { FLOAT } from './onnx-format.ts';
import { writeCalibration } from './write-calibration.ts';
import { writeGoals } from './write-goals.ts';
import { writeGradientBoosting } from './write-gradient-boosting.ts';
import { writeLogistic, writeMlp } from './write-linear.ts';

/** Names of the input and the output of every model written here. */
export const FEATURES = 'features';
export const PROBABILITIES = 'probabilities';

export type OnnxAbout = {
  readonly name: string;
  readonly description: string;
  /** Overround's version, kept as the producer's. */
  readonly version?: string;
  /** One a column, kept in the file's metadata. */
  readonly features?: readonly string[];
  /** One a class, kept in the file's metadata. */
  readonly outcomes?: readonly string[];
};

/**
 * The bytes of a model with its calibration: IR 8, float32 `features` [rows, columns] with `NaN` for missing values in,
 * float32 `probabilities` [rows, classes] out, each row summing to 1. They are those of `predictModel` and `calibrate`
 * to 1e-5: inside, the graph counts in 64 bits. Throws on a model whose lists don't fit its own sizes.
 */
export function writeOnnx(model: FittedModel, calibration: Calibration, about: OnnxAbout): Uint8Array {
  const graph = createGraph();
  const raw = writeModel(graph, model, calibration);
  const probabilities = writeCalibration(graph, calibration, raw, model.classes);
  const output = graph.node('Cast', [probabilities], { to: { int: FLOAT } });
  return encodeModel(
    graph.parts,
    [{ name: FEATURES, type: FLOAT, dims: ['rows', model.columns] }],
    [{ name: PROBABILITIES, type: FLOAT, dims: ['rows', model.classes], value: output }],
    {
      name: about.name,
      description: about.description,
      producerVersion: about.version ?? '',
      metadata: {
        name: about.name,
        description: about.description,
        learner: model.kind,
        calibration: calibration.kind,
        ...(about.features === undefined ? {} : { features: JSON.stringify(about.features) }),
        ...(about.outcomes === undefined ? {} : { outcomes: JSON.stringify(about.outcomes) }),
        ...(model.kind === 'goals' ? { teams: JSON.stringify(model.teams) } : {}),
      },
    },
  );
}

/** Probabilities [rows, classes] in 64 bits, before calibration. */
function writeModel(graph: GraphBuilder, model: FittedModel, calibration: Calibration): Value {
  switch (model.kind) {
    case 'logistic':
      return writeLogistic(graph, model, FEATURES);
    case 'mlp':
      return writeMlp(graph, model, FEATURES);
    case 'gradient-boosting':
      // An isotonic map may jump between two forecasts that differ in their eighth digit; a low temperature widens it.
      return writeGradientBoosting(graph, model, FEATURES, calibration.kind !== 'none');
    case 'goals':
      return writeGoals(graph, model, FEATURES);
  }
}
