import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineFiles } from '../../engine/inference/line/index.ts';
import type { MatchSource } from '../../engine/judgement/match-days.ts';
import { trainLine } from '../../engine/training/line/index.ts';
import type { ProgressLine } from './progress-line.ts';

/** Trained by name like a recipe, though it is no model: its files are weights, read from the program's own folder. */
export const LINE_RECIPE_NAME = 'overround-line';

/**
 * Learns the Overround line from football's matches and writes its folder into `out`, over one that is there. Resolves with
 * the folder's path. Rejects with the signal's reason when stopped; then nothing was written.
 */
export async function trainLineInto(
  out: string,
  matches: MatchSource,
  line: ProgressLine,
  signal: AbortSignal,
): Promise<string> {
  const learned = await trainLine({
    matches,
    progress: ({ stage }) => line.show(`${LINE_RECIPE_NAME}: ${stage}`),
    signal,
  });
  const place = join(out, LINE_RECIPE_NAME);
  mkdirSync(place, { recursive: true });
  for (const [name, bytes] of lineFiles(learned)) writeFileSync(join(place, name), bytes);
  return place;
}
