import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { notRegular } from '../../../shared/domain/file-problem.ts';
import { MATCH_FILE_KIND_NAMES, MATCH_FILE_KINDS } from '../../../shared/domain/match-file-kinds.ts';
import type { MatchFile, MatchRow } from '../feeds/match-file.ts';
import { MATCH_FILE_FORMATS, type MatchFileFormatName } from '../feeds/match-files.ts';
import type { Clock } from '../ports/clock.ts';
import type { HistoricalMatch, MarketStore } from '../ports/market-store.ts';

/** Counts of one file; `imported + duplicate + quarantined = read`, at every moment. */
export type FileAccount = {
  readonly file: string;
  /** Records after the header, blank lines included. */
  readonly read: number;
  readonly imported: number;
  readonly duplicate: number;
  /** Duplicates that brought prices or statistics the stored match lacked; these were added to it. */
  readonly completed: number;
  readonly quarantined: number;
  /** Quarantined rows by reason. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Cells left out of imported or known rows, by reason. */
  readonly ignoredCells: Readonly<Record<string, number>>;
  /** Why the file, or its rest, was not read: a sentence that says what to do. */
  readonly error: string | null;
};

export type ImportAccount = {
  readonly files: readonly FileAccount[];
  readonly totals: Pick<FileAccount, 'read' | 'imported' | 'duplicate' | 'quarantined'>;
  /** True when `signal` stopped it; files not begun are not in `files`. */
  readonly cancelled: boolean;
};

export type ImportProgress = ImportAccount['totals'] &
  Pick<FileAccount, 'file' | 'completed'> & { readonly finished: boolean };

export type ImportRequest = {
  /** `auto`: each file as the first kind that takes it. */
  readonly format: MatchFileFormatName | 'auto';
  readonly files: readonly string[];
  readonly store: Pick<MarketStore, 'importMatches' | 'quarantine'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Stops after the current batch. */
  readonly signal?: AbortSignal;
  /** Each file's account when it is done with, also that of the file the store failed in. */
  readonly onFile?: (account: FileAccount) => void;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Defaults to the file system's. */
  readonly openFile?: (path: string) => AsyncIterable<Uint8Array>;
};

/** Rows in one transaction: some 20 ms of work, so quotes wait no longer. */
const batchRows = 500;

type Open = { -readonly [Key in keyof FileAccount]: FileAccount[Key] } & {
  reasons: Record<string, number>;
  ignoredCells: Record<string, number>;
};
const count = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};

/**
 * Imports files of past matches. What is already stored stays as it is, so the same file twice adds nothing; a stored
 * match is only given the prices and statistics it lacked. A row with another score than the stored match, or than an
 * earlier row of its file, is quarantined,
 * and an import that was stopped or failed is finished by running it again. A file that cannot be read is an error in
 * its own account; the others go on. Throws what the store throws (a full disk), with whole batches kept.
 */
export async function importMatches(request: ImportRequest): Promise<ImportAccount> {
  const files: FileAccount[] = [];
  for (const file of request.files) {
    if (request.signal?.aborted) break;
    files.push(await importFile(file, request));
  }
  return { files, totals: totalsOf(files), cancelled: request.signal?.aborted ?? false };
}

export function totalsOf(files: readonly FileAccount[]): ImportAccount['totals'] {
  const sum = (key: keyof ImportAccount['totals']): number =>
    files.reduce((total, account) => total + account[key], 0);
  return {
    read: sum('read'),
    imported: sum('imported'),
    duplicate: sum('duplicate'),
    quarantined: sum('quarantined'),
  };
}

async function* openRegularFile(path: string): AsyncGenerator<Uint8Array> {
  const found = await stat(path);
  if (!found.isFile() && !found.isDirectory()) throw notRegular();
  yield* createReadStream(path);
}

async function* untilAborted(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (signal?.aborted) return;
    yield chunk;
  }
}

type Parsed = { readonly format: MatchFileFormatName; readonly parsed: MatchFile };

/** The file as the kind it is to be, or as the first kind that takes it. */
async function parseFile(file: string, { format, signal, openFile }: ImportRequest): Promise<Parsed> {
  const open = openFile ?? openRegularFile;
  const parseAs = async (name: MatchFileFormatName): Promise<Parsed> => ({
    format: name,
    parsed: await MATCH_FILE_FORMATS[name].parse(untilAborted(open(file), signal), file),
  });
  if (format !== 'auto') return parseAs(format);
  const refusals = new Set<string>();
  for (const name of MATCH_FILE_KIND_NAMES) {
    const { parsed } = await parseAs(name);
    if (parsed.ok || parsed.code === 'unreadable') return { format: name, parsed };
    refusals.add(parsed.message);
  }
  const [only] = refusals.size === 1 ? refusals : [];
  const kinds = MATCH_FILE_KIND_NAMES.map((name) => MATCH_FILE_KINDS[name]).join(', ');
  const message = `${file} is none of the kinds that can be imported: ${kinds}. Choose the kind it should be to be told what it lacks.`;
  return {
    format: 'football-data',
    parsed: { ok: false, code: 'unrecognised', message: only ?? message },
  };
}

type OneKind = ImportRequest & { readonly format: MatchFileFormatName };

async function importFile(file: string, request: ImportRequest): Promise<FileAccount> {
  const account: Open = {
    file,
    read: 0,
    imported: 0,
    duplicate: 0,
    completed: 0,
    quarantined: 0,
    reasons: {},
    ignoredCells: {},
    error: null,
  };
  const report = (finished: boolean): void => {
    const { read, imported, duplicate, completed, quarantined } = account;
    request.onProgress?.({ file, read, imported, duplicate, completed, quarantined, finished });
  };
  try {
    const { format, parsed } = await parseFile(file, request);
    if (parsed.ok) await importRows(parsed.rows, account, { ...request, format }, report);
    else account.error = parsed.message;
  } catch (error) {
    account.error = error instanceof Error ? error.message : String(error);
    throw error;
  } finally {
    request.onFile?.(account);
  }
  report(true);
  return account;
}

const scoreOf = ({ homeGoals, awayGoals }: Pick<HistoricalMatch, 'homeGoals' | 'awayGoals'>): string =>
  `${homeGoals}-${awayGoals}`;

type ReadMatch = Extract<MatchRow, { kind: 'match' }>;
type RefusedRow = Extract<MatchRow, { kind: 'quarantined' }>;

/** A row refused for its score: the row's and the one that stands. */
function refusedFor(reason: string, row: ReadMatch, standing: string): RefusedRow {
  const { playedOn, competition, home, away } = row.match;
  const sample = `${competition} ${playedOn} ${home} v ${away} ${scoreOf(row.match)}, but ${standing}`;
  return { kind: 'quarantined', line: row.line, reason, sample };
}

/** Refuses rows that contradict an earlier one of the same file. An identity holds the day, so it is one match. */
function createContradictionCheck(): (row: MatchRow) => MatchRow {
  const earlier = new Map<string, { readonly score: string; readonly line: number }>();
  return (row) => {
    if (row.kind === 'quarantined') return row;
    const score = scoreOf(row.match);
    const first = earlier.get(row.match.identity);
    if (first === undefined) earlier.set(row.match.identity, { score, line: row.line });
    if (first === undefined || first.score === score) return row;
    return refusedFor('contradicts-earlier-row', row, `line ${first.line} has it ${first.score}`);
  };
}

/** Stores a batch and counts it. What the store kept is counted even when it fails with the rest. */
function saveBatch(
  batch: readonly MatchRow[],
  account: Open,
  { format, store, clock }: Pick<OneKind, 'format' | 'store' | 'clock'>,
): void {
  const found = new Map<HistoricalMatch, ReadMatch>();
  const refused: RefusedRow[] = [];
  for (const row of batch) {
    if (row.kind === 'match') found.set(row.match, row);
    else refused.push(row);
  }
  const { imported, duplicate, completed, differing } = store.importMatches([...found.keys()]);
  account.read += imported + duplicate;
  account.imported += imported;
  account.duplicate += duplicate;
  account.completed += completed;
  for (const { match, stored } of differing) {
    const row = found.get(match);
    found.delete(match);
    if (row) refused.push(refusedFor('differs-from-stored', row, `stored is ${scoreOf(stored)}`));
  }
  for (const { ignored } of found.values()) for (const reason of ignored) count(account.ignoredCells, reason);
  const source = `${format} ${account.file}`;
  const at = clock.now();
  if (refused.length > 0)
    store.quarantine(
      refused.map(({ line, reason, sample }) => ({ source, reason, sample: `line ${line}: ${sample}`, at })),
    );
  account.read += refused.length;
  account.quarantined += refused.length;
  for (const { reason } of refused) count(account.reasons, reason);
}

async function importRows(
  rows: Extract<MatchFile, { ok: true }>['rows'],
  account: Open,
  request: OneKind,
  report: (finished: boolean) => void,
): Promise<void> {
  const checked = createContradictionCheck();
  let batch: MatchRow[] = [];
  const save = (): void => {
    saveBatch(batch, account, request);
    batch = [];
  };
  for await (const row of rows) {
    if (row.kind === 'broken') {
      account.error = row.message;
      continue;
    }
    batch.push(checked(row));
    if (batch.length < batchRows) continue;
    save();
    report(false);
    // Whoever wants to cancel, and the feeds, get their turn.
    await setImmediate();
    if (request.signal?.aborted) return;
  }
  save();
}
