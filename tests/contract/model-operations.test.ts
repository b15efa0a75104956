import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { contract } from '../../shared/contract/index.ts';
import type { ModelEntry, ModelImport } from '../../shared/contract/models.ts';
import { modelPaths, openRegistry, putSample } from '../support/model-registry.ts';
import { type PracticeEngine, startPracticeEngine } from '../support/practice-engine.ts';
import {
  footballColumns,
  footballSet,
  logisticOnnx,
  sampleJudgement,
} from '../support/sample-model-folder.ts';
import { temporaryFolder } from '../support/serve.ts';

const SLOT = 'football/match-odds';
const context = { signal: new AbortController().signal };
let root: string;
let world: PracticeEngine;
let entries: ReadonlyMap<string, ModelEntry>;

beforeEach(async () => {
  const folder = temporaryFolder();
  root = folder.path;
  const paths = modelPaths(root);
  await putSample(paths.shipped, 'shipped', { judgement: sampleJudgement(0.98) });
  await putSample(paths.data, 'mine', { judgement: sampleJudgement(0.97) });
  world = await startPracticeEngine(root, { speed: 1, shippedModels: paths.shipped });
  entries = world.collect('models.watch', (entry) => entry.id);
  await vi.waitFor(() => expect([...entries.keys()].sort()).toEqual(['mine', 'shipped']));
  return async () => {
    await world.during(world.engine.stop());
    folder.remove();
  };
});
const operations = () => world.engine.implementations;
/** Answers as they cross the wire: what does not fit the contract throws. */
const setState = async (id: string, state: ModelEntry['state']) =>
  contract['models.setState'].output.parse(await operations()['models.setState']({ id, state }, context));
const history = async () =>
  contract['models.history'].output.parse(await operations()['models.history']({ limit: 100 }, context));
const told = (id: string) => contract['models.watch'].item.parse(entries.get(id));

describe('the models of an engine', () => {
  it('are watched, the shipped one as its slot’s first champion', async () => {
    expect(told('shipped')).toMatchObject({
      state: 'champion',
      origin: 'shipped',
      problem: null,
      slot: SLOT,
    });
    expect(told('mine')).toMatchObject({ state: 'draft', origin: 'trained' });
    expect(await history()).toMatchObject([{ modelId: 'shipped', to: 'champion', actor: 'engine' }]);
  });

  it('are promoted and rolled back, each told to whoever watches', async () => {
    expect(await setState('mine', 'champion')).toMatchObject({ state: 'champion' });
    expect([told('mine').state, told('shipped').state]).toEqual(['champion', 'retired']);
    const restored = contract['models.rollback'].output.parse(
      await operations()['models.rollback']({ slot: SLOT }, context),
    );
    expect(restored).toMatchObject({ id: 'shipped', state: 'champion' });
    expect([told('mine').state, told('shipped').state]).toEqual(['retired', 'champion']);
    expect((await history())[0]).toMatchObject({ modelId: 'shipped', from: 'retired', actor: 'user' });
    await expect(operations()['models.rollback']({ slot: SLOT }, context)).rejects.toMatchObject({
      code: 'refused',
    });
  });

  it('are judged', async () => {
    const answer = await operations()['models.judgement']({ id: 'mine' }, context);
    expect(contract['models.judgement'].output.parse(answer)).toMatchObject({
      modelId: 'mine',
      overall: { model: { logLoss: 0.97 } },
      bySeason: [{ group: '2019-20' }],
      reliability: [{ count: 50 }],
      live: null,
    });
    await expect(operations()['models.judgement']({ id: 'nobody' }, context)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('follow what the command line does meanwhile', async () => {
    const command = await openRegistry(modelPaths(root));
    try {
      await command.models.setState('mine', 'champion', 'user');
      expect(told('mine').state).toBe('draft');
      await vi.waitFor(async () => {
        await world.pass(1_000);
        expect([told('mine').state, told('shipped').state]).toEqual(['champion', 'retired']);
      });
    } finally {
      command.close();
    }
  });

  it('are not promoted once their file has changed', async () => {
    appendFileSync(join(root, 'models', 'mine', 'model.onnx'), 'x');
    await expect(setState('mine', 'champion')).rejects.toMatchObject({ code: 'refused' });
    expect(told('mine').problem).toContain('not the file');
    expect(told('shipped').state).toBe('champion');
  });
});

describe('a model made elsewhere', () => {
  const request = (more: Partial<ModelImport> = {}): ModelImport => ({
    file: join(root, 'Foreign.onnx'),
    id: 'foreign',
    name: 'Foreign',
    description: 'Made elsewhere',
    sport: 'football',
    target: 'match-odds',
    input: 'features',
    output: 'probabilities',
    kind: 'probabilities',
    outcomes: ['away', 'draw', 'home'],
    featureSet: footballSet,
    columns: [...footballColumns],
    golden: { input: [0, 0], output: [0.2, 0.3, 0.5] },
    ...more,
  });
  beforeEach(() => writeFileSync(join(root, 'Foreign.onnx'), logisticOnnx([0.2, 0.3, 0.5])));

  it('is inspected, imported, listed and removed', async () => {
    const found = await operations()['models.inspect']({ file: join(root, 'Foreign.onnx') }, context);
    expect(contract['models.inspect'].output.parse(found)).toEqual(found);
    expect(found).toMatchObject({ suggestion: { columns: 2, classes: 3 }, problems: [] });
    const imported = await operations()['models.import'](request(), context);
    expect(contract['models.import'].output.parse(imported)).toMatchObject({ id: 'foreign', state: 'draft' });
    expect(told('foreign')).toMatchObject({ origin: 'imported', outcomes: ['home', 'draw', 'away'] });
    await operations()['models.remove']({ id: 'foreign' }, context);
    expect(told('foreign').removed).toBe(true);
    expect(existsSync(join(root, 'models', 'foreign'))).toBe(false);
  });

  it('is refused with what to do, and nothing is kept', async () => {
    const golden = { input: [0, 0], output: [0.5, 0.3, 0.2] };
    await expect(operations()['models.import'](request({ golden }), context)).rejects.toMatchObject({
      code: 'refused',
      details: { reason: 'golden' },
    });
    await expect(
      operations()['models.inspect']({ file: join(root, 'none.onnx') }, context),
    ).rejects.toMatchObject({ code: 'refused' });
    expect(entries.has('foreign')).toBe(false);
  });

  it('is not imported over another or under a reserved name', async () => {
    await expect(operations()['models.import'](request({ id: 'mine' }), context)).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(operations()['models.import'](request({ id: 'runs' }), context)).rejects.toMatchObject({
      message: expect.stringContaining('choose another'),
    });
  });
});

it('a folder of the user’s under a shipped id is told of in the status', async () => {
  const folder = temporaryFolder();
  const paths = modelPaths(folder.path);
  await putSample(paths.shipped, 'same');
  await putSample(paths.data, 'same');
  const other = await startPracticeEngine(folder.path, { speed: 1, shippedModels: paths.shipped });
  const statuses = other.collect('status.watch', () => 'status');
  await vi.waitFor(async () => {
    await other.pass(300);
    expect(statuses.get('status')?.trouble).toContain('is the id of a shipped model');
  });
  await other.during(other.engine.stop());
  folder.remove();
});

it('every feature set is listed with what its columns mean', async () => {
  const sets = contract['features.list'].output.parse(await operations()['features.list']({}, context));
  expect(sets.length).toBeGreaterThan(0);
  for (const { features } of sets) {
    expect(features.length).toBeGreaterThan(0);
    for (const { name, meaning } of features) expect(meaning, name).not.toBe('');
  }
});
