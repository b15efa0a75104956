import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { MatchFile, MatchRow } from '../feeds/match-file.ts';
import { MATCH_FILE_FORMATS, type MatchFileFormatName } from '../feeds/match-files.ts';
import type { Clock } from '../ports/clock.ts';
import type { HistoricalMatch, MarketStore, Quarantined } from '../ports/market-store.ts';

/** Counts of one file; `imported + duplicate + quarantined = read`, at every moment. */
export type FileAccount = {
  readonly file: string;
  /** Records after the header, blank lines included. */
  readonly read: number;
  readonly imported: number;
  readonly duplicate: number;
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

export type ImportProgress = ImportAccount['totals'] & { readonly file: string; readonly finished: boolean };

export type ImportRequest = {
  readonly format: MatchFileFormatName;
  readonly files: readonly string[];
  readonly store: Pick<MarketStore, 'importMatches' | 'quarantine'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Stops after the current batch. */
  readonly signal?: AbortSignal;
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
 * Imports files of past matches. What is already stored stays as it is, so the same file twice adds nothing,
 * and an import that was stopped or failed is finished by running it again. A file that cannot be read is an error in
 * its own account; the others go on. Throws what the store throws (a full disk), with whole batches kept.
 */
export async function importMatches(request: ImportRequest): Promise<ImportAccount> {
  const files: FileAccount[] = [];
  for (const file of request.files) {
    if (request.signal?.aborted) break;
    files.push(await importFile(file, request));
  }
  const sum = (key: keyof ImportAccount['totals']): number =>
    files.reduce((total, account) => total + account[key], 0);
  return {
    files,
    totals: {
      read: sum('read'),
      imported: sum('imported'),
      duplicate: sum('duplicate'),
      quarantined: sum('quarantined'),
    },
    cancelled: request.signal?.aborted ?? false,
  };
}

/** Of files only: opening a pipe or a device could wait for ever. */
async function* openRegularFile(path: string): AsyncGenerator<Uint8Array> {
  const found = await stat(path);
  if (!found.isFile() && !found.isDirectory())
    throw Object.assign(new Error('not a regular file'), { code: 'ENOTFILE' });
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

async function importFile(file: string, request: ImportRequest): Promise<FileAccount> {
  const account: Open = {
    file,
    read: 0,
    imported: 0,
    duplicate: 0,
    quarantined: 0,
    reasons: {},
    ignoredCells: {},
    error: null,
  };
  const report = (finished: boolean): void => {
    const { read, imported, duplicate, quarantined } = account;
    request.onProgress?.({ file, read, imported, duplicate, quarantined, finished });
  };
  const open = request.openFile ?? openRegularFile;
  const { parse } = MATCH_FILE_FORMATS[request.format];
  const parsed: MatchFile = await parse(untilAborted(open(file), request.signal), file);
  if (parsed.ok) await importRows(parsed.rows, account, request, report);
  else account.error = parsed.message;
  report(true);
  return account;
}

async function importRows(
  rows: Extract<MatchFile, { ok: true }>['rows'],
  account: Open,
  { format, store, clock, signal }: ImportRequest,
  report: (finished: boolean) => void,
): Promise<void> {
  let batch: MatchRow[] = [];
  const save = (): void => {
    const matches: HistoricalMatch[] = [];
    const refused: Quarantined[] = [];
    for (const row of batch) {
      if (row.kind === 'match') {
        matches.push(row.match);
        continue;
      }
      const sample = `line ${row.line}: ${row.sample}`;
      refused.push({ source: `${format} ${account.file}`, reason: row.reason, sample, at: clock.now() });
    }
    const { imported, duplicate } = store.importMatches(matches);
    if (refused.length > 0) store.quarantine(refused);
    account.read += batch.length;
    account.imported += imported;
    account.duplicate += duplicate;
    account.quarantined += refused.length;
    for (const row of batch) {
      if (row.kind === 'quarantined') count(account.reasons, row.reason);
      else for (const reason of row.ignored) count(account.ignoredCells, reason);
    }
    batch = [];
  };
  for await (const row of rows) {
    if (row.kind === 'broken') {
      account.error = row.message;
      continue;
    }
    batch.push(row);
    if (batch.length < batchRows) continue;
    save();
    report(false);
    // Whoever wants to cancel, and the feeds, get their turn.
    await setImmediate();
    if (signal?.aborted) return;
  }
  save();
}
