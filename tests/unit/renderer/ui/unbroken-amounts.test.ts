import { expect, it } from 'vitest';
import { amountParts } from '../../../../renderer/ui/unbroken-amounts.tsx';

it.each([
  ['0-0. 1 bet corrected: -£104.63.', ['0-0. 1 bet corrected: ', '-£104.63', '.']],
  ['+SEK 1,200.00 and $3.00', ['', '+SEK 1,200.00', ' and ', '$3.00', '']],
  ['Alder 2-1 Birch: no bet changed.', ['Alder 2-1 Birch: no bet changed.']],
])('keeps the amounts of %j whole', (text, parts) => {
  expect(amountParts(text)).toEqual(parts);
});
