import { describe, expect, it } from 'vitest';
import {
  type FileProgress,
  importSummary,
  importTone,
  pathsIn,
} from '../../../../../renderer/features/sources/import-job.ts';

const account = (file: string, more: Partial<FileProgress> = {}): FileProgress => ({
  file,
  read: 380,
  imported: 370,
  duplicate: 10,
  completed: 0,
  quarantined: 0,
  finished: true,
  error: null,
  ...more,
});

it('reads one path a line, without quotes, blanks and repeats', () => {
  expect(pathsIn(' /a/E0.csv \r\n\n"C:\\odds data\\E1.csv"\n/a/E0.csv\n')).toEqual([
    '/a/E0.csv',
    'C:\\odds data\\E1.csv',
  ]);
});

describe('the account of an import', () => {
  it('adds the files up', () => {
    const progress = { a: account('a'), b: account('b', { quarantined: 2, imported: 368 }) };
    expect(importSummary(progress)).toBe('760 rows read: 738 imported, 20 there already, 2 quarantined.');
    expect(importTone(progress)).toBe('warn');
    expect(importSummary({ a: account('a', { completed: 4 }) })).toContain(
      '10 there already (4 of them completed)',
    );
  });

  it('is no success when a file could not be read', () => {
    const progress = {
      a: account('a'),
      b: account('b', { read: 0, imported: 0, duplicate: 0, error: 'No such file.' }),
    };
    expect(importSummary(progress)).toMatch(/^1 file could not be read to the end\. 380 rows/);
    expect(importTone(progress)).toBe('error');
  });

  it('is a success when all went well', () => {
    expect(importTone({ a: account('a') })).toBe('ok');
  });
});
