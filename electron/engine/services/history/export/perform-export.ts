import { existsSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import type { HistoryExport } from '../../../../../shared/contract/history.ts';
import type { JobEnd, JobProgress } from '../../../ports/jobs.ts';
import type { PriceHistoryReader } from '../../../ports/price-history.ts';
import { openPriceHistory } from '../../../storage/market/history/open-beside.ts';
import { ROW_WRITERS } from './row-writers.ts';
import { createUnfinishedFile, type UnfinishedFile } from './unfinished-file.ts';

/** An export as its process gets it: plain data. */
export type ExportJob = {
  readonly kind: 'export-history';
  /** The folder of the `market.db` to read. */
  readonly data: string;
  readonly spec: HistoryExport;
};

export type ExportOutcome = { readonly rows: number; readonly bytes: number };

export const isExportJob = (job: unknown): job is ExportJob =>
  typeof job === 'object' && job !== null && 'kind' in job && job.kind === 'export-history';

type ExportContext = {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
};

/** Rows between two looks at whether it was cancelled. */
const ROWS_A_TURN = 4_096;

/**
 * Writes an event's prices, or all of a span, to a new file; the file has its name only once it is whole. What can't be
 * done is answered with what to do about it.
 */
export async function performExport(
  job: ExportJob,
  context: ExportContext,
  createFile: (file: string) => UnfinishedFile = createUnfinishedFile,
): Promise<JobEnd<ExportOutcome>> {
  const { spec } = job;
  if (existsSync(spec.file)) return { kind: 'failed', message: takenMessage(spec.file) };
  const opened = openPriceHistory(job.data);
  if (!opened.ok) return { kind: 'failed', message: opened.message };
  let file: UnfinishedFile | undefined;
  try {
    file = createFile(spec.file);
    const rows = await writeRows(opened.history, spec, file, context);
    if (opened.history.wasCompacted())
      throw new Error('The history was compacted while it was read. Export it again.');
    file.finish();
    return { kind: 'done', result: { rows, bytes: file.bytes() } };
  } catch (error) {
    file?.discard();
    if (context.signal.aborted) return { kind: 'cancelled' };
    return { kind: 'failed', message: failureMessage(error, spec.file) };
  } finally {
    opened.close();
  }
}

async function writeRows(
  history: PriceHistoryReader,
  spec: HistoryExport,
  file: UnfinishedFile,
  { signal, onProgress }: ExportContext,
): Promise<number> {
  const writer = ROW_WRITERS[spec.format](file.write);
  const total = history.count(spec.eventId);
  let rows = 0;
  let done = 0;
  const look = async (): Promise<void> => {
    onProgress({
      share: total === 0 ? 0 : done / total,
      stage: `${done.toLocaleString('en')} of ${total.toLocaleString('en')} histories`,
      figures: { rows, bytes: file.bytes() },
    });
    await turn();
    signal.throwIfAborted();
  };
  for (const of of history.histories(spec.eventId)) {
    for (const point of history.points(of, spec.from, spec.to)) {
      writer.add({ of, point });
      rows += 1;
      if (rows % ROWS_A_TURN === 0) await look();
    }
    done += 1;
    if (done % 256 === 0) await look();
  }
  await look();
  writer.finish();
  return rows;
}

export const takenMessage = (file: string): string =>
  `${file} exists already and is not replaced: choose another name, or move it away first.`;

function failureMessage(error: unknown, file: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk holding ${file} is full. The unfinished file was removed: free some space, or choose another disk.`;
    case 'EEXIST':
      return takenMessage(file);
    case 'ENOENT':
    case 'ENOTDIR':
      return `${file} can't be written: its folder does not exist.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${file} can't be written: this user may not write there.`;
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
