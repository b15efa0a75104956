import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochMs } from '../../../shared/domain/units.ts';
import type { MatchFileFormatName } from '../../engine/feeds/match-files.ts';
import { type MatchSource, matchesInMemory } from '../../engine/judgement/match-days.ts';
import type {
  DifferingMatch,
  HistoricalMatch,
  HistoricalOdds,
  MarketStore,
} from '../../engine/ports/market-store.ts';
import {
  type FileAccount,
  type ImportRequest,
  importMatches,
  totalsOf,
} from '../../engine/services/import-matches.ts';
import { completeMatch, hasSameScore } from '../../engine/storage/market/complete-match.ts';

export type RecordedMatches = {
  readonly source: MatchSource;
  readonly files: readonly FileAccount[];
  readonly totals: Pick<FileAccount, 'read' | 'imported' | 'duplicate' | 'quarantined'>;
  readonly cancelled: boolean;
};

/** A folder stands for all CSV files in it; anything else, missing files too, for itself. */
export const csvFiles = (paths: readonly string[]): readonly string[] =>
  paths.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
    const found = globSync('**/*.{csv,CSV}', { cwd: path }).sort();
    return found.length === 0 ? [path] : found.map((file) => join(path, file));
  });

export type ReadOptions = {
  readonly signal?: AbortSignal;
  readonly onFile?: (file: string) => void;
  /** Kinds of files, tried in this order. */
  readonly formats?: readonly MatchFileFormatName[];
};

/**
 * Matches of football-data.co.uk CSV files, or of other kinds, in memory, each once: the first file stands, completed by
 * what later ones add. Every row is a match, a duplicate, or quarantined with its reason in its file's account.
 */
export async function readRecordedMatches(
  paths: readonly string[],
  options: ReadOptions = {},
): Promise<RecordedMatches> {
  const matches: HistoricalMatch[] = [];
  const request: Omit<ImportRequest, 'format' | 'files'> = {
    // Quarantined rows are counted in the accounts and kept nowhere, so no time is needed.
    clock: { now: () => 0 as EpochMs },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onProgress: ({ file }) => options.onFile?.(file),
    store: {
      importMatches: createMemory(matches),
      quarantine: () => undefined,
    },
  };
  const files: FileAccount[] = [];
  let cancelled = false;
  for (const file of csvFiles(paths)) {
    const account = await readOfAnyKind(file, request, options.formats ?? ['football-data']);
    cancelled = options.signal?.aborted === true;
    if (account !== undefined) files.push(account);
    if (cancelled) break;
  }
  return { source: matchesInMemory(matches), files, totals: totalsOf(files), cancelled };
}

/** Adds matches to `matches` as the store of imported matches would keep them. */
function createMemory(matches: HistoricalMatch[]): MarketStore['importMatches'] {
  const known = new Map<string, number>();
  const share = createOddsSharing();
  return (batch) => {
    let [imported, duplicate, completed] = [0, 0, 0];
    const differing: DifferingMatch[] = [];
    for (const match of batch) {
      const key = `${match.identity}|${match.occurrence}`;
      const position = known.get(key);
      const stored = position === undefined ? undefined : matches[position];
      if (position === undefined || stored === undefined) {
        known.set(key, matches.push({ ...match, odds: match.odds.map(share) }) - 1);
        imported += 1;
      } else if (hasSameScore(stored, match)) {
        duplicate += 1;
        const whole = completeMatch(stored, match);
        if (whole === undefined) continue;
        matches[position] = { ...whole, odds: whole.odds.map(share) };
        completed += 1;
      } else differing.push({ match, stored });
    }
    return { imported, duplicate, completed, differing };
  };
}

/** The account of the first kind that takes the file, or of the first kind where none does. */
async function readOfAnyKind(
  file: string,
  request: Omit<ImportRequest, 'format' | 'files'>,
  formats: readonly MatchFileFormatName[],
): Promise<FileAccount | undefined> {
  let refused: FileAccount | undefined;
  for (const format of formats) {
    const [account] = (await importMatches({ ...request, format, files: [file] })).files;
    if (account === undefined || account.error === null || account.read > 0) return account;
    refused ??= account;
  }
  return refused;
}

/** One object for all equal prices: twenty seasons hold five million of them, of some forty thousand kinds. */
function createOddsSharing(): (odds: HistoricalOdds) => HistoricalOdds {
  const kinds = new Map<string, Map<number, HistoricalOdds>>();
  return (odds) => {
    const kind = `${odds.book}|${odds.market}|${odds.stage}|${odds.side}|${odds.line}`;
    let prices = kinds.get(kind);
    if (prices === undefined) {
      prices = new Map();
      kinds.set(kind, prices);
    }
    const known = prices.get(odds.price);
    if (known === undefined) prices.set(odds.price, odds);
    return known ?? odds;
  };
}
