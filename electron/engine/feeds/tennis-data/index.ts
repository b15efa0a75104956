/** tennis-data.co.uk's seasons of ATP and WTA matches: CSV (month first) and Excel, row by row. */
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { type MatchFile, type MatchRow, readWhole } from '../match-file.ts';
import { createTennisRowReader, readTennisHeader, type TennisCell } from './rows.ts';
import { isSheet, soundArchive } from './sheet-archive.ts';

const refused = (fileName: string, why: string): MatchFile => ({
  ok: false,
  code: 'unrecognised',
  message: `${fileName} is not a tennis-data.co.uk file: ${why}. Expected CSV or .xlsx with the columns Date, Surface, Winner, Loser, Comment.`,
});

async function tableOf(bytes: Buffer): Promise<readonly (readonly TennisCell[])[]> {
  if (isSheet(bytes)) return (await readSheet(soundArchive(bytes))) as readonly (readonly TennisCell[])[];
  const utf8 = bytes.toString('utf8');
  const text = utf8.includes('\uFFFD') ? bytes.toString('latin1') : utf8.replace(/^\uFEFF/, '');
  return parse(text, { relax_column_count: true, relax_quotes: true, skip_empty_lines: false });
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
  const read = createTennisRowReader(layout);
  return { ok: true, rows: rowsOf(records.map((cells, index) => read(cells, index + 2))) };
}

async function* rowsOf(rows: readonly MatchRow[]): AsyncGenerator<MatchRow> {
  yield* rows;
}
