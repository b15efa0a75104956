import { expect, it } from 'vitest';
import { counted } from '../../../../renderer/ui/counted.ts';

it('says one of one and many of the rest', () => {
  expect([0, 1, 2, 1240].map((count) => counted(count, 'edge'))).toEqual([
    '0 edges',
    '1 edge',
    '2 edges',
    '1,240 edges',
  ]);
  expect(counted(2, 'match', 'matches')).toBe('2 matches');
});
