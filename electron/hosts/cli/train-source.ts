import type { EpochMs } from '../../../shared/domain/units.ts';
import type { MatchFileFormatName } from '../../engine/feeds/match-files.ts';
import { type MatchSource, matchesOfHistory, matchFilter } from '../../engine/judgement/match-days.ts';
import { openMatchHistory } from '../../engine/storage/match-history.ts';
import { historyOfSport, matchesOfSport } from '../../engine/training/index.ts';
import { locateNodePaths, REAL_MATCHES_MODE } from '../node-ports/paths.ts';
import { noMatches } from './evaluate.ts';
import { readRecordedMatches } from './evaluate-files.ts';
import type { ProgressLine } from './progress-line.ts';

export type TrainFilter = { readonly competitions: readonly string[]; readonly seasons: readonly string[] };

/** Matches to train on, of one sport at a time. */
export type TrainSource = {
  readonly ok: true;
  of(sport: string, filter: TrainFilter): MatchSource;
  close(): void;
};

const FORMATS: readonly MatchFileFormatName[] = ['football-data', 'tennis-data', 'sportsbook-review'];

/** Files of any kind, or what was imported; each is read once however many models are trained. */
export async function openTrainSource(
  from: { readonly files?: readonly string[]; readonly data?: string },
  line: ProgressLine,
  signal: AbortSignal,
): Promise<TrainSource | { readonly ok: false; readonly code: string; readonly message: string }> {
  if (from.files === undefined) {
    const directory = from.data === undefined ? {} : { directory: from.data };
    const opened = openMatchHistory(locateNodePaths({ mode: REAL_MATCHES_MODE, ...directory }));
    if (!opened.ok) return opened;
    if (opened.history.historicalSeasons().length === 0) {
      opened.close();
      return {
        ok: false,
        code: 'no-matches',
        message:
          'No matches are imported yet. Import some first (overround import football-data FILES), or name files with --files.',
      };
    }
    return {
      ok: true,
      of: (sport, filter) => matchesOfHistory(historyOfSport(opened.history, sport), filter),
      close: opened.close,
    };
  }
  const read = await readRecordedMatches(from.files, {
    signal,
    formats: FORMATS,
    onFile: (file) => line.show(file),
  });
  signal.throwIfAborted();
  const errors = read.files.flatMap(({ file, error }) => (error === null ? [] : [`${file}: ${error}`]));
  if (read.source.total === 0) return { ok: false, ...noMatches(errors) };
  if (errors.length > 0)
    return {
      ok: false,
      code: 'unreadable-file',
      message: `${errors.join('\noverround: ')}\noverround: Nothing was done: mend these files or leave them out.`,
    };
  if (read.totals.quarantined > 0)
    line.note(`overround: ${read.totals.quarantined} rows were set aside; \`overround import\` says why.`);
  return {
    ok: true,
    of: (sport, filter) => filtered(matchesOfSport(read.source, sport), filter),
    close: () => undefined,
  };
}

function filtered(source: MatchSource, filter: TrainFilter): MatchSource {
  const isMeant = matchFilter(filter);
  return {
    total: source.total,
    get misdated() {
      return source.misdated;
    },
    *days() {
      for (const { playedOn, matches } of source.days()) {
        const meant = matches.filter(isMeant);
        if (meant.length > 0) yield { playedOn, matches: meant };
      }
    },
  };
}

/** The day after the last match: when a shipped model could have been made. The same matches give the same files. */
export function dayAfter(source: MatchSource): EpochMs {
  let last = '1970-01-01';
  for (const { playedOn } of source.days()) last = playedOn;
  return (Date.parse(`${last}T00:00:00Z`) + 86_400_000) as EpochMs;
}
