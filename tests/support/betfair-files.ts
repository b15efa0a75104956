import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sharedData } from './shared-data.ts';

/** Debian's and every desktop system's own. */
const BZIP2 = 'bzip2';
const streams = `${sharedData}/data/betfair/stream`;
export const betfairResources = `${sharedData}/data/betfair/api-ng`;

/** Paths of the recorded stream files. */
export const betfairStreamFiles = (): readonly string[] =>
  readdirSync(streams)
    .sort()
    .map((name) => `${streams}/${name}`);

/** The lines of a recorded file, unpacked by the system's own tools. */
export function betfairLines(path: string): readonly string[] {
  const bytes = path.endsWith('.bz2')
    ? execFileSync(BZIP2, ['-dc', path], { maxBuffer: 1 << 30 })
    : path.endsWith('.gz')
      ? gunzipSync(readFileSync(path))
      : readFileSync(path);
  return bytes
    .toString()
    .split(/\r?\n/)
    .filter((line) => line !== '');
}
