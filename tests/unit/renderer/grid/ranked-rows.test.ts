import { expect, test } from 'vitest';
import { createRankedRows } from '../../../../renderer/grid/ranked-rows.ts';

function listened(keepGone: boolean) {
  const rows = createRankedRows<number>({ compare: (a, b) => b - a, keepGone });
  const heard: string[] = [];
  rows.subscribe({ reshaped: () => heard.push('reshaped'), touched: (id) => heard.push(id) });
  const shown = () => rows.rows().map(({ id, value, gone }) => `${id}${value}${gone ? '!' : ''}`);
  return { rows, heard, shown };
}

test('a new row takes its rank; a changed one keeps its place until a calm moment', () => {
  const { rows, heard, shown } = listened(true);
  rows.put('a', 3);
  rows.put('b', 1);
  rows.put('c', 2);
  expect(shown()).toEqual(['a3', 'c2', 'b1']);
  heard.length = 0;
  rows.put('b', 9);
  expect(shown()).toEqual(['a3', 'c2', 'b9']);
  expect(heard).toEqual(['b']);
  expect(rows.isRanked()).toBe(false);
  expect(rows.settles()).toBe(0);
  expect(rows.settle?.(null)).toBe(true);
  expect(shown()).toEqual(['b9', 'a3', 'c2']);
  expect(rows.settle?.(null)).toBe(false);
  expect(rows.settles()).toBe(2);
});

test('a row that is gone holds its place, marked, until a calm moment', () => {
  const { rows, heard, shown } = listened(true);
  rows.put('a', 2);
  rows.put('b', 1);
  heard.length = 0;
  rows.remove('a');
  rows.remove('a');
  expect(shown()).toEqual(['a2!', 'b1']);
  expect(heard).toEqual(['a']);
  rows.put('a', 5);
  expect(shown()).toEqual(['a5', 'b1']);
  rows.remove('b');
  rows.settle?.(null);
  expect(shown()).toEqual(['a5']);
  expect(rows.get('b')).toBeUndefined();
});

test('without keeping, a removed row goes at once', () => {
  const { rows, heard, shown } = listened(false);
  rows.put('a', 2);
  rows.remove('a');
  expect(shown()).toEqual([]);
  expect(heard).toEqual(['reshaped', 'reshaped']);
});

test('a row that is gone keeps its place under the keyboard through every calm moment', () => {
  const { rows, shown } = listened(true);
  rows.put('a', 3);
  rows.put('b', 2);
  rows.put('c', 1);
  rows.remove('b');
  rows.put('c', 9);
  expect(rows.settle?.('b')).toBe(true);
  expect(shown()).toEqual(['c9', 'b2!', 'a3']);
  expect(rows.settle?.('b')).toBe(false);
  rows.remove('c');
  rows.settle?.('b');
  expect(shown()).toEqual(['a3', 'b2!']);
  rows.settle?.(null);
  expect(shown()).toEqual(['a3']);
});

test('says whether the rows still stand in their order', () => {
  const { rows } = listened(true);
  rows.put('a', 3);
  rows.put('b', 2);
  rows.put('c', 1);
  expect(rows.isRanked()).toBe(true);
  rows.put('c', 9);
  expect(rows.isRanked()).toBe(false);
  rows.settle?.(null);
  rows.remove('b');
  expect(rows.isRanked()).toBe(true);
});
