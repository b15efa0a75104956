import { expect, it } from 'vitest';
import { choosables, matchCount, soundFilter } from '../../../../renderer/ui/match-choice.ts';

const stored = [
  { competition: 'E1', season: '2021-22', matches: 552 },
  { competition: 'E0', season: '2021-22', matches: 380 },
  { competition: 'E0', season: '2022-23', matches: 379 },
];
const all = { competitions: [], seasons: [] };

it('counts competitions within the chosen seasons and the other way round', () => {
  expect(choosables(stored, { competitions: ['E1'], seasons: ['2022-23'] })).toEqual({
    competitions: [
      { value: 'E0', matches: 379 },
      { value: 'E1', matches: 0 },
    ],
    seasons: [
      { value: '2022-23', matches: 0 },
      { value: '2021-22', matches: 552 },
    ],
  });
});

it('takes nothing chosen for everything', () => {
  expect(matchCount(stored, all)).toBe(1311);
  expect(matchCount(stored, { competitions: ['E0'], seasons: ['2021-22'] })).toBe(380);
});

it('drops what is not stored any more and writes everything as nothing chosen', () => {
  expect(soundFilter(stored, { competitions: ['E0', 'XX'], seasons: ['2022-23', '2021-22'] })).toEqual({
    competitions: ['E0'],
    seasons: [],
  });
});
