import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { csvSlices, MOST_ROW_BYTES } from '../csv-slices.ts';

const MOST_COLUMNS = 1_000;

export type TableRow = { readonly cells: readonly string[]; readonly header: readonly string[] };

/**
 * The rows of a CSV table under its first, in their order, whatever their width. Ends with what is wrong with the rest,
 * `null` at a proper end; throws what reading the bytes throws.
 */
export async function* tableRows(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<TableRow, string | null, void> {
  const parser = parse({
    bom: true,
    // A quote that never closes runs over the ends of lines.
    max_record_size: 2 * MOST_ROW_BYTES,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  });
  let header: readonly string[] | undefined;
  try {
    const records: AsyncIterable<readonly string[]> = pipeline(csvSlices(bytes), parser, () => {});
    for await (const cells of records) {
      if (header !== undefined) yield { cells, header };
      else if (cells.length > MOST_COLUMNS) return `it has ${cells.length} columns`;
      else header = cells;
    }
    return null;
  } catch (error) {
    if (error instanceof CsvError) return error.message;
    throw error;
  }
}
