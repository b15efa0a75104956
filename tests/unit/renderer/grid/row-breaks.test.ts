import { expect, test } from 'vitest';
import { rowPlaces } from '../../../../renderer/grid/row-breaks.ts';

const placesOf = (...keys: string[]) => {
  const rows = keys.map((key) => ({ key }));
  const places = rowPlaces(rows, (above, row) => {
    if (above.key[0] !== row.key[0]) return 'group';
    return above.key === row.key ? 'none' : 'part';
  });
  return rows.map((row) => places.get(row));
};

test('the first row starts a group; the rest stand to the row above as shown', () => {
  expect(placesOf('a1', 'a1', 'a2', 'b1').map((place) => place?.break)).toEqual([
    'group',
    'none',
    'part',
    'group',
  ]);
});

test('a row knows its line in its part, and whether it is alone there', () => {
  expect(placesOf('a1', 'a1', 'a1', 'a2', 'a2', 'b1', 'c1', 'c1').map((place) => place?.line)).toEqual([
    'first',
    'second',
    'later',
    'first',
    'second',
    'only',
    'first',
    'second',
  ]);
});
