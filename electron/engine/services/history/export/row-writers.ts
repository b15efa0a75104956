import type { HistoryExport } from '../../../../../shared/contract/history.ts';
import type { RowWriter } from './columns.ts';
import { createCsvWriter } from './csv-writer.ts';
import { createParquetWriter } from './parquet-writer.ts';

/** How each format is written. */
export const ROW_WRITERS: Readonly<
  Record<HistoryExport['format'], (sink: (bytes: Uint8Array) => void) => RowWriter>
> = {
  csv: createCsvWriter,
  parquet: createParquetWriter,
};
