import { describe, expect, it } from 'vitest';
import {
  disputeOf,
  isRepeated,
  type ResultRevision,
  resultFault,
  resultWords,
  standingResult,
  type Telling,
} from '../../../../shared/domain/result.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import { result, told } from '../../../support/tell-results.ts';

const said = (...tellings: readonly Telling[]): readonly ResultRevision[] =>
  tellings.map((telling, index) => ({ ...telling, revision: index + 1, at: index as EpochMs }));
const source = (score: string, halfTime: string | null = null, teller = 'a') =>
  told(result(score, halfTime), { origin: 'source', teller });
const user = (score: string, halfTime: string | null = null) => told(result(score, halfTime));

describe('the result that stands', () => {
  it.each([
    ['nothing', [], undefined],
    ['the newest of the sources', [source('1-0'), source('2-0', null, 'b')], '2-0'],
    ['the user’s, whatever a source says later', [source('1-0'), user('1-1'), source('2-0')], '1-1'],
    ['the newest of the user', [user('1-1'), source('2-0'), user('postponed')], 'postponed'],
    [
      'the sources’ again, once the entry is taken back',
      [source('1-0'), user('1-1'), user('withdrawn')],
      '1-0',
    ],
    ['nothing, where only the entry there was is taken back', [user('1-1'), user('withdrawn')], undefined],
    ['nothing, once what the sources said is set aside', [source('postponed'), user('unknown')], undefined],
    [
      'what a source says after its word was set aside',
      [source('postponed'), user('unknown'), source('2-0')],
      '2-0',
    ],
    ['an entry after that', [source('1-0'), user('unknown'), user('2-2')], '2-2'],
    [
      'the sources’ again, once the entry is taken back that set them aside',
      [source('1-0'), user('unknown'), user('withdrawn')],
      '1-0',
    ],
  ])('is %s', (_, tellings, expected) => {
    const standing = standingResult(said(...tellings));
    expect(standing && resultWords(standing)).toBe(expected);
  });

  it('keeps the half-time score a source knew, where it fits', () => {
    expect(standingResult(said(source('2-1', '1-0'), source('2-2', null, 'b')))?.halfTime).toEqual({
      home: 1,
      away: 0,
    });
    expect(standingResult(said(source('2-1', '1-0'), source('0-2')))?.halfTime).toBeNull();
    expect(standingResult(said(source('2-1', '1-0'), user('unknown'), source('2-2')))?.halfTime).toBeNull();
    // What the user left out is not known.
    expect(standingResult(said(source('2-1', '1-0'), user('2-1')))?.halfTime).toBeNull();
  });
});

describe('a telling', () => {
  it('is repeated when its teller says the same again, also without the half-time score', () => {
    const revisions = said(source('2-1', '1-0'), source('2-2', null, 'b'));
    expect(isRepeated(revisions, source('2-1'))).toBe(true);
    expect(isRepeated(revisions, source('2-2', '1-0', 'b'))).toBe(false);
    expect(isRepeated(revisions, source('2-2', null, 'c'))).toBe(false);
    expect(isRepeated(said(user('2-1', '1-0')), user('2-1'))).toBe(false);
  });

  it('sets aside only what was said since, and needs somebody to have said something', () => {
    expect(isRepeated([], user('unknown'))).toBe(true);
    const postponed = said(source('postponed'));
    expect(isRepeated(postponed, user('unknown'))).toBe(false);
    const aside = said(source('postponed'), user('unknown'));
    expect(isRepeated(aside, user('unknown'))).toBe(true);
    expect(isRepeated(aside, user('withdrawn'))).toBe(false);
    // Its teller goes on saying so.
    expect(isRepeated(aside, source('postponed'))).toBe(true);
    expect(isRepeated(said(source('postponed'), user('unknown'), source('2-0')), user('unknown'))).toBe(
      false,
    );
  });

  it.each([
    ['2-1', '1-1', undefined],
    ['2-1', '3-0', /Half time 3-0/],
    ['abandoned', '1-1', undefined],
    ['postponed', '1-1', /no half-time/],
    ['unknown', '1-1', /no half-time/],
    ['ended', null, /needs its final score/],
  ])('%s (%s) is refused with %s', (score, halfTime, fault) => {
    const found = resultFault(result(score, halfTime));
    if (fault === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(fault);
  });
});

describe('a dispute', () => {
  it.each([
    ['a source that said otherwise after the entry', [user('1-1'), source('2-1')], '2-1'],
    ['not what the user knew when entering', [source('2-1'), user('1-1')], undefined],
    ['two sources that differ', [source('2-1'), source('2-2', null, 'b')], '2-1'],
    ['not a source that corrected itself', [source('2-1'), source('2-2')], undefined],
    ['not a half-time score one of them lacks', [source('2-1'), source('2-1', '1-0', 'b')], undefined],
    ['not what was set aside', [source('2-1'), user('unknown'), source('2-2', null, 'b')], undefined],
    ['a half-time score both tell', [source('2-1', '0-0'), source('2-1', '1-0', 'b')], '2-1 (0-0)'],
  ])('is %s', (_, tellings, expected) => {
    const dispute = disputeOf(said(...tellings));
    expect(dispute && resultWords(dispute)).toBe(expected);
  });
});
