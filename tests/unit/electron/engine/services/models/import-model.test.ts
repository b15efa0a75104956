import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { inspectOnnx } from '../../../../../../electron/engine/inference/onnx/inspect-onnx.ts';
import { openModel } from '../../../../../../electron/engine/inference/registry/index.ts';
import { readModels } from '../../../../../../electron/engine/inference/registry/read-model.ts';
import type { ModelPaths } from '../../../../../../electron/engine/ports/paths.ts';
import { importModel, inspectModel } from '../../../../../../electron/engine/services/models/import-model.ts';
import type { OpenedModels } from '../../../../../../electron/engine/services/models/open-models.ts';
import type { ModelImport } from '../../../../../../shared/contract/models.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { modelPaths, openRegistry } from '../../../../../support/model-registry.ts';
import { node, onnxFile, port } from '../../../../../support/onnx-files.ts';
import { footballColumns, footballSet, logisticOnnx } from '../../../../../support/sample-model-folder.ts';
import { temporaryFolder } from '../../../../../support/serve.ts';
import { needsSharedData, noSharedData, sharedData } from '../../../../../support/shared-data.ts';

let paths: ModelPaths;
let file: string;
let registry: OpenedModels;
beforeEach(async () => {
  const folder = temporaryFolder();
  paths = modelPaths(folder.path);
  file = join(folder.path, 'Mine.onnx');
  writeFileSync(file, logisticOnnx([0.5, 0.3, 0.2]));
  registry = await openRegistry(paths);
  return () => {
    registry.close();
    folder.remove();
  };
});

const request = (more: Partial<ModelImport> = {}): ModelImport => ({
  file,
  id: 'mine',
  name: 'Mine',
  description: '',
  sport: 'football',
  target: 'match-odds',
  input: 'features',
  output: 'probabilities',
  kind: 'probabilities',
  outcomes: ['home', 'draw', 'away'],
  featureSet: footballSet,
  columns: [...footballColumns],
  golden: null,
  ...more,
});
const deps = () => {
  const { models, files, onnx } = registry;
  return { models, files, ...onnx, wall: createManualClock() };
};
const bring = (more: Partial<ModelImport> = {}) => importModel(deps(), request(more));
/** What the registered model answers to `row`. */
async function answer(row: readonly number[]): Promise<readonly number[]> {
  const opened = await registry.models.open('mine');
  if (!opened.ok) throw new Error(opened.message);
  const out = new Float32Array(opened.session.classes);
  await opened.session.run(Float32Array.from(row), 1, out);
  await opened.session.release();
  return Array.from(out, (p) => Number(p.toFixed(5)));
}

describe('an import', () => {
  it('is a draft with the file as it was checked, and zeros as its golden input', async () => {
    expect(await bring()).toMatchObject({
      id: 'mine',
      state: 'draft',
      origin: 'imported',
      learner: 'foreign',
      featureSet: footballSet,
      columns: footballColumns,
      problem: null,
    });
    expect(readFileSync(join(paths.data, 'mine', 'model.onnx'))).toEqual(readFileSync(file));
    const golden = registry.models.manifest('mine')?.golden;
    expect(golden?.input).toEqual([0, 0]);
    expect(golden?.output.map((p) => Number(p.toFixed(5)))).toEqual([0.5, 0.3, 0.2]);
    rmSync(file);
    expect(await answer([0, 0])).toEqual([0.5, 0.3, 0.2]);
  });

  it('meets the golden vector it came with, which is kept', async () => {
    const golden = { input: [0, 0], output: [0.5, 0.3, 0.2] };
    await bring({ golden });
    expect(registry.models.manifest('mine')?.golden).toMatchObject(golden);
  });

  it('of outcomes in another order answers in the target’s', async () => {
    await bring({ outcomes: ['away', 'home', 'draw'] });
    expect(registry.models.manifest('mine')?.output.order).toEqual([1, 2, 0]);
    expect(await answer([0, 0])).toEqual([0.3, 0.2, 0.5]);
  });

  it('of scores gets a softmax, and its golden vector is of the scores', async () => {
    await bring({ kind: 'scores' });
    const scores = [0.5, 0.3, 0.2].map(Math.exp);
    const sum = scores.reduce((a, b) => a + b, 0);
    expect(await answer([0, 0])).toEqual(scores.map((score) => Number((score / sum).toFixed(5))));
  });

  it('survives the next start', async () => {
    await bring();
    const [model] = await readModels(registry.files);
    expect(model?.problem).toBeNull();
    if (model)
      expect(await openModel(registry.files, model, registry.onnx.openSession)).toMatchObject({ ok: true });
  });
});

describe('an import is refused', () => {
  type Refused = readonly [what: string, more: Partial<ModelImport>, reason: string, says: RegExp];
  const cases: readonly Refused[] = [
    ['under a name that is needed', { id: 'runs' }, 'id', /choose another/],
    ['under a name that steers terminals', { name: 'a\u001b[2J' }, 'id', /control characters/],
    [
      'for a column that steers terminals',
      { columns: ['a', 'b\u0007'], featureSet: null },
      'columns',
      /column 2 has control/,
    ],
    ['without its file', { file: '/nowhere/x.onnx' }, 'file', /There is no file \/nowhere\/x\.onnx/],
    ['for outcomes of another target', { outcomes: ['home', 'away', 'tie'] }, 'outcomes', /home, draw, away/],
    ['for an outcome named twice', { outcomes: ['home', 'home', 'away'] }, 'outcomes', /Name each once/],
    ['for a number from probabilities', { target: 'number', outcomes: ['value'] }, 'outcomes', /kind number/],
    ['for a column named twice', { columns: ['a', 'a'], featureSet: null }, 'columns', /twice/],
    ['for a feature nobody knows', { columns: ['a', 'b'] }, 'columns', /has no feature a, b/],
    ['for an unknown feature set', { featureSet: 'x@1' }, 'feature-set', /There is no feature set x@1/],
    ['for a feature set of another sport', { sport: 'chess' }, 'feature-set', /football/],
    ['with too few columns', { columns: footballColumns.slice(0, 1) }, 'shape', /2 columns/],
    ['for an input that is not there', { input: 'nothing' }, 'tensor', /no input "nothing"/],
    ['for an output that is not there', { output: 'nothing' }, 'tensor', /no output "nothing"/],
    ['with too few outcomes', { target: 'winner', outcomes: ['home', 'away'] }, 'shape', /3 values a row/],
    ['with a golden vector of another size', { golden: { input: [0], output: [1] } }, 'golden', /whole row/],
    [
      'with a golden vector that is not met',
      { golden: { input: [0, 0], output: [0.5, 0.2, 0.3] } },
      'golden',
      /expected 0\.5, 0\.2, 0\.3, got 0\.5, 0\.3, 0\.2/,
    ],
  ];
  it.each(cases)('%s', async (_what, more, reason, says) => {
    await expect(bring(more)).rejects.toMatchObject({
      code: 'refused',
      details: { reason },
      message: expect.stringMatching(says),
    });
    expect(registry.models.entries()).toEqual([]);
    expect(await registry.files.list()).toEqual([]);
  });

  it.each([
    // The scores before the softmax are what many export by mistake.
    ['scores', [-0.7, -1.2, -1.6]],
    ['what would be refused when it prices', [1.0005, -0.0005, 0]],
  ])('for outputs that are no probabilities: %s', async (_what, given) => {
    const shifted = {
      ...deps(),
      openSession: async () => ({
        ok: true as const,
        session: {
          columns: 2,
          classes: 3,
          run: async (_x: Float32Array, _rows: number, out: Float32Array) => out.set(given),
          release: async () => {},
        },
      }),
    };
    await expect(importModel(shifted, request())).rejects.toMatchObject({
      details: { reason: 'output' },
      message: expect.stringContaining('import them as scores'),
    });
  });

  it('for bytes that are no graph', async () => {
    writeFileSync(file, 'no graph');
    await expect(bring()).rejects.toMatchObject({ code: 'refused', details: { reason: 'cannot-run' } });
  });

  it('under the id of another model', async () => {
    await bring();
    await expect(bring()).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('an inspection', () => {
  it('tells what the file is and changes nothing', async () => {
    expect(await inspectModel(deps(), file)).toMatchObject({
      file,
      bytes: readFileSync(file).length,
      inputs: [{ name: 'features' }],
      outputs: [{ name: 'probabilities' }],
      suggestion: {
        input: 'features',
        output: 'probabilities',
        kind: 'probabilities',
        columns: 2,
        classes: 3,
      },
    });
    expect(await registry.files.list()).toEqual([]);
  });
});

describe('an inspection of outputs that look like scores', () => {
  const graph = (last: string): Uint8Array =>
    onnxFile({
      inputs: [port('x', 'float32', [null, 3])],
      outputs: [port('y', 'float32', [null, 3])],
      nodes: [
        node('Exp', ['x'], ['e']),
        node('ReduceSum', ['e', 'axis'], ['sum']),
        node('Div', ['e', 'sum'], ['p']),
        node(last, ['p', 'zero'], ['y']),
      ],
      weights: [
        { name: 'axis', dims: [1], dataType: 7, int64Data: [1] },
        { name: 'zero', dims: [1], dataType: 1, floatData: [0] },
      ],
    });
  it.each([
    ['Add', 'probabilities'],
    ['Mul', 'scores'],
  ])('runs them to see: ending in %s they are %s', async (last, kind) => {
    writeFileSync(file, graph(last));
    expect(inspectOnnx(graph(last)).suggestion?.kind).toBe('scores');
    expect((await inspectModel(deps(), file)).suggestion?.kind).toBe(kind);
  });
});

describe.skipIf(noSharedData)(`a foreign model (${needsSharedData})`, () => {
  it('of scikit-learn is imported through its ZipMap', async () => {
    const iris = `${sharedData}/data/onnx/sklearn/logreg_iris.onnx`;
    const { suggestion } = await inspectModel(deps(), iris);
    const entry = await bring({
      file: iris,
      input: suggestion?.input ?? '',
      output: suggestion?.output ?? '',
      featureSet: null,
      columns: ['a', 'b', 'c', 'd'],
    });
    expect(entry).toMatchObject({ problem: null, opset: 9 });
    const given = await answer([5.1, 3.5, 1.4, 0.2]);
    expect(given.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4);
    // A setosa, beyond doubt.
    expect(given[0]).toBeGreaterThan(0.9);
  });

  it('of XGBoost gives the outputs that were recorded with it', async () => {
    const folder = `${sharedData}/data/onnx/xgboost`;
    const recorded = JSON.parse(readFileSync(`${folder}/golden_onnxruntime-node-1.20.1.json`, 'utf8')) as {
      readonly inputs: readonly (readonly number[])[];
      readonly outputs: readonly (number | readonly number[])[];
    };
    const rows = recorded.inputs.map((row, i) => ({
      input: [...row],
      output: [recorded.outputs[i] ?? 0].flat(),
    }));
    const [first] = rows;
    await bring({
      file: `${folder}/xgboost_model.onnx`,
      target: 'number',
      kind: 'number',
      outcomes: ['value'],
      input: 'input',
      output: 'variable',
      featureSet: null,
      columns: Array.from({ length: 50 }, (_, i) => `x${i + 1}`),
      golden: first ?? null,
    });
    for (const { input, output } of rows)
      expect((await answer(input))[0]).toBeCloseTo(output[0] ?? Number.NaN, 3);
  });
});
