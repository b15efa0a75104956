import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import {
  type IgnoredReason,
  type ParsedFile,
  type ParsedRow,
  parseFootballData,
  type QuarantineReason,
} from '../feeds/football-data/index.ts';
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
  readonly reasons: Readonly<Partial<Record<QuarantineReason, number>>>;
  /** Cells left out of imported or known rows, by reason. */
  readonly ignoredCells: Readonly<Partial<Record<IgnoredReason, number>>>;
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
  reasons: Partial<Record<QuarantineReason, number>>;
  ignoredCells: Partial<Record<IgnoredReason, number>>;
};
const count = <Key extends string>(counts: Partial<Record<Key, number>>, key: Key): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};

/**
 * Imports football-data.co.uk CSV files. What is already stored stays as it is, so the same file twice adds nothing,
 * and an import that was stopped or failed is finished by running it again. A file that cannot be read is an error in
 * its own account; the others go on. Throws what the store throws (a full disk), with whole batches kept.
 */
export async function importFootballData(request: ImportRequest): Promise<ImportAccount> {
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
  const parsed: ParsedFile = await parseFootballData(untilAborted(open(file), request.signal), file);
  if (parsed.ok) await importRows(parsed.rows, account, request, report);
  else account.error = parsed.message;
  report(true);
  return account;
}

async function importRows(
  rows: Extract<ParsedFile, { ok: true }>['rows'],
  account: Open,
  { store, clock, signal }: ImportRequest,
  report: (finished: boolean) => void,
): Promise<void> {
  let batch: ParsedRow[] = [];
  const save = (): void => {
    const matches: HistoricalMatch[] = [];
    const refused: Quarantined[] = [];
    for (const row of batch) {
      if (row.kind === 'match') {
        matches.push(row.match);
        continue;
      }
      const sample = `line ${row.line}: ${row.sample}`;
      refused.push({ source: `football-data ${account.file}`, reason: row.reason, sample, at: clock.now() });
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
