import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { createModelFolders } from '../../../../../../electron/engine/storage/models/index.ts';
import { temporaryFolder } from '../../../../../support/serve.ts';

let root: string;
let user: string;
beforeEach(() => {
  const folder = temporaryFolder();
  root = folder.path;
  user = join(root, 'models');
  mkdirSync(user);
  return () => folder.remove();
});
const open = () => createModelFolders({ shipped: join(root, 'shipped'), user });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const own = (id: string) => ({ id, owner: 'user', stamp: '' }) as const;

describe('a folder of the user', () => {
  it('is written whole, listed and read', async () => {
    const files = open();
    await files.write(
      'a',
      new Map([
        ['manifest.json', bytes('{}')],
        ['model.onnx', bytes('graph')],
      ]),
    );
    expect(await files.list()).toMatchObject([{ id: 'a', owner: 'user' }]);
    const read = await files.read(own('a'), 'model.onnx', 100);
    expect(read.ok && Buffer.from(read.bytes).toString()).toBe('graph');
    expect(readdirSync(user)).toEqual(['a']);
  });

  it('is never written over', async () => {
    const files = open();
    await files.write('a', new Map([['model.onnx', bytes('first')]]));
    await expect(files.write('a', new Map([['model.onnx', bytes('second')]]))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(readFileSync(join(user, 'a', 'model.onnx'), 'utf8')).toBe('first');
    expect(readdirSync(user)).toEqual(['a']);
  });

  it.each(['../out', 'a/b', '', 'A', 'runs', 'backups', 'con', '.hidden'])(
    'is not made as %j',
    async (id) => {
      await expect(open().write(id, new Map())).rejects.toMatchObject({ code: 'invalid' });
      expect(readdirSync(root)).toEqual(['models']);
      expect(readdirSync(user)).toEqual([]);
    },
  );

  it('leaves nothing when one of its files cannot be written', async () => {
    const files = new Map([
      ['model.onnx', bytes('x')],
      ['../escape', bytes('x')],
    ]);
    await expect(open().write('a', files)).rejects.toMatchObject({ code: 'invalid' });
    expect(readdirSync(user)).toEqual([]);
    expect(readdirSync(root)).toEqual(['models']);
  });

  it('is removed, and may be made again with another stamp', async () => {
    const files = open();
    await files.write('a', new Map([['x', bytes('1')]]));
    const [first] = await files.list();
    await files.remove('a');
    expect(readdirSync(user)).toEqual([]);
    await expect(files.remove('a')).rejects.toMatchObject({ code: 'not-found' });
    writeFileSync(join(user, 'spacer'), '');
    await files.write('a', new Map([['x', bytes('1')]]));
    const [second] = await files.list();
    expect(second?.stamp).not.toBe(first?.stamp);
  });
});

describe('reading', () => {
  it('refuses what is missing, too large, a folder, or named elsewhere', async () => {
    const files = open();
    await files.write('a', new Map([['model.onnx', bytes('graph')]]));
    mkdirSync(join(user, 'a', 'folder'));
    const codeOf = async (name: string, most = 100) => {
      const read = await files.read(own('a'), name, most);
      return read.ok ? 'ok' : read.code;
    };
    expect(await codeOf('model.onnx', 5)).toBe('ok');
    expect(await codeOf('model.onnx', 4)).toBe('too-large');
    expect(await codeOf('none.onnx')).toBe('missing');
    expect(await codeOf('folder')).toBe('not-a-file');
    for (const name of ['../models/a/model.onnx', '..', '/etc/hostname', 'a\\b', ''])
      expect(await codeOf(name), name).toBe('not-a-file');
  });

  it.skipIf(process.platform === 'win32')(
    'follows no link out of the folder (Windows needs rights for links)',
    async () => {
      const files = open();
      await files.write('a', new Map([['model.onnx', bytes('graph')]]));
      writeFileSync(join(root, 'secret'), 'secret');
      symlinkSync(join(root, 'secret'), join(user, 'a', 'link.onnx'));
      symlinkSync(join(user, 'a'), join(user, 'b'));
      expect(await files.read(own('a'), 'link.onnx', 100)).toMatchObject({ ok: false, code: 'not-a-file' });
      // A linked folder is listed, so that it is refused by name rather than overlooked.
      expect((await files.list()).map(({ id }) => id)).toEqual(['a', 'b']);
      expect(await files.read(own('b'), 'model.onnx', 100)).toMatchObject({ ok: false, code: 'not-a-file' });
      expect(await files.readAt(join(user, 'a', 'link.onnx'), 100)).toMatchObject({ ok: true });
    },
  );

  it('of a place without shipped models lists the others', async () => {
    const files = open();
    await files.write('a', new Map());
    writeFileSync(join(user, 'models.db'), '');
    mkdirSync(join(user, 'runs'));
    expect((await files.list()).map(({ id }) => id)).toEqual(['a']);
  });
});

describe('a process that dies', () => {
  const writer = fileURLToPath(new URL('../../../../../support/model-writer.ts', import.meta.url));

  it.each([0, 1, 2, 3])(
    'after %i of three files leaves no half model, and its leftovers are deleted',
    async (after) => {
      const child = spawn(process.execPath, [writer, user, String(after)], { stdio: 'inherit' });
      const [, signal] = (await once(child, 'close')) as [number | null, string | null];
      expect(signal).toBe('SIGKILL');
      const files = open();
      expect((await files.list()).map(({ id }) => id)).toEqual(['whole']);
      for (const name of ['one', 'two', 'three']) {
        const read = await files.read(own('whole'), name, 1e6);
        expect(read.ok && read.bytes.length, name).toBe(100_000);
      }
      expect(readdirSync(user)).toHaveLength(2);
      await files.tidy();
      expect(readdirSync(user)).toEqual(['whole']);
    },
  );

  it('is told from one that lives', async () => {
    mkdirSync(join(user, `.incoming-a-${process.ppid}-1`));
    mkdirSync(join(user, '.incoming-b-2147483646-1'));
    mkdirSync(join(user, `.removed-c-${process.pid}-999`));
    mkdirSync(join(user, '.mine'));
    await open().tidy();
    expect(readdirSync(user).sort()).toEqual([`.incoming-a-${process.ppid}-1`, '.mine']);
    expect(existsSync(user)).toBe(true);
  });
});
