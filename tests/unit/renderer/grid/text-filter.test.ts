import { expect, test } from 'vitest';
import { filterWords, holdsWords, plain } from '../../../../renderer/grid/text-filter.ts';

const finds = (text: string, filter: string) => holdsWords(plain(text), filterWords(filter));

test('every word must be found, in any order, without case or accents', () => {
  expect(finds('1. FC Köln v Leipzig Bundesliga', 'bundes KOLN')).toBe(true);
  expect(finds('1. FC Köln v Leipzig Bundesliga', 'koln bayern')).toBe(false);
  expect(finds('anything', '  ')).toBe(true);
});
