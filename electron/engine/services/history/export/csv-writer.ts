import { EXPORT_COLUMNS, type ExportColumn, type ExportRow, type RowWriter } from './columns.ts';

const BUFFERED_CHARACTERS = 1 << 20;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** A spreadsheet would run text that starts like a formula; an apostrophe keeps it text. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

function cellOf({ type, value }: ExportColumn, row: ExportRow): string {
  const cell = value(row);
  if (cell === null) return '';
  if (type === 'time') return new Date(cell).toISOString();
  return typeof cell === 'string' ? quoted(harmless(cell)) : String(cell);
}

/** RFC 4180 with a header line, UTF-8. */
export function createCsvWriter(sink: (bytes: Uint8Array) => void): RowWriter {
  const encoder = new TextEncoder();
  let text = `${EXPORT_COLUMNS.map(({ name }) => name).join(',')}\r\n`;
  const drain = (): void => {
    sink(encoder.encode(text));
    text = '';
  };
  return {
    add(row) {
      text += `${EXPORT_COLUMNS.map((column) => cellOf(column, row)).join(',')}\r\n`;
      if (text.length > BUFFERED_CHARACTERS) drain();
    },
    finish: drain,
  };
}
