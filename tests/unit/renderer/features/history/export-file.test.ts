import { expect, it } from 'vitest';
import { withEnding } from '../../../../../renderer/features/history/export-file.ts';

it('swaps the ending of one format for that of the other, and leaves every other', () => {
  expect(withEnding('/home/me/p.csv', 'parquet')).toBe('/home/me/p.parquet');
  expect(withEnding('/home/me/p.PARQUET ', 'csv')).toBe('/home/me/p.csv');
  expect(withEnding('/home/me/p.csv', 'csv')).toBe('/home/me/p.csv');
  expect(withEnding('/home/me/prices', 'parquet')).toBe('/home/me/prices');
  expect(withEnding('/home/me/csv', 'parquet')).toBe('/home/me/csv');
  expect(withEnding('', 'parquet')).toBe('');
});
