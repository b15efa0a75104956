import { runTensors } from '../../engine/inference/onnx/run-tensors.ts';
import { onnxOf } from './calc-onnx-graph.ts';
import { GraphRefusal, isOnnxInput, onnxInputs } from './calc-onnx-inputs.ts';
import { answer, type CalcAnswer, refuse, sentenceOf } from './calc-operation.ts';

/**
 * Writes the model that the inputs describe as ONNX, runs it on ONNX Runtime and answers with its output as `P` and `Y`
 * (they are the same), and the label of each row: the model's own where it has them, else the likeliest column.
 */
export async function runOnnx(inputs: unknown): Promise<CalcAnswer> {
  const parsed = onnxInputs.safeParse(inputs);
  if (!parsed.success) return refuse('invalid-input', sentenceOf(parsed.error));
  let bytes: Uint8Array;
  try {
    bytes = onnxOf(parsed.data);
  } catch (error) {
    if (error instanceof GraphRefusal) return refuse('invalid-input', error.message);
    throw error;
  }
  const { X } = parsed.data;
  const columns = X[0]?.length ?? 0;
  const data = Float32Array.from(X.flat(), (value) => value ?? Number.NaN);
  const run = await runTensors(bytes, { X: { type: 'float32', dims: [X.length, columns], data } });
  if (!run.ok) return refuse(run.code, `ONNX Runtime refuses the model: ${run.message}`);
  const values = Array.from((run.outputs['P']?.data ?? []) as Float32Array);
  const width = values.length / X.length;
  const P = X.map((_, i) => values.slice(i * width, (i + 1) * width));
  const own = run.outputs['label']?.data as BigInt64Array | undefined;
  const label = own === undefined ? P.map((row) => row.indexOf(Math.max(...row))) : Array.from(own, Number);
  const ignored = Object.keys(Object(inputs)).filter((key) => !isOnnxInput(key));
  return answer({ P, Y: P, label, ...(ignored.length === 0 ? {} : { ignoredInputs: ignored }) });
}
