import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inspectOnnx, type OnnxInspection } from '../../electron/engine/inference/onnx/inspect-onnx.ts';
import { openSession } from '../../electron/engine/inference/onnx/open-session.ts';
import { type PlainTensor, runTensors } from '../../electron/engine/inference/onnx/run-tensors.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';
import { readTensorProto } from '../support/tensor-proto.ts';

const folder = `${sharedData}/data/onnx`;
const backend = `${folder}/onnx-backend-tests`;

/**
 * What becomes of a file. `served`: as a model, with its known outputs. `runs`: it is no table of features, which its
 * problems say, but the runtime gives its known outputs. `refused`: its problems say why nothing runs, and how to export
 * it instead.
 */
type Fate = { readonly is: 'served' | 'runs' | 'refused'; readonly problems: readonly string[] };
const served = (...problems: readonly string[]): Fate => ({ is: 'served', problems });
const runs = (...problems: readonly string[]): Fate => ({ is: 'runs', problems });
const refused = (...problems: readonly string[]): Fate => ({ is: 'refused', problems });

const BACKEND: Readonly<Record<string, Fate>> = {
  test_BatchNorm1d_3d_input_eval: refused('opset-old', 'input-rank', 'output-rank'),
  test_Linear: refused('opset-old', 'fixed-rows'),
  test_Linear_no_bias: served('fixed-rows'),
  test_Softmax: served('fixed-rows'),
  test_add_bcast: runs('several-inputs', 'input-rank', 'output-rank'),
  test_ai_onnx_ml_array_feature_extractor: runs('several-inputs', 'input-rank'),
  test_ai_onnx_ml_binarizer: runs('input-rank', 'output-rank'),
  test_ai_onnx_ml_label_encoder_string_int: runs('input-type', 'input-rank'),
  test_ai_onnx_ml_label_encoder_tensor_mapping: runs('input-type', 'input-rank', 'output-type'),
  test_ai_onnx_ml_label_encoder_tensor_value_only_mapping: runs('input-type', 'input-rank', 'output-type'),
  test_ai_onnx_ml_tree_ensemble_single_tree: served('input-cast', 'fixed-rows'),
  // It answers with one row for all: the session says so when it is opened.
  test_argmax_default_axis_example: runs('fixed-rows'),
  test_cast_FLOAT_to_DOUBLE: served('fixed-rows'),
  test_concat_1d_axis_0: runs('several-inputs', 'input-rank'),
  test_expand_shape_model1: runs('several-inputs', 'input-rank', 'output-rank'),
  test_gemm_default_vector_bias: runs('several-inputs'),
  test_gru_defaults: runs('several-inputs', 'input-rank', 'output-rank'),
  test_identity_opt: refused('input-not-tensor', 'output-not-tensor'),
  test_lstm_defaults: runs('several-inputs', 'input-rank', 'output-rank'),
  test_matmul_2d: runs('several-inputs'),
  test_operator_addmm: refused('opset-old', 'several-inputs', 'input-rank'),
  test_operator_mm: refused('opset-old', 'several-inputs'),
  test_optional_get_element_tensor: runs('input-rank'),
  test_reduce_sum_default_axes_keepdims_example: runs('several-inputs', 'input-rank', 'output-rank'),
  test_relu: runs('input-rank', 'output-rank'),
  test_sequence_insert_at_back: refused(
    'several-inputs',
    'input-not-tensor',
    'input-rank',
    'output-not-tensor',
  ),
  test_sigmoid: runs('input-rank', 'output-rank'),
  test_single_relu_model: served('fixed-rows'),
  test_softmax_axis_1: runs('input-rank', 'output-rank'),
  test_string_concat: runs('several-inputs', 'input-type', 'input-rank', 'output-type'),
  test_where_long_example: runs('several-inputs', 'input-type'),
};

const read = (path: string): Uint8Array => readFileSync(path);
const tensorOf = (name: string, file: string): PlainTensor =>
  readTensorProto(read(`${backend}/${name}/test_data_set_0/${file}.pb`));
const numbersOf = ({ data }: PlainTensor): readonly (number | string)[] =>
  Array.from(data as ArrayLike<number | bigint | string>, (value) =>
    typeof value === 'string' ? value : Number(value),
  );

function expectClose(actual: readonly (number | string)[], expected: readonly (number | string)[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries())
    if (typeof value === 'number') expect(actual[i]).toBeCloseTo(value, 5);
    else expect(actual[i]).toBe(value);
}

/** Serves the file as its inspection suggests; the outputs of `rows` rows. */
async function serve(
  bytes: Uint8Array,
  { suggestion }: OnnxInspection,
  x: readonly number[],
  rows: number,
): Promise<readonly number[]> {
  if (suggestion === null) throw new Error('There is no suggestion for this file.');
  const opened = await openSession(bytes, suggestion);
  if (!opened.ok) throw new Error(opened.message);
  const out = new Float32Array(rows * suggestion.classes);
  await opened.session.run(Float32Array.from(x), rows, out);
  await opened.session.release();
  return [...out];
}

describe.skipIf(noSharedData)(`models made elsewhere${noSharedData ? ` (${needsSharedData})` : ''}`, () => {
  test('are all told of here', () => {
    expect(readdirSync(backend).toSorted()).toEqual(Object.keys(BACKEND).toSorted());
    expect(readdirSync(`${folder}/sklearn`)).toEqual(['davis_bmi.onnx', 'logreg_iris.onnx']);
    expect(readdirSync(`${folder}/xgboost`).filter((file) => file.endsWith('.onnx'))).toEqual([
      'xgboost_model.onnx',
    ]);
  });

  test.each(Object.entries(BACKEND))('%s', async (name, fate) => {
    const bytes = read(`${backend}/${name}/model.onnx`);
    const inspection = inspectOnnx(bytes);
    expect([...new Set(inspection.problems.map(({ code }) => code))]).toEqual(fate.problems);
    if (fate.is === 'refused') {
      expect(inspection.problems.some(({ fatal }) => fatal)).toBe(true);
      expect(inspection.suggestion).toBeNull();
      return;
    }
    const inputs = Object.fromEntries(
      inspection.inputs.map((input, i) => [input.name, tensorOf(name, `input_${i}`)]),
    );
    const expected = tensorOf(name, 'output_0');
    const ran = await runTensors(bytes, inputs);
    const output = ran.ok ? ran.outputs[inspection.outputs[0]?.name ?? ''] : undefined;
    expect(output?.type).toBe(expected.type);
    expect(output?.dims).toEqual(expected.dims);
    if (output !== undefined) expectClose(numbersOf(output), numbersOf(expected));

    const [x] = Object.values(inputs);
    if (fate.is === 'served' && x !== undefined) {
      const given = await serve(bytes, inspection, numbersOf(x).map(Number), x.dims[0] ?? 0);
      expectClose(given, numbersOf(expected));
    }
  });

  test('what cannot even be loaded is refused by the session with a reason', async () => {
    for (const [name, fate] of Object.entries(BACKEND)) {
      if (fate.is !== 'refused') continue;
      const bytes = read(`${backend}/${name}/model.onnx`);
      const { inputs, outputs } = inspectOnnx(bytes);
      const shape = { input: inputs[0]?.name ?? '', output: outputs[0]?.name ?? '', columns: 10, classes: 8 };
      const opened = await openSession(bytes, shape);
      expect(opened.ok ? name : opened.message).toMatch(/cannot load|inputs|no tensor/);
    }
  });

  test('one row for all is told when the session is opened', async () => {
    const bytes = read(`${backend}/test_argmax_default_axis_example/model.onnx`);
    const { suggestion } = inspectOnnx(bytes);
    const opened = suggestion === null ? null : await openSession(bytes, suggestion);
    expect(opened).toMatchObject({ ok: false, code: 'unsupported-output' });
  });
});

const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score));

/** Weights as the two files have them. */
const IRIS = {
  coefficients: [
    [-0.38312081, 0.9535383, -2.36841631, -0.98985267],
    [0.42880058, -0.19575129, -0.16738369, -0.70077717],
    [-0.04567978, -0.75778699, 2.5357998, 1.6906299],
  ],
  intercepts: [8.90257263, 1.88681841, -10.78939152],
};
const BMI = { coefficients: [0.18479972, 0.34099582], intercept: -70.56023407 };

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe.skipIf(noSharedData)(
  `scikit-learn and xgboost${noSharedData ? ` (${needsSharedData})` : ''}`,
  () => {
    test('the iris classifier is served without its ZipMap', async () => {
      const bytes = read(`${folder}/sklearn/logreg_iris.onnx`);
      const inspection = inspectOnnx(bytes);
      expect(inspection.problems.map(({ code, fatal }) => [code, fatal])).toEqual([['zip-map', false]]);
      expect(inspection.suggestion).toEqual({
        input: 'float_input',
        output: 'output_probability',
        kind: 'probabilities',
        columns: 4,
        classes: 3,
      });
      const rows = [
        [5.1, 3.5, 1.4, 0.2],
        [6.0, 2.9, 4.5, 1.5],
        [6.9, 3.1, 5.4, 2.1],
      ];
      const expected = rows.flatMap((row) => {
        const scores = IRIS.coefficients.map((own, k) => dot(own, row) + (IRIS.intercepts[k] ?? 0));
        const weights = scores.map(Math.exp);
        return weights.map((weight) => weight / weights.reduce((a, b) => a + b, 0));
      });
      expectClose(await serve(bytes, inspection, rows.flat(), 3), expected);
      const labels = await serve(
        bytes,
        {
          ...inspection,
          suggestion: {
            input: 'float_input',
            output: 'output_label',
            kind: 'number',
            columns: 4,
            classes: 1,
          },
        },
        rows.flat(),
        3,
      );
      expect(labels).toEqual([0, 1, 2]);
    });

    test('the body-mass classifier is served without its ZipMap', async () => {
      const bytes = read(`${folder}/sklearn/davis_bmi.onnx`);
      const inspection = inspectOnnx(bytes);
      expect(inspection.problems.map(({ code, fatal }) => [code, fatal])).toEqual([['zip-map', false]]);
      const rows = [
        [180, 80],
        [160, 50],
        [170, 115],
      ];
      const expected = rows.flatMap((row) => {
        const likely = sigmoid(dot(BMI.coefficients, row) + BMI.intercept);
        return [1 - likely, likely];
      });
      expectClose(await serve(bytes, inspection, rows.flat(), 3), expected);
    });

    test('the xgboost regressor gives its golden outputs', async () => {
      const bytes = read(`${folder}/xgboost/xgboost_model.onnx`);
      const golden = JSON.parse(
        readFileSync(`${folder}/xgboost/golden_onnxruntime-node-1.20.1.json`, 'utf8'),
      ) as { readonly inputs: readonly (readonly number[])[]; readonly outputs: readonly number[] };
      const inspection = inspectOnnx(bytes);
      expect(inspection.problems).toEqual([]);
      expect(inspection.suggestion).toMatchObject({ kind: 'number', columns: 50, classes: 1 });
      expectClose(await serve(bytes, inspection, golden.inputs.flat(), golden.inputs.length), golden.outputs);
    });
  },
);
