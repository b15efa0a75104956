/** football-data.co.uk's CSV files of past matches: every layout since 1993, row by row. */
import { CsvError, parse } from 'csv-parse';
import { type Broken, type MatchFile, unreadableMessage } from '../match-file.ts';
import { readDate, seasonOfCode } from './cells.ts';
import { expectedHeader, readHeader } from './columns.ts';
import { decodeLines } from './decode.ts';
import { createRowReader, type FileFacts, isBlank, isHtml, type ParsedRow, quarantined } from './rows.ts';

export type { ParsedRow } from './rows.ts';

export type ParsedFile = MatchFile<ParsedRow>;

/** Longer than any line of theirs by far: a quote that never closes must not swallow a file. */
const maximumRecordBytes = 1 << 16;

type CsvRecord = { readonly cells: readonly string[]; readonly line: number };

/** `E0_0304.csv`, `1415/E0.csv`, `ALT_SP1_2223_x.csv`: the division and the season a path names. */
export function factsOfFileName(fileName: string): FileFacts {
  const parts = fileName.split(/[/\\_. ()-]+/).filter((part) => part !== '');
  const competition = parts.findLast((part) => /^(?:(?:E|SC|D|I|SP|F|N|B|P|T|G)\d|EC)$/.test(part));
  const season = parts.map(seasonOfCode).findLast((found) => found !== undefined);
  return { competition, season };
}

/**
 * Reads one file: every record after the header becomes exactly one match or one quarantined row with its reason,
 * blank lines too. A file without a header gives its rows as quarantined; one that is no such file is refused.
 */
export async function parseFootballData(
  bytes: AsyncIterable<Uint8Array>,
  fileName: string,
): Promise<ParsedFile> {
  const records = readRecords(bytes, fileName);
  const first = await records.next();
  if (first.done) return refused(fileName, 'it is empty');
  if ('kind' in first.value) return { ok: false, code: 'unreadable', message: first.value.message };
  const header = first.value;
  const layout = readHeader(header.cells);
  if (!layout) {
    if (!header.cells.some((cell) => readDate(cell.trim()) !== undefined)) {
      return refused(fileName, isHtml(header.cells) ? 'it is a web page' : 'its columns are not known');
    }
    return { ok: true, rows: rowsWithoutHeader(header, records) };
  }
  const facts = factsOfFileName(fileName);
  const { division, league } = layout.fields;
  if (division === undefined && league === undefined && facts.competition === undefined) {
    return refused(
      fileName,
      'neither a Div or League column nor the name says which league it is; name it like E0_0203.csv',
    );
  }
  return { ok: true, rows: rowsOf(records, createRowReader(layout, facts)) };
}

const refused = (fileName: string, why: string): ParsedFile => ({
  ok: false,
  code: 'unrecognised',
  message: `${fileName} is not a football-data.co.uk CSV: ${why}. Expected ${expectedHeader}.`,
});

async function* rowsOf(
  records: AsyncIterable<CsvRecord | Broken>,
  read: (cells: readonly string[], line: number) => ParsedRow,
): AsyncGenerator<ParsedRow | Broken> {
  for await (const item of records) yield 'kind' in item ? item : read(item.cells, item.line);
}

async function* rowsWithoutHeader(
  first: CsvRecord,
  rest: AsyncIterable<CsvRecord | Broken>,
): AsyncGenerator<ParsedRow | Broken> {
  const read = (cells: readonly string[], line: number): ParsedRow =>
    quarantined(isBlank(cells) ? 'empty-row' : isHtml(cells) ? 'not-csv' : 'no-header', line, cells);
  yield read(first.cells, first.line);
  yield* rowsOf(rest, read);
}

/** Records in order; a failure comes last, after every record before it. */
async function* readRecords(
  bytes: AsyncIterable<Uint8Array>,
  fileName: string,
): AsyncGenerator<CsvRecord | Broken> {
  let records: CsvRecord[] = [];
  const parser = parse({
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: maximumRecordBytes,
    // Taken here and not from the stream's output, which a failure discards.
    on_record: (cells: string[], { lines }) => {
      records.push({ cells, line: lines });
      return null;
    },
  });
  const failure = new Promise<unknown>((resolve) => parser.once('error', resolve));
  const take = (): CsvRecord[] => {
    const taken = records;
    records = [];
    return taken;
  };
  let unreadable: unknown;
  try {
    try {
      for await (const text of decodeLines(bytes)) {
        await new Promise<void>((resolve) => parser.write(text, () => resolve()));
        yield* take();
        if (parser.errored) break;
      }
    } catch (error) {
      unreadable = error;
    }
    // Ended even after a failed read: the parser holds back the last whole line it was given.
    const ended = new Promise<unknown>((resolve) =>
      parser.end((error?: unknown) => resolve(error ?? undefined)),
    );
    const error = unreadable ?? (await Promise.race([failure, ended]));
    await ended;
    yield* take();
    if (error !== undefined) yield { kind: 'broken', message: brokenMessage(error, fileName) };
  } finally {
    parser.destroy();
  }
}

function brokenMessage(error: unknown, fileName: string): string {
  if (error instanceof CsvError) {
    return `${fileName} is not whole CSV around line ${String(error['lines'])}: ${error.message}. The rows before were read; repair that line and import the file again.`;
  }
  return unreadableMessage(error, fileName);
}
