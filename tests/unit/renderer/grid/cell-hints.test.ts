import { expect, test } from 'vitest';
import { cellTitle } from '../../../../renderer/grid/cell-hints.ts';
import type { Column } from '../../../../renderer/grid/column.ts';

type Row = { readonly name: string };
const row: Row = { name: 'Wolverhampton Wanderers' };
const plain: Column<Row> = { id: 'name', header: 'Name', kind: 'text', width: 60, value: ({ name }) => name };

test('a cell that is read whole and has nothing to add needs no title', () => {
  expect(cellTitle(plain, row, false)).toBe('');
});

test('text that is cut short is read whole, both lines of it', () => {
  expect(cellTitle(plain, row, true)).toBe('Wolverhampton Wanderers');
  expect(cellTitle({ ...plain, minor: () => 'EPL' }, row, true)).toBe('Wolverhampton Wanderers\nEPL');
});

test('what is to be said of a cell is said however much of it is shown', () => {
  const noted = { ...plain, note: () => 'Suspended.' };
  expect(cellTitle(noted, row, false)).toBe('Suspended.');
  expect(cellTitle(noted, row, true)).toBe('Wolverhampton Wanderers\nSuspended.');
});
