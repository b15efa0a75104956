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
    ['Wolverhampton Wanderers', 'Wolves'],
    ['Nottingham Forest', "Nott'm Forest"],
  ])('takes %s for %s', (name, expected) => {
    expect(matchTeam(name, known)).toBe(expected);
  });

  it('does not guess where several could be meant', () => {
    expect(matchTeam('Manchester', known)).toBeUndefined();
    expect(matchTeam('Leeds United', known)).toBeUndefined();
  });

  it('does not choose between two that are written alike', () => {
    expect(matchTeam('FC Alpha', ['Alpha', 'AC Alpha'])).toBeUndefined();
  });

  it.each([
    ['Paris Saint Germain', ['Paris FC', 'Lyon'], undefined],
    ['Paris Saint Germain', ['Paris FC', 'Paris SG'], 'Paris SG'],
    ['Jong Ajax', ['Ajax'], undefined],
    ['Barcelona B', ['Barcelona'], undefined],
    ['Real Sociedad B', ['Sociedad'], undefined],
    ['Real Sociedad', ['Sociedad'], 'Sociedad'],
    ['Real Madrid', ['Real', 'Madrid'], undefined],
    ['Atlético Madrid', ['Ath Madrid', 'Ath Bilbao'], 'Ath Madrid'],
    ['Athletic Bilbao', ['Ath Madrid', 'Ath Bilbao'], 'Ath Bilbao'],
    ['Inter Milan', ['Milan', 'Inter'], 'Inter'],
    ['AC Milan', ['Milan', 'Inter'], 'Milan'],
    ['Manchester', ['Man United', 'Man City'], undefined],
  ])('knows a club from its neighbours: %s', (name, among, expected) => {
    expect(matchTeam(name, among)).toBe(expected);
  });
});
