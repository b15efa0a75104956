import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const MOST_FILES = 12;
const kept = z.array(z.string());

/** Files replayed lately, the newest first. A courtesy: where the list can't be read or written it is empty. */
export type RecentFiles = { list(): readonly string[]; add(file: string): void };

/** Kept as JSON beside the recordings' folder. */
export function openRecentFiles(folder: string): RecentFiles {
  const file = join(folder, 'recent-replays.json');
  const list = (): readonly string[] => {
    try {
      return kept.parse(JSON.parse(readFileSync(file, 'utf8'))).slice(0, MOST_FILES);
    } catch {
      return [];
    }
  };
  return {
    list,
    add(path) {
      const files = [path, ...list().filter((known) => known !== path)].slice(0, MOST_FILES);
      try {
        writeFileSync(file, JSON.stringify(files), { mode: 0o600 });
      } catch {
        // The databases say clearly what is wrong with the disk.
      }
    },
  };
}
