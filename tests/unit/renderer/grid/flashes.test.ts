import { expect, test } from 'vitest';
import { createFlashes, FLASH_MS } from '../../../../renderer/grid/flashes.ts';

test('a row is lit from its last change for the whole time', () => {
  let now = 0;
  const flashes = createFlashes(() => now);
  flashes.light('a');
  now = 100;
  flashes.light('b');
  now = 200;
  flashes.light('a');
  now = FLASH_MS + 150;
  expect(flashes.over()).toEqual(['b']);
  now = FLASH_MS + 200;
  expect(flashes.over()).toEqual(['a']);
  expect(flashes.over()).toEqual([]);
});
