/** tennis-data.co.uk's seasons of ATP and WTA matches: CSV (month first) and Excel, row by row. */
import { isUtf8 } from 'node:buffer';
import { pipeline } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { readSheet } from 'read-excel-file/node';
import { csvSlices, MOST_ROW_BYTES } from '../csv-slices.ts';
import { type MatchFile, type MatchRow, readWhole } from '../match-file.ts';
import { createTennisRowReader, readTennisHeader, type TennisCell } from './rows.ts';
import { isSheet, soundArchive } from './sheet-archive.ts';

const refused = (fileName: string, why: string): MatchFile => ({
  ok: false,
  code: 'unrecognised',
  message: `${fileName} is not a tennis-data.co.uk file: ${why}. Expected CSV or .xlsx with the columns Date, Surface, Winner, Loser, Comment.`,
});

/** Rows after which everyone else in the engine has a turn. */
const turnRows = 500;

async function tableOf(bytes: Buffer): Promise<readonly (readonly TennisCell[])[]> {
  if (isSheet(bytes)) return (await readSheet(soundArchive(bytes))) as readonly (readonly TennisCell[])[];
  const parser = parse({
    bom: true,
    encoding: isUtf8(bytes) ? 'utf8' : 'latin1',
    // A quote that never closes runs over the ends of lines.
    max_record_size: MOST_ROW_BYTES,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
  });
  const table: (readonly string[])[] = [];
  const records: AsyncIterable<readonly string[]> = pipeline(csvSlices([bytes]), parser, () => {});
  for await (const cells of records) {
    table.push(cells);
    // The rest of another file is not worth reading.
    if (table.length === 1 && readTennisHeader(cells) === undefined) break;
  }
  return table;
}

/**
 * Reads one file. Winner and loser become home and away by their names' order, so that the sides say nothing of the
 * result; sets won are the score. The competition is the tour and the surface: `ATP Hard`.
 */
export async function parseTennisData(
  source: AsyncIterable<Uint8Array>,
  fileName: string,
): Promise<MatchFile> {
  const whole = await readWhole(source, fileName);
  if (!whole.ok) return whole;
  let table: readonly (readonly TennisCell[])[];
  try {
    table = await tableOf(whole.bytes);
  } catch (error) {
    return refused(fileName, error instanceof Error ? error.message : String(error));
  }
  const [header, ...records] = table;
  if (header === undefined) return refused(fileName, 'it is empty');
  const layout = readTennisHeader(header);
  if (layout === undefined) return refused(fileName, 'its columns are not known');
  return { ok: true, rows: rowsOf(records, createTennisRowReader(layout)) };
}

async function* rowsOf(
  records: readonly (readonly TennisCell[])[],
  read: ReturnType<typeof createTennisRowReader>,
): AsyncGenerator<MatchRow> {
  for (const [index, cells] of records.entries()) {
    yield read(cells, index + 2);
    if (index % turnRows === 0) await setImmediate();
  }
}
