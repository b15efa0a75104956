import { setImmediate as turn } from 'node:timers/promises';
import type { HistoryExport } from '../../../../../shared/contract/history.ts';
import { fileProblem, isDiskFull } from '../../../../../shared/domain/file-problem.ts';
import type { JobEnd, JobProgress } from '../../../ports/jobs.ts';
import type { PriceHistoryReader } from '../../../ports/price-history.ts';
import { openPriceHistory } from '../../../storage/market/history/open-beside.ts';
import { ROW_WRITERS } from './row-writers.ts';
import { createUnfinishedFile, placeProblem, takenMessage, type UnfinishedFile } from './unfinished-file.ts';

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
  const problem = placeProblem(spec.file);
  if (problem !== null) return { kind: 'failed', message: problem.message };
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

function failureMessage(error: unknown, file: string): string {
  if (isDiskFull(error))
    return `The disk holding ${file} is full. The unfinished file was removed: free some space, or choose another disk.`;
  if (!(error instanceof Error && 'code' in error))
    return error instanceof Error ? error.message : String(error);
  return error.code === 'EEXIST'
    ? takenMessage(file)
    : `${file} can't be written: ${fileProblem(error, 'writing')}.`;
}
