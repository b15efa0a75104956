import { expect, test } from 'vitest';
import { createRowFocus } from '../../../../renderer/grid/row-focus.ts';

/** A grid of named rows, followed by a focus that the user put on `row`. */
function on(row: string, rows: readonly string[]) {
  const focus = createRowFocus();
  focus.move(row, { rowIndex: rows.indexOf(row), columnId: 'ev' });
  const follow = (now: readonly string[]) =>
    focus.follow((id) => (now.includes(id) ? now.indexOf(id) : null), now.length);
  return { focus, follow };
}

test('the focus follows its row to wherever it moves', () => {
  const { focus, follow } = on('b', ['a', 'b', 'c']);
  expect(follow(['b', 'c', 'a'])).toEqual({ rowIndex: 0, columnId: 'ev' });
  expect(focus.rowId()).toBe('b');
});

test('when the row goes the place stays, and no row is focused until the user moves', () => {
  const { focus, follow } = on('b', ['a', 'b', 'c']);
  expect(follow(['a', 'c'])).toEqual({ rowIndex: 1, columnId: 'ev' });
  expect(focus.rowId()).toBeNull();
  expect(focus.isLost()).toBe(true);
  // Neither more changes nor the return of the row focus anything.
  follow(['c', 'a']);
  expect(follow(['a', 'b', 'c'])?.rowIndex).toBe(1);
  expect(focus.rowId()).toBeNull();
  expect(focus.move('c', { rowIndex: 2, columnId: 'ev' })).toBe(true);
  expect([focus.rowId(), focus.isLost()]).toEqual(['c', false]);
});

test('the place stays among the rows that are left, and outlives an empty grid', () => {
  const { focus, follow } = on('c', ['a', 'b', 'c']);
  expect(follow(['a'])?.rowIndex).toBe(0);
  expect(follow([])).toBeNull();
  expect(focus.isLost()).toBe(true);
  expect(follow(['d', 'e'])).toEqual({ rowIndex: 0, columnId: 'ev' });
  expect(focus.rowId()).toBeNull();
});

test('nothing is focused before the user has been there', () => {
  const focus = createRowFocus();
  expect(focus.follow(() => 0, 3)).toBeNull();
  expect(focus.isLost()).toBe(false);
});

test('moving within the row is news only in another column', () => {
  const { focus } = on('a', ['a']);
  expect(focus.move('a', { rowIndex: 0, columnId: 'ev' })).toBe(false);
  expect(focus.move('a', { rowIndex: 0, columnId: 'price' })).toBe(true);
});
