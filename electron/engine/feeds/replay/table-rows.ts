import { pipeline } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';

/** Bytes of a row that are read: the tables of the field have some 300 in 30 columns. */
const MOST_ROW_BYTES = 1 << 16;
const MOST_COLUMNS = 1_000;
/** Bytes parsed at a time, a few milliseconds' worth: in between, everyone else in the engine has its turn. */
const SLICE_BYTES = 1 << 14;

const NEWLINE = 0x0a;

/** The table in small slices, each line cut off where no row goes on: what is left of such a row has too few cells. */
async function* slicesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  /** Bytes of the line that the next slice goes on with. */
  let begun = 0;
  for await (const chunk of bytes)
    for (let from = 0; from < chunk.length; from += SLICE_BYTES) {
      const slice = chunk.subarray(from, from + SLICE_BYTES);
      const end = slice.indexOf(NEWLINE);
      const passed = end < 0 ? slice.length : end;
      if (begun + passed <= MOST_ROW_BYTES) yield slice;
      else if (end >= 0) yield slice.subarray(end);
      begun = end < 0 ? begun + slice.length : slice.length - slice.lastIndexOf(NEWLINE) - 1;
      await setImmediate();
    }
}

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
    const records: AsyncIterable<readonly string[]> = pipeline(slicesOf(bytes), parser, () => {});
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
