import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder as a renderer build leaves it, with a file beside it that must never be served. */
export function createBuiltRenderer() {
  const folder = mkdtempSync(join(tmpdir(), 'overround-renderer-'));
  const root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'private.txt'), 'private');
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Overround</title>');
  writeFileSync(join(root, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(root, 'assets', 'index-BQh3_x9c.js'), 'export {};');
  writeFileSync(join(root, 'assets', 'empty.css'), '');
  symlinkSync(join(folder, 'private.txt'), join(root, 'link.txt'));
  return { root, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
