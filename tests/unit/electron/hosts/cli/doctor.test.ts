import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examine } from '../../../../../electron/hosts/cli/doctor.ts';
import { putSample } from '../../../../support/model-registry.ts';
import { temporaryFolder } from '../../../../support/serve.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const findingOf = async (directory: string, check: string) =>
  (await examine(directory)).find((finding) => finding.check === check);

describe('doctor', () => {
  it('makes nothing where nothing has been made yet', async () => {
    const directory = join(folder.path, 'not', 'yet');
    const findings = await examine(directory);
    expect(existsSync(join(folder.path, 'not'))).toBe(false);
    expect(findings).toContainEqual({ check: 'data', state: 'ok', message: `${directory}: not made yet` });
    expect(findings).toContainEqual({ check: 'paper/journal.db', state: 'ok', message: 'not made yet' });
    expect(findings.find(({ check }) => check === 'disk')?.message).toContain(folder.path);
    expect(findings.filter(({ state }) => state === 'fail')).toEqual([]);
  });

  it('leaves a folder and its databases as they are', async () => {
    const data = join(folder.path, 'practice');
    mkdirSync(data);
    const db = new Database(join(data, 'journal.db'));
    db.pragma('journal_mode = WAL');
    db.exec('CREATE TABLE kept (id INTEGER) STRICT');
    db.close();
    expect(await findingOf(folder.path, 'practice/journal.db')).toMatchObject({ state: 'ok' });
    expect(await findingOf(folder.path, 'data')).toMatchObject({ state: 'ok', message: folder.path });
    expect(readdirSync(folder.path)).toEqual(['practice']);
    expect(readdirSync(data)).toEqual(['journal.db']);
  });

  it('reads a database that a running engine has open', async () => {
    const data = join(folder.path, 'practice');
    mkdirSync(data);
    const db = new Database(join(data, 'journal.db'));
    db.pragma('journal_mode = WAL');
    db.exec('CREATE TABLE kept (id INTEGER) STRICT');
    db.pragma('user_version = 7');
    const before = readdirSync(data);
    expect(await findingOf(folder.path, 'practice/journal.db')).toMatchObject({ message: 'sound, schema 7' });
    expect(readdirSync(data)).toEqual(before);
    db.close();
  });

  it('says of a damaged database what the next start does', async () => {
    const data = join(folder.path, 'practice');
    mkdirSync(data);
    writeFileSync(join(data, 'journal.db'), 'not a database at all '.repeat(100));
    expect(await findingOf(folder.path, 'practice/journal.db')).toMatchObject({
      state: 'fail',
      message: expect.stringContaining('restores the newest backup'),
    });
  });

  it('counts sound models and says why others are refused', async () => {
    const models = join(folder.path, 'models');
    mkdirSync(models);
    // Shipped ones are there or not, as the program goes on.
    const before = /^(\d+) of \1 sound$/.exec(
      (await findingOf(folder.path, 'models'))?.message ?? '0 of 0 sound',
    );
    const shipped = Number(before?.[1] ?? 0);
    await putSample(models, 'sound');
    expect(await findingOf(folder.path, 'models')).toMatchObject({
      state: 'ok',
      message: `${shipped + 1} of ${shipped + 1} sound`,
    });
    await putSample(models, 'spoilt');
    appendFileSync(join(models, 'spoilt', 'model.onnx'), 'x');
    expect(await findingOf(folder.path, 'models')).toMatchObject({
      state: 'warn',
      message: expect.stringMatching(/Refused: spoilt: model\.onnx .* not the file/),
    });
    expect(readdirSync(folder.path)).toEqual(['models']);
    expect(readdirSync(models).sort()).toEqual(['sound', 'spoilt']);
  });

  it('tells of a folder that could never be made', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    expect(await findingOf(join(file, 'below'), 'data')).toMatchObject({
      state: 'fail',
      message: expect.stringContaining('--data DIR'),
    });
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'tells of a folder that cannot be written to (root may write anywhere)',
    async () => {
      const locked = join(folder.path, 'locked');
      mkdirSync(locked, { mode: 0o500 });
      expect(await findingOf(join(locked, 'data'), 'data')).toMatchObject({ state: 'fail' });
      chmodSync(locked, 0o700);
    },
  );
});
