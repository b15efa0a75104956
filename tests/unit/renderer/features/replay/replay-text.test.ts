import { describe, expect, it } from 'vitest';
import {
  bytesText,
  fileName,
  refusedText,
  spanText,
  tradingWords,
  wordingOf,
} from '../../../../../renderer/features/replay/replay-text.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';

describe('figures of recordings', () => {
  it.each([
    [0, '0 B'],
    [812, '812 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [14_240, '14.2 kB'],
    [999_600, '1.0 MB'],
    [123_456_789, '123 MB'],
    [1_300_000_000, '1.3 GB'],
  ])('%i bytes are %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));

  it.each([
    [-5, '0s'],
    [45_000, '45s'],
    [725_000, '12m 05s'],
    [12_000_000, '3h 20m'],
    [187_200_000, '2d 04h'],
  ])('%i ms are %s', (ms, text) => expect(spanText(ms)).toBe(text));

  it('names a file by the end of its path', () => {
    expect([fileName('/a/b.gz'), fileName('C:\\data\\c.csv'), fileName('d')]).toEqual(['b.gz', 'c.csv', 'd']);
  });
});

describe('questions', () => {
  it('say what is lost', () => {
    expect(wordingOf({ kind: 'remove', id: 'a.overround' }, 'paper').text.join()).toContain(
      'a.overround is deleted',
    );
    expect(wordingOf({ kind: 'open', file: '/x/y' }, 'paper').text.join()).toContain(
      'leaves the real markets',
    );
    expect(wordingOf({ kind: 'open', file: '/x/y' }, 'replay').text.join()).toContain('bets placed in it');
    expect(wordingOf({ kind: 'back', at: 1 as EpochMs }, 'replay').text.join()).toContain(
      'from the beginning',
    );
  });
});

describe('what is said of bets', () => {
  const at = (...states: readonly ('sent' | 'accepted' | 'matched')[]) => states.map((state) => ({ state }));

  it('tells that time stands still for what is on its way', () => {
    expect(tradingWords('paused', at('sent', 'matched'), 1)).toContain('1 order is on the way');
    expect(tradingWords('paused', at('accepted'), 1)).toBeNull();
    expect(tradingWords('playing', at('sent'), 0)).toBeNull();
  });

  it('tells what stays open at the end of the file, and what to do', () => {
    const words = tradingWords('ended', at('accepted', 'matched'), 2);
    expect(words).toContain('1 order still waits at the venue and 2 bets are not settled');
    expect(words).toContain('Results (Alt+0)');
    expect(tradingWords('ended', at('matched'), 0)).toBeNull();
  });

  it('copies refused parts a line each', () => {
    expect(
      refusedText([{ at: 0 as EpochMs, where: 'betfair', reason: 'unsupported-market', sample: 'a\nb' }]),
    ).toBe('When (UTC)\tWhere\tWhy\tWhat\n1970-01-01T00:00:00.000Z\tbetfair\tunsupported-market\ta b');
  });
});
