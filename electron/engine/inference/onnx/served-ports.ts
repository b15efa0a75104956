import type { ModelProto } from './onnx-format.ts';
import type { OnnxProblem } from './onnx-problem.ts';
import type { DeclaredValue } from './onnx-value-type.ts';
import { isZipMap } from './strip-zip-map.ts';
import { isServedType } from './tensor-buffer.ts';

const SERVED = 'float32, float64, int64 or int32';

const shapeText = (shape: DeclaredValue['shape']): string =>
  `[${(shape ?? []).map((dim) => dim ?? '?').join(', ')}]`;

/** What the inputs and outputs, as they would be served, ask of the user. */
export function problemsOf(
  model: ModelProto,
  inputs: readonly DeclaredValue[],
  outputs: readonly DeclaredValue[],
): readonly OnnxProblem[] {
  return [...zipMapProblems(model), ...inputsProblems(inputs), ...outputsProblems(outputs)];
}

function zipMapProblems({ graph }: ModelProto): readonly OnnxProblem[] {
  const outputs = new Set(graph?.output?.map(({ name }) => name));
  const zipped = (graph?.node ?? []).filter(isZipMap).flatMap(({ output }) => output ?? []);
  return zipped.map((name) =>
    outputs.has(name)
      ? {
          code: 'zip-map',
          fatal: false,
          message: `Output "${name}" is a list of dictionaries (ZipMap). It is served as the table of probabilities in front of it, one column a class. To export it so: skl2onnx.to_onnx(..., options={id(model): {"zipmap": False}}).`,
        }
      : {
          code: 'zip-map',
          fatal: true,
          message: `The model makes dictionaries (ZipMap) and works on with them, which ONNX Runtime for Node cannot do. Export it without: skl2onnx.to_onnx(..., options={id(model): {"zipmap": False}}).`,
        },
  );
}

function inputsProblems(inputs: readonly DeclaredValue[]): readonly OnnxProblem[] {
  const [only] = inputs;
  if (only === undefined)
    return [
      {
        code: 'no-input',
        fatal: true,
        message: 'The model has no input: it always says the same. Export it with its features as an input.',
      },
    ];
  if (inputs.length === 1) return inputProblems(only);
  return [
    {
      code: 'several-inputs',
      fatal: true,
      message: `The model has ${inputs.length} inputs (${inputs.map(({ name }) => name).join(', ')}); one table of features is served. Export it with one input, [None, columns], and split it inside: in skl2onnx give initial_types=[("features", FloatTensorType([None, columns]))] and a pipeline without a per-column input, in PyTorch take one tensor and slice it in forward().`,
    },
    ...inputs.flatMap(inputProblems).filter(({ fatal }) => fatal),
  ];
}

function inputProblems({ name, type, isTensor, shape }: DeclaredValue): readonly OnnxProblem[] {
  if (!isTensor)
    return [
      {
        code: 'input-not-tensor',
        fatal: true,
        message: `Input "${name}" is ${type}; a table of numbers is served. Export the model with a float tensor [None, columns] as its input.`,
      },
    ];
  const problems: OnnxProblem[] = [];
  if (type === 'string')
    problems.push({
      code: 'input-type',
      fatal: true,
      message: `Input "${name}" takes text; features are numbers. Encode categories before the export (OrdinalEncoder or OneHotEncoder in the data, not in the exported pipeline) and export with FloatTensorType.`,
    });
  else if (!isServedType(type))
    problems.push({
      code: 'input-type',
      fatal: true,
      message: `Input "${name}" is ${type}; ${SERVED} is served. Export the model with a float32 input${type === 'float16' ? ': without half(), or by onnxconverter_common.float16 with keep_io_types=True' : ''}.`,
    });
  else if (type !== 'float32')
    problems.push({
      code: 'input-cast',
      fatal: false,
      message:
        type === 'float64'
          ? `Input "${name}" is float64. Features are float32 and are widened to it, as the decimals that they stand for.`
          : `Input "${name}" is ${type}: features are cut to whole numbers, and an event with a missing one is refused. Export with FloatTensorType to serve fractions and missing values.`,
    });
  return [...problems, ...inputShapeProblems(name, shape)];
}

function inputShapeProblems(name: string, shape: DeclaredValue['shape']): readonly OnnxProblem[] {
  if (shape === null)
    return [
      {
        code: 'open-columns',
        fatal: false,
        message: `Input "${name}" does not say its shape. It is taken as [rows, columns]; say how many columns it has.`,
      },
    ];
  const [rows, columns] = shape;
  if (shape.length !== 2)
    return [
      {
        code: 'input-rank',
        fatal: true,
        message:
          shape.length < 2
            ? `Input "${name}" is ${shapeText(shape)}; a table [rows, columns] is served. Export the model for a batch: a sample of shape [1, columns] and dynamic_axes={"${name}": {0: "rows"}}.`
            : `Input "${name}" has ${shape.length} dimensions, ${shapeText(shape)}; a table [rows, columns] is served. Put a reshape in front (in PyTorch: x = x.reshape(-1, ...) first in forward()) and export with a sample of shape [1, columns].`,
      },
    ];
  const problems: OnnxProblem[] = [];
  if (typeof columns !== 'number')
    problems.push({
      code: 'open-columns',
      fatal: false,
      message: `Input "${name}" does not say how many columns it has. Say it in the mapping, or export with FloatTensorType([None, columns]).`,
    });
  if (typeof rows === 'number')
    problems.push({
      code: 'fixed-rows',
      fatal: false,
      message: `The model takes ${rows} row${rows === 1 ? '' : 's'} at a time: many events are run one batch after another, which is slower. Export it with dynamic_axes={"${name}": {0: "rows"}} or FloatTensorType([None, columns]).`,
    });
  return problems;
}

const isServed = ({ isTensor, type, shape }: DeclaredValue): boolean =>
  isTensor && isServedType(type) && (shape === null || shape.length === 1 || shape.length === 2);

/** Outputs that cannot be served matter only where there is no other. */
function outputsProblems(outputs: readonly DeclaredValue[]): readonly OnnxProblem[] {
  if (outputs.length === 0)
    return [
      {
        code: 'no-output',
        fatal: true,
        message: 'The model has no output. Export it with its probabilities as one.',
      },
    ];
  const fatal = !outputs.some(isServed);
  const instead = fatal
    ? 'Export the model with its probabilities as a float tensor [None, classes].'
    : 'The other outputs can be served.';
  return outputs
    .filter((output) => !isServed(output))
    .map(({ name, type, isTensor, shape }): OnnxProblem => {
      if (!isTensor)
        return {
          code: 'output-not-tensor',
          fatal,
          message: `Output "${name}" is ${type}, which ONNX Runtime for Node cannot hand over. ${instead}`,
        };
      if (!isServedType(type))
        return {
          code: 'output-type',
          fatal,
          message: `Output "${name}" is ${type === 'string' ? 'text' : type}; ${SERVED} is served. ${instead}`,
        };
      return {
        code: 'output-rank',
        fatal,
        message: `Output "${name}" is ${shapeText(shape)}; one row of values an event, [rows, classes], is served. ${instead}`,
      };
    });
}

/** The outputs that can be served, in the model's order. */
export const servedOutputs = (outputs: readonly DeclaredValue[]): readonly DeclaredValue[] =>
  outputs.filter(isServed);
