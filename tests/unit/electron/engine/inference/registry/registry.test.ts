import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { featureSet } from '../../../../../../electron/engine/inference/features/index.ts';
import { openSession } from '../../../../../../electron/engine/inference/onnx/open-session.ts';
import {
  describeFile,
  type Manifest,
  type ModelVersion,
  openModel,
  type RegisteredModel,
  readModels,
  servedSession,
  versionBefore,
  writeModel,
} from '../../../../../../electron/engine/inference/registry/index.ts';
import { createModelFolders } from '../../../../../../electron/engine/storage/models/index.ts';
import { putModel, putSample } from '../../../../../support/model-registry.ts';
import { footballSet, logisticOnnx, sampleModel } from '../../../../../support/sample-model-folder.ts';
import { temporaryFolder } from '../../../../../support/serve.ts';

let user: string;
let shipped: string;
beforeEach(() => {
  const folder = temporaryFolder();
  user = join(folder.path, 'models');
  shipped = join(folder.path, 'shipped');
  mkdirSync(user);
  mkdirSync(shipped);
  return () => folder.remove();
});
const files = () => createModelFolders({ shipped, user });
const only = async (): Promise<RegisteredModel> => {
  const [model] = await readModels(files());
  if (!model) throw new Error('no model');
  return model;
};

describe('a model folder', () => {
  it('is sound as it was written', async () => {
    const { manifest, contents } = await sampleModel('a');
    await writeModel(files(), manifest, contents);
    expect(await only()).toMatchObject({ manifest, problem: null });
  });

  it('is not written when its files are not those of its manifest', async () => {
    const { manifest } = await sampleModel('a');
    const wrong = new Map([['model.onnx', logisticOnnx([0.2, 0.3, 0.5])]]);
    await expect(writeModel(files(), manifest, wrong)).rejects.toThrow('model.onnx');
    expect(await readModels(files())).toEqual([]);
  });

  type Case = readonly [what: string, spoil: (place: string) => void, says: RegExp];
  const cases: readonly Case[] = [
    ['a byte changed', (place) => flip(join(place, 'model.onnx')), /not the file this model was registered/],
    ['a byte added', (place) => appendFileSync(join(place, 'model.onnx'), 'x'), /not the file/],
    ['its graph gone', (place) => rmSync(join(place, 'model.onnx')), /model\.onnx is missing/],
    ['its manifest gone', (place) => rmSync(join(place, 'manifest.json')), /manifest\.json is missing/],
    ['a manifest that is no JSON', (place) => writeFileSync(join(place, 'manifest.json'), '{'), /not JSON/],
    ['a manifest of nothing', (place) => writeFileSync(join(place, 'manifest.json'), '{}'), /can't be used/],
    [
      'a graph elsewhere',
      (place) => edit(place, (text) => text.replace('"model.onnx"', '"../b/model.onnx"')),
      /can't be used/,
    ],
    [
      'another id',
      (place) => edit(place, (text) => text.replace('"id":"a"', '"id":"b"')),
      /holds the model b/,
    ],
    [
      'an unknown feature set',
      (place) => edit(place, (text) => text.replace(footballSet, 'football-results@999')),
      /football-results@999.*does not have/,
    ],
  ];
  it.each(cases)('with %s is refused, and the others go on', async (_what, spoil, says) => {
    await putSample(user, 'a');
    await putSample(user, 'sound');
    spoil(join(user, 'a'));
    const [refused, sound] = await readModels(files());
    expect(refused?.problem).toMatch(says);
    expect(sound).toMatchObject({ folder: { id: 'sound' }, problem: null });
  });

  it.skipIf(process.platform === 'win32')(
    'whose graph is a link is refused (Windows needs rights for links)',
    async () => {
      await putSample(user, 'a');
      const graph = join(user, 'a', 'model.onnx');
      writeFileSync(join(user, 'elsewhere.onnx'), readFileSync(graph));
      rmSync(graph);
      symlinkSync(join(user, 'elsewhere.onnx'), graph);
      expect((await only()).problem).toMatch(/is a link/);
    },
  );

  it.each<readonly [string, Partial<Manifest>, RegExp]>([
    ['outcomes of another target', { outcomes: ['over', 'under'] }, /outcomes/],
    ['a golden input too short', { golden: { input: [0], output: [0, 0, 0], tolerance: 1 } }, /golden input/],
    ['a golden output too long', { golden: { input: [0, 0], output: [1], tolerance: 1 } }, /golden output/],
    [
      'an order that names a column twice',
      { output: { name: 'p', kind: 'probabilities', order: [0, 0, 2] } },
      /order of its output columns/,
    ],
    ['a number for a market', { output: { name: 'p', kind: 'number' } }, /output number/],
    [
      'a feature nobody knows',
      { input: { name: 'features', featureSet: footballSet, columns: ['a', 'b'], teams: null } },
      /has no feature a, b/,
    ],
  ])('with %s is refused', async (_what, more, says) => {
    await putSample(user, 'a', more);
    expect((await only()).problem).toMatch(says);
  });

  it.each([
    ['no day of the calendar', '2021-02-29', /can't be used/],
    ['a day long after it was made', '2999-12-31', /to 2999-12-31, after it was made \(2023-11-14\)/],
    ['a day before it began', '2015-08-07', /ends before it begins/],
  ])('trained to %s is refused', async (_what, trainedTo, says) => {
    const [version] = (await sampleModel('a')).manifest.versions;
    if (!version) throw new Error('no version');
    await putSample(user, 'a', { versions: [{ ...version, trainedTo }] });
    expect((await only()).problem).toMatch(says);
  });

  it('tells the reason first and where it lies last', async () => {
    await putSample(user, 'a');
    flip(join(user, 'a', 'model.onnx'));
    const { problem } = await only();
    expect(problem).toMatch(/^model\.onnx is not the file/);
    expect(problem?.endsWith(join(user, 'a'))).toBe(true);
  });

  it('has no control codes: refused in its name, shown as marks in its description', async () => {
    await putSample(user, 'a', { description: 'Cup\u001b[2J\nLeague', parameters: { file: 'x\u0007.onnx' } });
    const [sound] = await readModels(files());
    expect(sound).toMatchObject({
      problem: null,
      manifest: { description: 'Cup\uFFFD[2J\nLeague', parameters: { file: 'x\uFFFD.onnx' } },
    });
    await putSample(user, 'b', { name: 'Mine\u001b[2J' });
    const [, refused] = await readModels(files());
    expect(refused?.problem).toMatch(/has control characters/);
    expect(refused?.problem).not.toContain('\u001b');
  });

  it('under the id of a shipped one is refused, and the shipped one is used', async () => {
    await putSample(shipped, 'a');
    await putSample(user, 'a');
    const [first, second] = await readModels(files());
    expect(first).toMatchObject({ folder: { owner: 'shipped' }, problem: null });
    expect(second).toMatchObject({ folder: { owner: 'user' }, problem: expect.stringContaining('Rename') });
  });
});

function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

function edit(place: string, change: (text: string) => string): void {
  const path = join(place, 'manifest.json');
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error('nothing was changed');
  writeFileSync(path, after);
}

describe('opening', () => {
  const run = async (model: RegisteredModel, row: readonly number[], version?: ModelVersion) => {
    const opened = await openModel(files(), model, openSession, version);
    if (!opened.ok) throw new Error(opened.message);
    const out = new Float32Array(opened.manifest.outcomes.length);
    await opened.session.run(Float32Array.from(row), 1, out);
    await opened.session.release();
    return Array.from(out, (p) => Number(p.toFixed(5)));
  };

  it('gives what the graph gives', async () => {
    await putSample(user, 'a');
    expect(await run(await only(), [0, 0])).toEqual([0.5, 0.3, 0.2]);
  });

  it('refuses a model that does not give its golden output', async () => {
    await putSample(user, 'a', { golden: { input: [0, 0], output: [0.5, 0.31, 0.19], tolerance: 1e-5 } });
    expect(await openModel(files(), await only(), openSession)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/golden output.*expected 0\.5, 0\.31, 0\.19, got 0\.5, 0\.3, 0\.2/),
    });
  });

  it('refuses a file that was changed after it was registered', async () => {
    await putSample(user, 'a');
    const model = await only();
    flip(join(user, 'a', 'model.onnx'));
    expect(await openModel(files(), model, openSession)).toMatchObject({
      ok: false,
      message: expect.stringContaining('not the file'),
    });
  });

  it('refuses what is no graph, though its hash is right', async () => {
    const { manifest } = await sampleModel('a');
    const junk = new TextEncoder().encode('no graph at all');
    const [version] = manifest.versions;
    if (!version) throw new Error('no version');
    const versions = [{ ...version, onnx: await describeFile('model.onnx', junk) }];
    putModel(user, { manifest: { ...manifest, versions }, contents: new Map([['model.onnx', junk]]) });
    const model = await only();
    expect(model.problem).toBeNull();
    expect(await openModel(files(), model, openSession)).toMatchObject({ ok: false });
  });

  it('refuses a feature snapshot that the features can’t go on from, though its hash is right', async () => {
    const { manifest, contents } = await sampleModel('a');
    const [version] = manifest.versions;
    if (!version) throw new Error('no version');
    const openWith = async (snapshot: unknown) => {
      const bytes = new TextEncoder().encode(JSON.stringify(snapshot));
      const versions = [{ ...version, features: await describeFile('features.json', bytes) }];
      rmSync(join(user, 'a'), { recursive: true, force: true });
      putModel(user, {
        manifest: { ...manifest, versions },
        contents: new Map([...contents, ['features.json', bytes]]),
      });
      return openModel(files(), await only(), openSession);
    };
    const sound = featureSet(footballSet)?.create().snapshot();
    expect(await openWith(sound)).toMatchObject({ ok: true, snapshot: { set: footballSet } });
    for (const [snapshot, says] of [
      [{ ...sound, state: { teams: 'none' } }, /features\.json: .*damaged/],
      [{ ...sound, set: 'tennis-results@1' }, /is of tennis-results@1/],
      [{ ...sound, through: '9999-99-99' }, /no feature snapshot/],
    ] as const)
      expect(await openWith(snapshot)).toMatchObject({ ok: false, message: expect.stringMatching(says) });
  });

  it('puts the outcomes in order where the graph has them in another', async () => {
    // The graph gives away, home, draw.
    const { manifest, contents } = await sampleModel('a', {}, [0.2, 0.5, 0.3]);
    putModel(user, {
      contents,
      manifest: { ...manifest, output: { ...manifest.output, order: [1, 2, 0] } },
    });
    expect(await run(await only(), [0, 0])).toEqual([0.5, 0.3, 0.2]);
  });

  it('uses for a past match the newest version that had not seen it', async () => {
    const { manifest } = await sampleModel('a');
    const old = logisticOnnx([0.4, 0.3, 0.3]);
    const recent = logisticOnnx([0.5, 0.3, 0.2]);
    const [version] = manifest.versions;
    if (!version) throw new Error('no version');
    const versions = [
      { ...version, trainedTo: '2019-05-12', onnx: await describeFile('2019.onnx', old) },
      { ...version, trainedTo: '2020-07-26', onnx: await describeFile('2020.onnx', recent) },
    ];
    putModel(user, {
      manifest: { ...manifest, versions },
      contents: new Map([
        ['2019.onnx', old],
        ['2020.onnx', recent],
      ]),
    });
    const model = await only();
    const on = (day: string) => (model.manifest ? versionBefore(model.manifest, day) : undefined);
    expect(on('2019-05-12')).toBeUndefined();
    expect(on('2019-05-13')?.trainedTo).toBe('2019-05-12');
    expect(on('2020-07-26')?.trainedTo).toBe('2019-05-12');
    expect(on('2020-07-27')?.trainedTo).toBe('2020-07-26');
    // Only the newest has a golden vector, so that an older one opens without.
    expect(await run(model, [0, 0], on('2020-01-01'))).toEqual([0.4, 0.3, 0.3]);
    expect(await run(model, [0, 0])).toEqual([0.5, 0.3, 0.2]);
  });
});

describe('the served session', () => {
  const raw = (rows: readonly (readonly number[])[]) => ({
    columns: 1,
    classes: 3,
    run: async (_x: Float32Array, n: number, out: Float32Array) => {
      out.set(rows.slice(0, n).flat());
    },
    release: async () => {},
  });

  it('is the session itself where nothing is to be done', () => {
    const session = raw([]);
    expect(servedSession(session, { name: 'p', kind: 'probabilities' })).toBe(session);
    expect(servedSession(session, { name: 'p', kind: 'probabilities', order: [0, 1, 2] })).toBe(session);
  });

  it('makes probabilities of scores, in the order of the outcomes, row by row', async () => {
    const session = raw([
      [Math.log(2), Math.log(5), Math.log(3)],
      [1000, 0, -1000],
    ]);
    const out = new Float32Array(7).fill(9);
    await servedSession(session, { name: 's', kind: 'scores', order: [1, 2, 0] }).run(
      new Float32Array(2),
      2,
      out,
    );
    expect(Array.from(out, (p) => Number(p.toFixed(6)))).toEqual([0.5, 0.3, 0.2, 0, 0, 1, 9]);
  });

  it('keeps what is not a number for its caller to see', async () => {
    const out = new Float32Array(3);
    await servedSession(raw([[Number.NaN, 0, 0]]), { name: 's', kind: 'scores' }).run(
      new Float32Array(1),
      1,
      out,
    );
    expect(Array.from(out).every(Number.isNaN)).toBe(true);
  });
});
