import { type MatchSource, matchesOfHistory } from '../../engine/judgement/match-days.ts';
import { openMatchHistory } from '../../engine/storage/match-history.ts';
import { locateNodePaths, REAL_MATCHES_MODE } from '../node-ports/paths.ts';
import { noMatches } from './evaluate.ts';
import { readRecordedMatches } from './evaluate-files.ts';
import type { ProgressLine } from './progress-line.ts';

export type OpenedMatches =
  | { readonly ok: true; readonly source: MatchSource; close(): void }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Matches of the files named, or else those imported, read beside a running terminal. */
export async function openMatches(
  from: { readonly files?: readonly string[]; readonly data?: string },
  line: ProgressLine,
  signal: AbortSignal,
): Promise<OpenedMatches> {
  if (from.files === undefined) {
    const directory = from.data === undefined ? {} : { directory: from.data };
    const opened = openMatchHistory(locateNodePaths({ mode: REAL_MATCHES_MODE, ...directory }));
    if (!opened.ok) return opened;
    return { ok: true, source: matchesOfHistory(opened.history), close: opened.close };
  }
  const read = await readRecordedMatches(from.files, { signal, onFile: (file) => line.show(file) });
  signal.throwIfAborted();
  const errors = read.files.flatMap(({ file, error }) => (error === null ? [] : [`${file}: ${error}`]));
  if (read.source.total === 0) return { ok: false, ...noMatches(errors) };
  for (const error of errors) line.note(`overround: ${error}`);
  if (errors.length > 0) process.exitCode = 1;
  if (read.totals.quarantined > 0)
    line.note(`overround: ${read.totals.quarantined} rows were set aside; \`overround import\` says why.`);
  return { ok: true, source: read.source, close: () => undefined };
}
