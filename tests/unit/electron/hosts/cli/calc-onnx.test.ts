import { describe, expect, test } from 'vitest';
import { calculateAny } from '../../../../../electron/hosts/cli/calc.ts';

async function resultOf(inputs: unknown): Promise<Readonly<Record<string, unknown>>> {
  const given = await calculateAny('onnx', inputs);
  if ('error' in given) throw new Error(`${given.error.code}: ${given.error.message}`);
  return given.result;
}
async function rowsOf(inputs: unknown): Promise<readonly (readonly number[])[]> {
  return (await resultOf(inputs))['P'] as readonly (readonly number[])[];
}
async function refusalOf(inputs: unknown): Promise<string> {
  const given = await calculateAny('onnx', inputs);
  return 'error' in given ? `${given.error.code}: ${given.error.message}` : 'none';
}

const softmax = (scores: readonly number[]): readonly number[] => {
  const weights = scores.map(Math.exp);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
};
const sigmoid = (score: number) => 1 / (1 + Math.exp(-score));

function expectRows(actual: readonly (readonly number[])[], expected: readonly (readonly number[])[]) {
  expect(actual.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  for (const [i, row] of expected.entries())
    for (const [j, value] of row.entries()) expect(actual[i]?.[j]).toBeCloseTo(value, 6);
}

/** x0 <= 0.5 ? leaf 1 : (x1 < 2 ? leaf 3 : leaf 4) */
const deep = {
  nodeids: [0, 1, 2, 3, 4],
  featureids: [0, 0, 1, 0, 0],
  modes: ['BRANCH_LEQ', 'LEAF', 'BRANCH_LT', 'LEAF', 'LEAF'],
  values: [0.5, 0, 2, 0, 0],
  true: [1, 0, 3, 0, 0],
  false: [2, 0, 4, 0, 0],
};
const deepLeaves = { nodeids: [1, 3, 4], ids: [0, 0, 0], weights: [1, 2, 3] };
const four = [
  [0.5, 9],
  [0.6, 1.9],
  [0.6, 2],
];

describe('trees', () => {
  test('follow the modes of their nodes', async () => {
    const inputs = { op: 'TreeEnsembleRegressor', tree: deep, targets: deepLeaves, X: four };
    expectRows(await rowsOf(inputs), [[1], [2], [3]]);
    const turned = { ...deep, modes: ['BRANCH_GT', 'LEAF', 'BRANCH_GTE', 'LEAF', 'LEAF'] };
    expectRows(await rowsOf({ ...inputs, tree: turned }), [[2], [1], [1]]);
  });

  test('send a missing value where they were told to', async () => {
    const inputs = { op: 'TreeEnsembleRegressor', tree: deep, targets: deepLeaves, X: [[null, 1]] };
    expectRows(await rowsOf(inputs), [[2]]);
    const tracked = { ...deep, missing_value_tracks_true: [1, 0, 0, 0, 0] };
    expectRows(await rowsOf({ ...inputs, tree: tracked }), [[1]]);
  });

  test('add up, or are averaged, with base values', async () => {
    const second = { ...deep, values: [0.55, 0, 2, 0, 0] };
    const inputs = {
      op: 'TreeEnsembleRegressor',
      trees: [deep, second],
      targets: {
        treeids: [0, 0, 0, 1, 1, 1],
        nodeids: [1, 3, 4, 1, 3, 4],
        ids: [0, 0, 0, 0, 0, 0],
        weights: [1, 2, 3, 10, 20, 30],
      },
      base_values: [100],
      X: four,
    };
    expectRows(await rowsOf(inputs), [[111], [122], [133]]);
    expectRows(await rowsOf({ ...inputs, aggregateFunction: 'AVERAGE' }), [[105.5], [111], [116.5]]);
    expectRows(await rowsOf({ ...inputs, aggregate_function: 'MAX' }), [[110], [120], [130]]);
  });

  test('are named by ONNX’s own names too', async () => {
    const named = {
      nodes_treeids: [0, 0, 0, 0, 0],
      nodes_nodeids: deep.nodeids,
      nodes_featureids: deep.featureids,
      nodes_modes: deep.modes,
      nodes_values: deep.values,
      nodes_truenodeids: deep.true,
      nodes_falsenodeids: deep.false,
    };
    const targets = {
      target_nodeids: deepLeaves.nodeids,
      target_ids: deepLeaves.ids,
      target_weights: deepLeaves.weights,
    };
    expectRows(await rowsOf({ op: 'ai.onnx.ml.TreeEnsembleRegressor v3', tree: named, targets, X: four }), [
      [1],
      [2],
      [3],
    ]);
  });

  test('classify with the labels given', async () => {
    const classes = {
      nodeids: [1, 1, 1, 3, 3, 3, 4],
      ids: [0, 1, 2, 0, 1, 2, 2],
      weights: [1, 0, 0, 0, 2, 1, 3],
    };
    const inputs = {
      op: 'TreeEnsembleClassifier',
      tree: deep,
      classes,
      classlabels_int64s: [7, 8, 9],
      post_transform: 'SOFTMAX',
      X: four,
    };
    const given = await resultOf(inputs);
    expectRows(given['P'] as number[][], [softmax([1, 0, 0]), softmax([0, 2, 1]), softmax([0, 0, 3])]);
    expect(given['label']).toEqual([7, 8, 9]);
    expect(given['ignoredInputs']).toBeUndefined();
  });

  test('with lists of different lengths are refused', async () => {
    const tree = { ...deep, values: [0.5] };
    expect(await refusalOf({ op: 'TreeEnsembleRegressor', tree, targets: deepLeaves, X: four })).toBe(
      'invalid-input: tree.values: 1 values for 5 nodes',
    );
    expect(await refusalOf({ op: 'TreeEnsembleRegressor', tree: deep, X: four })).toMatch(
      /^invalid-input: targets/,
    );
    expect(
      await refusalOf({
        op: 'TreeEnsembleRegressor',
        tree: { ...deep, true: [9, 0, 3, 0, 0] },
        targets: deepLeaves,
        X: four,
      }),
    ).toMatch(/^cannot-(load|run): /);
  });
});

describe('linear models', () => {
  const X = [
    [1, 2],
    [-1, 0.5],
  ];
  const scores = [
    [1 + 4 + 0.1, -1 + 0.2],
    [-1 + 1 + 0.1, 1 + 0.2],
  ];
  const inputs = {
    coefficients: [
      [1, 2],
      [-1, 0],
    ],
    intercepts: [0.1, 0.2],
    X,
  };

  test('classify', async () => {
    expectRows(await rowsOf({ op: 'LinearClassifier', ...inputs }), scores);
    expectRows(
      await rowsOf({ op: 'LinearClassifier post_transform=SOFTMAX', ...inputs }),
      scores.map(softmax),
    );
    expectRows(
      await rowsOf({ op: 'LinearClassifier', postTransform: 'LOGISTIC', ...inputs }),
      scores.map((row) => row.map(sigmoid)),
    );
    expect((await resultOf({ op: 'LinearClassifier', ...inputs }))['label']).toEqual([0, 1]);
  });

  test('with one score have two classes', async () => {
    const given = await resultOf({
      op: 'LinearClassifier post_transform LOGISTIC',
      coefficients: [2],
      intercepts: [-1],
      X: [0.9, 0.1],
    });
    expectRows(given['P'] as number[][], [
      [1 - sigmoid(0.8), sigmoid(0.8)],
      [1 - sigmoid(-0.8), sigmoid(-0.8)],
    ]);
    expect(given['label']).toEqual([1, 0]);
  });

  test('regress, with what follows', async () => {
    expectRows(await rowsOf({ op: 'LinearRegressor', ...inputs }), scores);
    expectRows(await rowsOf({ op: 'LinearRegressor+Softmax(axis=1)', ...inputs }), scores.map(softmax));
    expectRows(
      await rowsOf({ op: 'LinearRegressor + Sigmoid', ...inputs }),
      scores.map((row) => row.map(sigmoid)),
    );
  });

  test('of wrong sizes are refused', async () => {
    expect(await refusalOf({ op: 'LinearRegressor', coefficients: [1, 2, 3], X })).toMatch(
      /^invalid-input: coeff/,
    );
    expect(await refusalOf({ op: 'LinearRegressor', ...inputs, intercepts: [1] })).toMatch(
      /^invalid-input: inter/,
    );
    expect(await refusalOf({ op: 'Magic', X })).toMatch(/^invalid-input: op: "Magic" is not known/);
    expect(await refusalOf({ op: 'LinearRegressor+Magic', ...inputs })).toMatch(/"Magic" is not known/);
    expect(await refusalOf({ op: 'LinearRegressor', ...inputs, X: [] })).toMatch(/^invalid-input: X/);
    expect(await refusalOf({ op: 'LinearRegressor', ...inputs, X: [[1, 2], [1]] })).toMatch(
      /^invalid-input: X/,
    );
    expect((await resultOf({ op: 'LinearRegressor', ...inputs, axiss: 1 }))['ignoredInputs']).toEqual([
      'axiss',
    ]);
  });
});

describe('layers', () => {
  test('have ReLU between them unless they say otherwise', async () => {
    const layers = [
      {
        weights: [
          [1, -1, 0],
          [0, 1, 2],
        ],
        bias: [0, 0.5, -1],
      },
      {
        weights: [
          [1, 0],
          [0, 1],
          [1, 1],
        ],
      },
    ];
    const hidden = (x: number, y: number) => [x, -x + y + 0.5, 2 * y - 1];
    const out = ([a = 0, b = 0, c = 0]: readonly number[]) => [a + c, b + c];
    const X = [[1, -2]];
    expectRows(await rowsOf({ op: 'MLP+Softmax', layers, X }), [
      softmax(out(hidden(1, -2).map((value) => Math.max(0, value)))),
    ]);
    const [first, second] = layers;
    expectRows(await rowsOf({ op: 'MLP', layers: [{ ...first, activation: 'tanh' }, second], X }), [
      out(hidden(1, -2).map(Math.tanh)),
    ]);
  });

  test('may be one Gemm', async () => {
    const weights = [[1, 2, 3]];
    const X = [[1, 1, 1]];
    expectRows(await rowsOf({ op: 'Gemm', weights, bias: [1], X }), [[7]]);
    expectRows(await rowsOf({ op: 'Gemm', weights, bias: [1], transB: 1, alpha: 2, beta: 3, X }), [[15]]);
    expect(await refusalOf({ op: 'Gemm', weights, X: [[1, 1]] })).toMatch(/do not fit 2 columns/);
  });

  test('may be a scaler or a softmax alone', async () => {
    expectRows(await rowsOf({ op: 'Scaler', offset: [1, 2], scale: [2, 3], X: [[2, 4]] }), [[2, 6]]);
    expectRows(await rowsOf({ op: 'Softmax', X: [[1, 2]] }), [softmax([1, 2])]);
  });
});
