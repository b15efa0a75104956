import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column } from '../../../../renderer/grid/column.ts';
import { csvFile, rowsToCsv, rowToClipboard } from '../../../../renderer/grid/csv.ts';

type Row = { readonly name: string; readonly price: number | null };
const columns: readonly Column<Row>[] = [
  { id: 'name', header: 'Name', kind: 'text', width: 1, value: ({ name }) => name },
  {
    id: 'price',
    header: 'Back',
    group: 'Exchange',
    kind: 'figure',
    width: 1,
    value: ({ price }) => price,
    text: ({ price }) => (price === null ? '' : `£${price.toFixed(2)}`),
    csv: ({ price }) => price,
  },
];

test('any text survives the way through a CSV reader', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string())), (records) => {
      const read = parse(csvFile(['a', 'b'], records), { relax_quotes: false }) as string[][];
      expect(read).toEqual([['a', 'b'], ...records.map((record) => [...record])]);
    }),
  );
});

test('exports figures as numbers, group titles in the header, nothing as an empty field', () => {
  const rows = [
    { name: 'Over 2.5, first half', price: 2.5 },
    { name: 'Draw', price: null },
  ];
  expect(rowsToCsv(columns, rows)).toBe('Name,Exchange Back\r\n"Over 2.5, first half",2.5\r\nDraw,\r\n');
});

test('copies a row as shown, in spreadsheet cells', () => {
  expect(rowToClipboard(columns, { name: 'Home\tside', price: 2.5 })).toBe('Home side\t£2.50');
});
