import { expect, test } from 'vitest';
import { rowBreaks } from '../../../../renderer/grid/row-breaks.ts';

test('the first row starts a group; the rest stand to the row above as shown', () => {
  const rows = ['a1', 'a1', 'a2', 'b1'].map((key) => ({ key }));
  const breaks = rowBreaks(rows, (above, row) => {
    if (above.key[0] !== row.key[0]) return 'group';
    return above.key === row.key ? 'none' : 'part';
  });
  expect(rows.map((row) => breaks.get(row))).toEqual(['group', 'none', 'part', 'group']);
});
