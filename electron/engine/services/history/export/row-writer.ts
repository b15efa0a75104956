import type { HistoryExport } from '../../../../../shared/contract/history.ts';
import type { ExportRow } from './columns.ts';
import { createCsvWriter } from './csv-writer.ts';
import { createParquetWriter } from './parquet-writer.ts';

/** Writes rows in one format; holds a bounded number of them in memory. */
export type RowWriter = {
  add(row: ExportRow): void;
  /** Writes what is left, and what the format ends with. */
  finish(): void;
};

type Sink = (bytes: Uint8Array) => void;

export const ROW_WRITERS: Readonly<Record<HistoryExport['format'], (sink: Sink) => RowWriter>> = {
  csv: createCsvWriter,
  parquet: createParquetWriter,
};
