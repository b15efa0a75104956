import { describe, expect, it } from 'vitest';
import { matchTeam, teamWords } from '../../../../shared/domain/team-names.ts';

const known = [
  'Man United',
  'Man City',
  "Nott'm Forest",
  'Wolves',
  'Tottenham',
  'Sheffield United',
  'Newcastle',
];

describe('names of teams', () => {
  it('leaves out accents, punctuation and the words every club has', () => {
    expect(teamWords('1. FC Köln')).toEqual(['1', 'koln']);
    expect(teamWords("Nott'm Forest FC")).toEqual(['nottm', 'forest']);
  });

  it('keeps a name that is nothing but such words', () => {
    expect(teamWords('AC')).toEqual(['ac']);
  });

  it.each([
    ['Man United', 'Man United'],
    ['Manchester United', 'Man United'],
    ['Manchester City FC', 'Man City'],
    ['Tottenham Hotspur', 'Tottenham'],
    ['Newcastle United', 'Newcastle'],
    ['Sheffield United', 'Sheffield United'],
  ])('takes %s for %s', (name, expected) => {
    expect(matchTeam(name, known)).toBe(expected);
  });

  it('does not guess where several could be meant', () => {
    expect(matchTeam('Manchester', known)).toBeUndefined();
    expect(matchTeam('Wolverhampton Wanderers', known)).toBeUndefined();
    expect(matchTeam('Leeds United', known)).toBeUndefined();
  });

  it('does not choose between two that are written alike', () => {
    expect(matchTeam('FC Alpha', ['Alpha', 'AC Alpha'])).toBeUndefined();
  });
});
