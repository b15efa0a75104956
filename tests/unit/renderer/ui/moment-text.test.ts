import { describe, expect, it } from 'vitest';
import { isoMoment, readMomentText } from '../../../../renderer/ui/moment-text.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';

const local = (...parts: [number, number, number, number?, number?, number?]): EpochMs =>
  new Date(
    parts[0],
    parts[1] - 1,
    parts[2],
    parts[3] ?? 0,
    parts[4] ?? 0,
    parts[5] ?? 0,
  ).getTime() as EpochMs;
const NEAR = local(2022, 7, 1, 22, 56, 56);

describe('moments as text', () => {
  it('writes ISO, 24 hours, in the zone of the machine', () => {
    expect(isoMoment(NEAR)).toBe('2022-07-01 22:56:56');
    expect(isoMoment(local(2026, 1, 2, 3, 4, 5))).toBe('2026-01-02 03:04:05');
  });

  it.each([
    ['2026-11-21 14:05:09', local(2026, 11, 21, 14, 5, 9)],
    ['2026-11-21T14:05', local(2026, 11, 21, 14, 5)],
    [' 2026-1-2 ', local(2026, 1, 2)],
    ['9:30', local(2022, 7, 1, 9, 30)],
    ['23:59:58', local(2022, 7, 1, 23, 59, 58)],
    ['2026-11-21T14:05:09Z', Date.UTC(2026, 10, 21, 14, 5, 9)],
    ['2026-11-21 14:05:09.250', local(2026, 11, 21, 14, 5, 9)],
  ])('reads %s', (text, at) => {
    expect(readMomentText(text, NEAR)).toEqual({ ok: true, at });
  });

  it.each([
    ['07/01/2022, 10:56:56 PM', /like 2026-11-21 14:05:09/],
    ['noon', /like 2026-11-21/],
    ['', /like 2026-11-21/],
    ['25:00', /no 25:00 in a day/],
    ['2026-02-30 10:00', /no day 2026-02-30/],
    ['2026-13-01', /no day 2026-13-01/],
  ])('refuses %s in plain words', (text, problem) => {
    expect(readMomentText(text, NEAR)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });

  it('comes back to the same second', () => {
    expect(readMomentText(isoMoment(NEAR), NEAR)).toEqual({ ok: true, at: NEAR });
  });
});
