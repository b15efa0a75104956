import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { FEATURE_SETS } from '../../../../../electron/engine/inference/features/index.ts';
import { importRequest } from '../../../../../electron/hosts/cli/model-import.ts';
import type { Inspection } from '../../../../../shared/contract/models.ts';
import { footballColumns, footballSet, logisticOnnx } from '../../../../support/sample-model-folder.ts';
import { temporaryFolder } from '../../../../support/serve.ts';

const cli = fileURLToPath(new URL('../../../../../electron/hosts/cli.ts', import.meta.url));
let root: string;
beforeEach(() => {
  const folder = temporaryFolder();
  root = folder.path;
  return () => folder.remove();
});

/** Runs `overround model ...`; answers with its exit code and its last line as JSON. */
const model = (...args: readonly string[]): Promise<{ readonly code: number; readonly answer: unknown }> =>
  new Promise((resolve) => {
    const data = join(root, 'data');
    execFile(process.execPath, [cli, 'model', ...args, '--data', data, '--json'], (error, stdout) => {
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      resolve({ code: Number(error?.code ?? 0), answer: last === '' ? null : JSON.parse(last) });
    });
  });

describe('overround model', () => {
  it('imports, promotes, rolls back and lists', async () => {
    const golden = join(root, 'golden.json');
    writeFileSync(golden, JSON.stringify({ input: [0, 0], output: [0.5, 0.3, 0.2] }));
    const fill = ['--feature-set', footballSet, '--columns', footballColumns.join(',')];
    for (const name of ['First', 'Second']) {
      const file = join(root, `${name}.onnx`);
      writeFileSync(file, logisticOnnx([0.5, 0.3, 0.2]));
      const { code, answer } = await model('import', file, ...fill, '--golden', golden);
      expect([code, answer]).toMatchObject([
        0,
        { model: { id: name.toLowerCase(), state: 'draft' }, kind: 'probabilities' },
      ]);
      const promoted = await model('promote', name.toLowerCase());
      expect(promoted).toMatchObject({ code: 0, answer: { model: { state: 'champion' } } });
    }
    const slot = 'football/match-odds';
    expect(await model('rollback', slot)).toMatchObject({ code: 0, answer: { model: { id: 'first' } } });
    const listed = await model('list');
    expect(listed).toMatchObject({
      code: 0,
      answer: {
        models: expect.arrayContaining([
          expect.objectContaining({ id: 'first', state: 'champion', problem: null }),
          expect.objectContaining({ id: 'second', state: 'retired' }),
        ]),
      },
    });
  }, 60_000);

  it('says what is wrong as JSON, with exit code 1', async () => {
    expect(await model('promote', 'nobody')).toMatchObject({
      code: 1,
      answer: { error: { code: 'not-found', message: expect.stringContaining('no model nobody') } },
    });
    expect(await model('import', join(root, 'none.onnx'))).toMatchObject({
      code: 1,
      answer: { error: { code: 'refused', message: expect.stringContaining('There is no file') } },
    });
  }, 30_000);
});

describe('an import without flags', () => {
  const found = (
    kind: 'probabilities' | 'scores' | 'number',
    columns: number,
    classes: number,
  ): Inspection => ({
    file: '/x/My Model (v2).onnx',
    bytes: 1,
    sha256: 'a'.repeat(64),
    ir: 8,
    opsets: [],
    producer: '',
    inputs: [{ name: 'in', type: 'float32', shape: [null, columns] }],
    outputs: [{ name: 'out', type: 'float32', shape: [null, classes] }],
    problems: [],
    suggestion: { input: 'in', output: 'out', kind, columns, classes },
  });
  const file = '/x/My Model (v2).onnx';

  it('takes what the file suggests', () => {
    expect(importRequest(file, {}, found('probabilities', 2, 3))).toEqual({
      file,
      id: 'my-model-v2',
      name: 'my-model-v2',
      description: '',
      sport: 'football',
      target: 'match-odds',
      input: 'in',
      output: 'out',
      kind: 'probabilities',
      outcomes: ['home', 'draw', 'away'],
      featureSet: null,
      columns: ['column_1', 'column_2'],
      golden: null,
    });
    expect(importRequest(file, {}, found('number', 1, 1))).toMatchObject({
      target: 'number',
      kind: 'number',
    });
  });

  it('takes the sport and the columns of a feature set', () => {
    const winner = FEATURE_SETS.find(({ sport }) => sport !== 'football');
    if (!winner) throw new Error('no set of another sport');
    const flags = { featureSet: winner.id, target: 'winner' } as const;
    expect(importRequest(file, flags, found('probabilities', 2, 2))).toMatchObject({
      sport: winner.sport,
      columns: winner.names,
      outcomes: ['home', 'away'],
    });
  });

  it('takes outputs for probabilities where the golden row has them, unless told otherwise', () => {
    const golden = join(root, 'golden.json');
    writeFileSync(golden, JSON.stringify({ input: [0, 0], output: [0.5, 0.3, 0.2] }));
    const kindBy = (flags: Parameters<typeof importRequest>[1]) =>
      importRequest(file, flags, found('scores', 2, 3)).kind;
    expect(kindBy({})).toBe('scores');
    expect(kindBy({ golden })).toBe('probabilities');
    expect(kindBy({ golden, kind: 'scores' })).toBe('scores');
    writeFileSync(golden, JSON.stringify({ input: [0, 0], output: [1.5, 0.3, -0.8] }));
    expect(kindBy({ golden })).toBe('scores');
  });

  it('asks for what the file leaves open', () => {
    expect(() => importRequest(file, {}, found('probabilities', 2, 2))).toThrow(/--target/);
    expect(() => importRequest(file, {}, found('probabilities', 0, 3))).toThrow(/--columns/);
    expect(() => importRequest('/x/—.onnx', {}, found('probabilities', 2, 3))).toThrow(/--id/);
    expect(() => importRequest(file, { featureSet: 'x@1' }, found('probabilities', 2, 3))).toThrow(/x@1/);
    expect(() => importRequest(file, {}, { ...found('number', 1, 1), suggestion: null })).toThrow(/--output/);
    expect(() => importRequest(file, { golden: join(root, 'none') }, found('number', 1, 1))).toThrow(
      /Can't read/,
    );
    writeFileSync(join(root, 'g.json'), '{"input": 1}');
    expect(() => importRequest(file, { golden: join(root, 'g.json') }, found('number', 1, 1))).toThrow(
      /no golden vector/,
    );
  });
});
