import { expect, test } from 'vitest';
import { kickOffText, scoreText } from '../../../../renderer/ui/kick-off.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';

const startsAt = 1_700_000_000_000 as EpochMs;
const sport = 'soccer_epl';
const scheduled = { startsAt, sport, status: 'scheduled' } as const;
const before = (ms: number) => kickOffText(scheduled, (startsAt - ms) as EpochMs);

test('counts down ever more finely', () => {
  expect(before(30_500)).toBe('31s');
  expect(before(12 * 60_000)).toBe('12m');
  expect(before(3 * 3_600_000 + 5 * 60_000)).toBe('3h 05m');
  expect(before(0)).toBe('due');
  expect(before(-5000)).toBe('due');
});

test('says where a started event stands', () => {
  const live = (minutes: number) =>
    kickOffText({ startsAt, sport, status: 'live' }, (startsAt + (minutes - 1) * 60_000 + 1) as EpochMs);
  expect([44, 45, 46, 60].map(live)).toEqual(["44'", "45'", "45+'", "45+'"]);
  expect([61, 63, 105, 106, 125].map(live)).toEqual(["46'", "48'", "90'", "90+'", "90+'"]);
  expect(kickOffText({ startsAt, sport, status: 'live' }, startsAt)).toBe("1'");
  expect(kickOffText({ startsAt, sport, status: 'ended' }, startsAt)).toBe('FT');
  expect(kickOffText({ startsAt, sport, status: 'postponed' }, startsAt)).toBe('postp.');
});

test('counts minutes in football alone', () => {
  const live = (played: string) =>
    kickOffText({ startsAt, sport: played, status: 'live' }, (startsAt + 200 * 60_000) as EpochMs);
  expect(['soccer', 'soccer_epl', 'practice'].map(live)).toEqual(["90+'", "90+'", "90+'"]);
  expect(['cricket', 'tennis_atp', 'basketball_nba'].map(live)).toEqual(['in play', 'in play', 'in play']);
});

test('writes a score only when there is one', () => {
  expect(scoreText({ score: null })).toBe('');
  expect(scoreText({ score: { home: 2, away: 0, at: startsAt } })).toBe('2-0');
});
