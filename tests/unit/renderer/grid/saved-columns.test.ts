import { expect, test } from 'vitest';
import { parseSavedColumns, savedColumns } from '../../../../renderer/grid/saved-columns.ts';

test('reads back what it saves', () => {
  const state = [
    { colId: 'ev', width: 70, hide: false, pinned: 'left' as const, sort: 'desc' as const, sortIndex: 0 },
    { colId: 'book', width: 90, hide: true, pinned: null, sort: null, sortIndex: null },
  ];
  expect(parseSavedColumns(JSON.parse(JSON.stringify(savedColumns(state))))).toEqual(state);
});

test('leaves out what is not a column and widths no one can use', () => {
  expect(parseSavedColumns('columns')).toEqual([]);
  expect(parseSavedColumns([null, 3, { width: 50 }])).toEqual([]);
  expect(parseSavedColumns([{ colId: 'ev', width: -1, pinned: 'middle', sort: 'up' }])).toEqual([
    { colId: 'ev', hide: false, pinned: null, sort: null, sortIndex: null },
  ]);
});
