import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRecentFiles } from '../../../../../../electron/engine/storage/recordings/index.ts';
import { temporaryFolder } from '../../../../../support/serve.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

it('keeps the files replayed lately, each once, the newest first', () => {
  const recent = openRecentFiles(folder.path);
  expect(recent.list()).toEqual([]);
  for (const file of ['/a', '/b', '/a']) recent.add(file);
  expect(openRecentFiles(folder.path).list()).toEqual(['/a', '/b']);
  for (let index = 0; index < 20; index += 1) recent.add(`/${index}`);
  expect(recent.list()).toHaveLength(12);
  expect(recent.list()[0]).toBe('/19');
});

it('is empty where it can not be read, and harms nothing where it can not be written', () => {
  writeFileSync(join(folder.path, 'recent-replays.json'), '{"no":"list"}');
  expect(openRecentFiles(folder.path).list()).toEqual([]);
  const nowhere = openRecentFiles(join(folder.path, 'missing'));
  nowhere.add('/a');
  expect(nowhere.list()).toEqual([]);
});
