import { type Column, cellText } from './column.ts';

/** RFC 4180: quoted where a comma, quote or line end asks for it. */
function field(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A CSV file of `header` and `records`, with CRLF line ends. */
export const csvFile = (
  header: readonly string[],
  records: Iterable<readonly (string | number | null)[]>,
): string => [header, ...records].map((record) => `${record.map(field).join(',')}\r\n`).join('');

/** The rows as a CSV file, in the order and with the columns given. */
export const rowsToCsv = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string => {
  const written = columns.filter(({ exported }) => exported !== false);
  return csvFile(
    written.map(headerOf),
    rows.map((row) =>
      written.map((column) => (column.csv === undefined ? cellText(column, row) : column.csv(row))),
    ),
  );
};

function headerOf<Row>({ csvHeader, group, header }: Column<Row>): string {
  if (csvHeader !== undefined) return typeof csvHeader === 'string' ? csvHeader : csvHeader();
  return group === undefined ? header : `${group} ${header}`;
}

/** One row for the clipboard: tabs between cells, so that it falls into spreadsheet cells. */
export const rowToClipboard = <Row>(columns: readonly Column<Row>[], row: Row): string =>
  columns.map((column) => cellText(column, row).replaceAll(/[\t\r\n]/g, ' ')).join('\t');
