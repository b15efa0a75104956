import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelPaths } from '../../../../../../electron/engine/ports/paths.ts';
import type { OpenedModels } from '../../../../../../electron/engine/services/models/open-models.ts';
import type { ModelEntry } from '../../../../../../shared/contract/models.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { createManualClock, type ManualClock } from '../../../../../support/manual-clock.ts';
import { modelPaths, openRegistry, putSample } from '../../../../../support/model-registry.ts';
import { sampleJudgement, sampleModel } from '../../../../../support/sample-model-folder.ts';
import { temporaryFolder } from '../../../../../support/serve.ts';

const SLOT = 'football/match-odds';
let paths: ModelPaths;
let clock: ManualClock;
const opened: OpenedModels[] = [];
beforeEach(() => {
  const folder = temporaryFolder();
  paths = modelPaths(folder.path);
  clock = createManualClock();
  return () => {
    for (const registry of opened.splice(0)) registry.close();
    folder.remove();
  };
});
async function open(): Promise<OpenedModels> {
  const registry = await openRegistry(paths, clock);
  opened.push(registry);
  return registry;
}
const stateOf = ({ models }: OpenedModels, id: string) => models.entry(id).state;

describe('the registry', () => {
  it('lists the shipped and the user’s models as drafts, with what the manifest says', async () => {
    await putSample(paths.data, 'b', { judgement: sampleJudgement(0.97) });
    await putSample(paths.shipped, 'a', {
      input: { ...(await sampleModel('x')).manifest.input, featureSet: null },
    });
    const { models } = await open();
    expect(models.entries()).toMatchObject([
      { id: 'a', origin: 'shipped', state: 'draft', problem: null },
      {
        id: 'b',
        origin: 'trained',
        slot: SLOT,
        versions: 1,
        trainedTo: '2020-07-26',
        overall: { model: { logLoss: 0.97 }, market: { logLoss: 0.95 } },
        serving: null,
      },
    ]);
  });

  it('makes the best shipped model champion of a slot that never had one, once', async () => {
    await putSample(paths.shipped, 'worse', { judgement: sampleJudgement(0.98) });
    await putSample(paths.shipped, 'better', { judgement: sampleJudgement(0.97) });
    const registry = await open();
    expect(registry.models.entries().map(({ id, state }) => [id, state])).toEqual([
      ['better', 'champion'],
      ['worse', 'draft'],
    ]);
    await registry.models.setState('better', 'retired', 'user');
    expect(stateOf(await open(), 'better')).toBe('retired');
  });

  it('does not adopt a shipped model that was tampered with', async () => {
    await putSample(paths.shipped, 'a');
    appendFileSync(join(paths.shipped, 'a', 'model.onnx'), 'x');
    const registry = await open();
    expect(registry.models.entry('a')).toMatchObject({
      state: 'draft',
      problem: expect.stringContaining('Install Overround again'),
    });
  });

  it('tells of a user’s folder under a shipped id, and uses the shipped one', async () => {
    await putSample(paths.shipped, 'a');
    await putSample(paths.data, 'a');
    const { models } = await open();
    expect(models.entries()).toMatchObject([{ id: 'a', origin: 'shipped', problem: null }]);
    expect(models.strays()).toMatchObject([{ problem: expect.stringContaining('Rename the folder') }]);
    models.report('a', { driftByColumn: [{ column: 'elo', psi: 0.3 }] });
    await models.rescan();
    expect(models.judgement('a').drift).toHaveLength(1);
  });
});

describe('a change of state', () => {
  it('is told to watchers with the retirement it brings', async () => {
    await putSample(paths.data, 'a');
    await putSample(paths.data, 'b');
    const { models } = await open();
    await models.setState('a', 'champion', 'user');
    const told: [string, string][] = [];
    models.changes.subscribe(({ id, state }) => told.push([id, state]));
    expect(await models.setState('b', 'champion', 'user')).toMatchObject({ id: 'b', state: 'champion' });
    expect(told).toEqual([
      ['a', 'retired'],
      ['b', 'champion'],
    ]);
  });

  it('never tells of two champions, whoever changes it and whatever is reported meanwhile', async () => {
    for (const id of ['a', 'b']) await putSample(paths.data, id);
    const engine = await open();
    const command = await open();
    engine.models.watch();
    const champions = new Set<string>();
    const told: string[] = [];
    engine.models.changes.subscribe(({ id, state }) => {
      if (state === 'champion') champions.add(id);
      else champions.delete(id);
      told.push([...champions].join('+'));
    });
    const expectOne = (id: string) => {
      expect(told.filter((each) => each.includes('+'))).toEqual([]);
      expect([...champions]).toEqual([id]);
    };
    await engine.models.setState('b', 'champion', 'user');
    await engine.models.setState('a', 'champion', 'user');
    expectOne('a');
    await engine.models.rollback(SLOT, 'user');
    expectOne('b');
    await command.models.setState('a', 'champion', 'user');
    // Before the second is over after which the engine looks.
    engine.models.report('a', { driftByColumn: [], problem: null });
    expectOne('a');
    await command.models.setState('b', 'champion', 'user');
    clock.advance(1_000);
    await vi.waitFor(() => expectOne('b'));
  });

  it('to champion is refused for a model with a problem, and changes nothing', async () => {
    await putSample(paths.data, 'a');
    await putSample(paths.data, 'b');
    await putSample(paths.data, 'c', { golden: { input: [0, 0], output: [1, 0, 0], tolerance: 1e-5 } });
    appendFileSync(join(paths.data, 'b', 'model.onnx'), 'x');
    const { models } = await open();
    await models.setState('a', 'champion', 'user');
    for (const [id, why] of [
      ['b', 'not the file'],
      ['c', 'golden output'],
    ] as const)
      for (const state of ['champion', 'shadow'] as const)
        await expect(models.setState(id, state, 'user')).rejects.toMatchObject({
          code: 'refused',
          message: expect.stringContaining(why),
        });
    expect(models.entries().map(({ state }) => state)).toEqual(['champion', 'draft', 'draft']);
    expect(models.entry('c').problem).toContain('golden output');
    await expect(models.setState('nobody', 'champion', 'user')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('to champion is refused where live events bring nothing to fill the columns with', async () => {
    const { input } = (await sampleModel('x')).manifest;
    await putSample(paths.data, 'csv', { input: { ...input, featureSet: null, columns: ['a', 'b'] } });
    await putSample(paths.data, 'goals', {
      input: { ...input, featureSet: null, teams: ['Arsenal', 'Leeds'] },
    });
    const { models } = await open();
    await expect(models.setState('csv', 'champion', 'user')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('CSV of numbers'),
    });
    expect(await models.setState('goals', 'champion', 'user')).toMatchObject({ state: 'champion' });
  });
});

describe('rollback', () => {
  it('restores the champion before, and passes over one that no longer gives its golden output', async () => {
    for (const id of ['a', 'b', 'c']) await putSample(paths.data, id);
    const { models } = await open();
    for (const id of ['a', 'b', 'c']) await models.setState(id, 'champion', 'user');
    appendFileSync(join(paths.data, 'b', 'model.onnx'), 'x');
    expect(await models.rollback(SLOT, 'user')).toMatchObject({ id: 'a', state: 'champion' });
    expect(models.entry('b').problem).toContain('not the file');
    expect(models.history(1)[0]?.action).toContain('past b');
  });
});

describe('a folder mended by hand', () => {
  it('is seen when its model is promoted', async () => {
    await putSample(paths.data, 'a');
    const graph = join(paths.data, 'a', 'model.onnx');
    const sound = readFileSync(graph);
    appendFileSync(graph, 'x');
    const { models } = await open();
    expect(models.entry('a').problem).toContain('not the file');
    writeFileSync(graph, sound);
    expect(await models.setState('a', 'champion', 'user')).toMatchObject({
      state: 'champion',
      problem: null,
    });
  });
});

describe('another process', () => {
  it('promotes, adds and removes, and a watching engine tells of it within a second', async () => {
    for (const id of ['a', 'b']) await putSample(paths.data, id);
    const engine = await open();
    const command = await open();
    const told: ModelEntry[] = [];
    engine.models.changes.subscribe((entry) => told.push(entry));
    const stop = engine.models.watch();
    await command.models.setState('a', 'champion', 'user');
    const added = await sampleModel('new');
    await command.models.add(added.manifest, added.contents);
    await command.models.remove('b');
    expect(told).toEqual([]);
    clock.advance(1_000);
    await vi.waitFor(() => expect(told).toHaveLength(3));
    expect(told.map(({ id, state, removed }) => [id, state, removed])).toEqual([
      ['a', 'champion', undefined],
      ['new', 'draft', undefined],
      ['b', 'draft', true],
    ]);
    expect(engine.models.entries().map(({ id }) => id)).toEqual(['a', 'new']);
    stop();
    await command.models.setState('a', 'retired', 'user');
    clock.advance(10_000);
    await engine.models.rescan();
    expect(stateOf(engine, 'a')).toBe('retired');
  });

  it('puts another model under the name of a removed one', async () => {
    await putSample(paths.data, 'a');
    const engine = await open();
    const command = await open();
    engine.models.watch();
    await command.models.remove('a');
    const other = await sampleModel('a', { name: 'Another' });
    await command.models.add(other.manifest, other.contents);
    clock.advance(1_000);
    await vi.waitFor(() => expect(engine.models.entry('a').name).toBe('Another'));
  });
});

describe('a model', () => {
  it('is added as a draft that the next start finds, and not over another', async () => {
    const { models } = await open();
    const { manifest, contents } = await sampleModel('a');
    expect(await models.add(manifest, contents)).toMatchObject({ id: 'a', state: 'draft', problem: null });
    await expect(models.add(manifest, contents)).rejects.toMatchObject({ code: 'conflict' });
    expect((await open()).models.entries()).toHaveLength(1);
  });

  it('is removed with its folder unless it is in use or shipped', async () => {
    await putSample(paths.data, 'a');
    await putSample(paths.shipped, 's');
    const { models } = await open();
    await expect(models.remove('s')).rejects.toMatchObject({ code: 'refused' });
    await models.setState('a', 'shadow', 'user');
    await expect(models.remove('a')).rejects.toMatchObject({ code: 'refused' });
    expect(existsSync(join(paths.data, 'a'))).toBe(true);
    await models.setState('a', 'draft', 'user');
    await models.remove('a');
    expect(existsSync(join(paths.data, 'a'))).toBe(false);
    await expect(models.remove('a')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('that is champion and whose folder is gone is still told of, and can be retired', async () => {
    await putSample(paths.data, 'a');
    const first = await open();
    await first.models.setState('a', 'champion', 'user');
    rmSync(join(paths.data, 'a'), { recursive: true });
    const { models } = await open();
    expect(models.entries()).toMatchObject([
      { id: 'a', slot: SLOT, state: 'champion', problem: expect.stringContaining('gone') },
    ]);
    await expect(models.setState('a', 'shadow', 'user')).rejects.toMatchObject({ code: 'refused' });
    expect(await models.setState('a', 'retired', 'user')).toMatchObject({ state: 'retired' });
    expect(models.entries()).toEqual([]);
  });

  it('tells what serving reports of it until it reports otherwise', async () => {
    await putSample(paths.data, 'a');
    const { models } = await open();
    const told: ModelEntry[] = [];
    models.changes.subscribe((entry) => told.push(entry));
    const serving = { predictions: 3, failures: 0, p50Ms: 0.1, p99Ms: 0.2, note: null, perSecond: 1 };
    models.report('a', { serving });
    models.report('a', { serving });
    models.report('a', { problem: 'The model failed: restart.' });
    models.report('nobody', { serving });
    expect(told.map(({ serving: s, problem }) => [s?.predictions, problem])).toEqual([
      [3, null],
      [3, 'The model failed: restart.'],
    ]);
    models.report('a', { problem: null, driftByColumn: [{ column: 'elo', psi: 0.3 }] });
    expect(models.judgement('a').drift).toEqual([{ column: 'elo', psi: 0.3 }]);
  });
});

describe('judgement', () => {
  const settled = (modelId: string, eventId: string, probabilities: readonly number[], observed: number) => ({
    modelId,
    mode: 'paper' as const,
    eventId,
    version: 'v',
    probabilities,
    observed,
    at: 1 as EpochMs,
  });

  it('is the manifest’s, and live the champion’s on the same matches', async () => {
    await putSample(paths.data, 'a', { judgement: sampleJudgement(0.97) });
    await putSample(paths.data, 'b');
    const { models, store } = await open();
    expect(models.judgement('a')).toMatchObject({ overall: { model: { logLoss: 0.97 } }, live: null });
    await models.setState('a', 'champion', 'user');
    store.saveSettled([
      settled('a', 'e1', [0.5, 0.25, 0.25], 0),
      settled('a', 'e2', [0.5, 0.25, 0.25], 1),
      settled('b', 'e1', [0.8, 0.1, 0.1], 0),
      settled('b', 'e3', [0.8, 0.1, 0.1], 0),
      { ...settled('b', 'e1', [0.1, 0.1, 0.8], 0), mode: 'practice' },
    ]);
    const { live } = models.judgement('b');
    expect(live).toMatchObject({ championId: 'a', model: { n: 1 }, champion: { n: 1 } });
    expect(live?.model.logLoss).toBeCloseTo(-Math.log(0.8), 12);
    expect(live?.champion?.logLoss).toBeCloseTo(-Math.log(0.5), 12);
    expect(models.judgement('a').live).toMatchObject({ model: { n: 2 }, champion: null, championId: 'a' });
  });
});

describe('a folder half removed or half made', () => {
  it('is cleared away at the start', async () => {
    mkdirSync(join(paths.data, '.incoming-x-2147483646-1'));
    await open();
    await vi.waitFor(() => expect(existsSync(join(paths.data, '.incoming-x-2147483646-1'))).toBe(false));
    expect(readFileSync(join(paths.data, 'models.db')).length).toBeGreaterThan(0);
  });
});
