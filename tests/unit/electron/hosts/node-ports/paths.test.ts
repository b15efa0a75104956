import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createModelPaths,
  createNodePaths,
  locateModelPaths,
} from '../../../../../electron/hosts/node-ports/paths.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'overround-paths-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('node paths', () => {
  it('makes everything under the folder it is given, for this user alone', () => {
    const directory = join(folder, 'deep', 'data');
    const result = createNodePaths({ mode: 'paper', directory });
    if (!result.ok) throw new Error(result.message);
    const { paths } = result;
    expect(paths).toEqual({
      root: directory,
      data: join(directory, 'paper'),
      backups: join(directory, 'paper', 'backups'),
      config: directory,
      logs: join(directory, 'logs'),
    });
    for (const made of Object.values(paths)) {
      expect(existsSync(made)).toBe(true);
      if (process.platform !== 'win32') expect(statSync(made).mode & 0o777).toBe(0o700);
    }
  });

  it('keeps the models beside the modes, and finds those that came with the program', () => {
    const located = locateModelPaths(folder);
    expect(existsSync(located.data)).toBe(false);
    expect(createModelPaths(folder)).toEqual({ ok: true, paths: located });
    expect(located).toMatchObject({
      data: join(folder, 'models'),
      backups: join(folder, 'models', 'backups'),
    });
    expect(statSync(located.backups).isDirectory()).toBe(true);
    expect(existsSync(join(located.shipped, '..', 'package.json'))).toBe(true);
    writeFileSync(join(folder, 'file'), '');
    expect(createModelPaths(join(folder, 'file'))).toMatchObject({ ok: false, code: 'not-writable' });
  });

  it('keeps the modes apart', () => {
    const dataOf = (mode: 'live' | 'practice') => {
      const result = createNodePaths({ mode, directory: folder });
      return result.ok ? result.paths.data : undefined;
    };
    expect(dataOf('live')).not.toBe(dataOf('practice'));
  });

  it.runIf(process.platform === 'linux')('follows the system where it is given none', () => {
    vi.stubEnv('XDG_DATA_HOME', join(folder, 'share'));
    vi.stubEnv('XDG_CONFIG_HOME', join(folder, 'config'));
    const result = createNodePaths({ mode: 'practice' });
    expect(result).toMatchObject({
      ok: true,
      paths: { root: join(folder, 'share', 'overround'), config: join(folder, 'config', 'overround') },
    });
  });

  it('names a folder that cannot be written to, and what to do', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const result = createNodePaths({ mode: 'practice', directory: join(file, 'below') });
    expect(result).toMatchObject({ ok: false, code: 'not-writable' });
    if (!result.ok) expect(result.message).toContain('--data');
  });

  it.skipIf(process.platform !== 'linux')('does not hang where folders cannot be made at all', () => {
    expect(createNodePaths({ mode: 'practice', directory: '/proc/overround' })).toMatchObject({
      ok: false,
      code: 'not-writable',
    });
  });
});
