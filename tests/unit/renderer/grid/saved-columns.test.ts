import { expect, test } from 'vitest';
import { columnOrder, parseSavedColumns, savedColumns } from '../../../../renderer/grid/saved-columns.ts';

test('reads back what it saves', () => {
  const state = [
    { colId: 'ev', width: 70, hide: false, pinned: 'left' as const, sort: 'desc' as const, sortIndex: 0 },
    { colId: 'book', width: 90, hide: true, pinned: null, sort: null, sortIndex: null },
  ];
  const read = (sized: readonly string[]) =>
    parseSavedColumns(JSON.parse(JSON.stringify(savedColumns(state, new Set(sized)))));
  expect(read(['ev', 'book'])).toEqual(state);
  // A width that the user has not set is the pane's to choose again.
  expect(read(['ev'])[1]).not.toHaveProperty('width');
});

test('leaves out what is not a column and widths no one can use', () => {
  expect(parseSavedColumns('columns')).toEqual([]);
  expect(parseSavedColumns([null, 3, { width: 50 }])).toEqual([]);
  expect(parseSavedColumns([{ colId: 'ev', width: -1, pinned: 'middle', sort: 'up' }])).toEqual([
    { colId: 'ev', hide: false, pinned: null, sort: null, sortIndex: null },
  ]);
});

test('a column that is new since the order was saved comes after the one that it follows', () => {
  const saved = parseSavedColumns([{ colId: 'c' }, { colId: 'a' }]);
  expect(columnOrder(saved, ['first', 'a', 'new', 'newer', 'c'])).toEqual([
    'first',
    'c',
    'a',
    'new',
    'newer',
  ]);
  expect(columnOrder([], ['a', 'b'])).toEqual(['a', 'b']);
});
