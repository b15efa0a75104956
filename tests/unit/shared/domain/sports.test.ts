import { expect, it } from 'vitest';
import { sportOfCompetition, sportOfKey } from '../../../../shared/domain/sports.ts';

it.each([
  ['soccer_epl', 'football'],
  ['soccer_usa_mls', 'football'],
  // As Betfair's events are filed whose competition has no key.
  ['soccer', 'football'],
  ['tennis', 'tennis'],
  ['basketball', 'basketball'],
  ['americanfootball_nfl', 'american-football'],
  ['practice_premier', 'football'],
  ['cricket', undefined],
  ['soccerish_epl', undefined],
  ['constructor', undefined],
  ['_epl', undefined],
  ['', undefined],
])('the sport of the key %s is %s', (key, sport) => {
  expect(sportOfKey(key)).toBe(sport);
});

it.each([
  ['E0', 'football'],
  ['NBA', 'basketball'],
  ['ATP Hard', 'tennis'],
])('the sport of the competition %s is %s', (competition, sport) => {
  expect(sportOfCompetition(competition)).toBe(sport);
});
