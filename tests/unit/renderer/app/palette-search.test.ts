import { describe, expect, it } from 'vitest';
import { bestFit, fitOf, search } from '../../../../renderer/app/palette-search.ts';

describe('fitOf', () => {
  it('ranks a start over a word inside over letters inside a word', () => {
    const [start, word, inside] = [fitOf('pan', 'Panic'), fitOf('pan', 'Next pane'), fitOf('pan', 'Expand')];
    expect(start).toBeGreaterThan(word);
    expect(word).toBeGreaterThan(inside);
    expect(inside).toBeGreaterThan(0);
  });

  it('takes words in any order, each of them needed', () => {
    expect(fitOf('pane next', 'Next pane')).toBeGreaterThan(0);
    expect(fitOf('pane zebra', 'Next pane')).toBe(0);
  });

  it('takes letters in order, but not strewn over a long text', () => {
    expect(fitOf('mxp', 'Maximise pane')).toBeGreaterThan(0);
    expect(fitOf('pxm', 'Maximise pane')).toBe(0);
    expect(fitOf('aez', `a${'.'.repeat(40)}e${'.'.repeat(40)}z`)).toBe(0);
  });

  it('does not mind case and accents', () => {
    expect(fitOf('atletico', 'ATLÉTICO Madrid v Málaga')).toBeGreaterThan(0.9);
    expect(fitOf('malaga', 'Atlético v Málaga')).toBeGreaterThan(0.8);
  });

  it('fits everything when nothing is asked', () => {
    expect(fitOf('  ', 'Anything')).toBe(1);
  });
});

describe('search', () => {
  const names = ['Reset layout', 'Release the halt', 'Practice market at 1×', 'Find an event'];
  const texts = (name: string) => [name];

  it('puts the best first and leaves out what does not fit', () => {
    expect(search('re', names, texts, 9)).toEqual([
      'Reset layout',
      'Release the halt',
      'Practice market at 1×',
    ]);
    expect(search('halt', names, texts, 9)).toEqual(['Release the halt']);
  });

  it('keeps the order of equals and stops at the limit', () => {
    expect(search('', names, texts, 2)).toEqual(names.slice(0, 2));
  });

  it('finds by any of the texts, at the best of them', () => {
    expect(
      search('away', [{ home: 'Home', away: 'Away Town' }], (match) => [match.home, match.away], 5),
    ).toHaveLength(1);
    expect(bestFit('away', ['Home', 'Away Town'])).toBe(fitOf('away', 'Away Town'));
    expect(bestFit('away', [])).toBe(0);
  });
});
