import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Paths } from '../../electron/engine/ports/paths.ts';

export type DataFolder = Paths & { remove(): void };

/** A data folder of its own in the system's temporary folder. */
export function createDataFolder(): DataFolder {
  const root = mkdtempSync(join(tmpdir(), 'overround-'));
  const data = join(root, 'data');
  const backups = join(root, 'backups');
  mkdirSync(data);
  mkdirSync(backups);
  return { data, backups, remove: () => rmSync(root, { recursive: true, force: true }) };
}
