import { describe, expect, test } from 'vitest';
import {
  competitionLikeness,
  competitionOf,
  teamLikeness,
} from '../../../../../shared/domain/identity/index.ts';
import { readTeam } from '../../../../../shared/domain/identity/team.ts';

const of = (group: string, one: string, two: string, league = '') =>
  teamLikeness(
    readTeam(one, group, league === '' ? [] : [league], []),
    readTeam(two, group, league === '' ? [] : [league], []),
  );
const NFL = 'americanfootball_nfl';

describe('clubs', () => {
  test.each([
    ['1. FC Köln', 'FC Koln'],
    ['Borussia Mönchengladbach', "M'gladbach"],
    ['Man Utd', 'Manchester United'],
    ['Wolves', 'Wolverhampton Wanderers'],
    ['FC Internazionale Milano', 'Inter'],
    ['Club Atlético de Madrid', 'Ath Madrid'],
    ['Brighton & Hove Albion FC', 'Brighton'],
    ['TSG 1899 Hoffenheim', 'Hoffenheim'],
    ['Paris Saint-Germain FC', 'Paris SG'],
    ['Sporting CP', 'Sp Lisbon'],
  ])('%s is %s', (one, two) => {
    expect(of('soccer', one, two).value).toBe(1);
  });

  test.each([
    ['Paris Saint-Germain', 'Paris FC'],
    ['Real Sociedad B', 'Real Sociedad'],
    ['Barcelona II', 'Barcelona'],
    ['Arsenal (W)', 'Arsenal'],
    ['Chelsea U21', 'Chelsea'],
    ['Chelsea U21', 'Chelsea U18'],
    ['Jong Ajax', 'Ajax'],
    ['Manchester City', 'Manchester United'],
    ['Bayern Munich', 'TSV 1860 München'],
    ['Inter Miami', 'Inter Milan'],
    ['Al-Nasr (UAE)', 'Al-Nasr (KSA)'],
    ['Dundee', 'Dundee United'],
    ['Sheffield United', 'Sheffield Wednesday'],
  ])('%s is not %s', (one, two) => {
    expect(of('soccer', one, two)).toMatchObject({ value: 0, other: true });
  });

  test.each([
    ['CRB', 'Clube de Regatas Brasil', 0.75],
    ['Shakhtar Donetsk', 'Shaktar Donetsk', 0.88],
    ['Newcastle', 'Newcastle Jets', 0.75],
    ['Real Oviedo B', 'Oviedo Real B', 0.95],
    ['Borussia Neunkirchen', 'Borussia Fulda', 0.3],
    ['Arsenal', 'Chelsea', 0],
  ])('%s and %s are alike to %f', (one, two, likeness) => {
    expect(of('soccer', one, two).value).toBeCloseTo(likeness, 5);
  });
});

describe('franchises', () => {
  test.each([
    ['Chiefs', 'Kansas City Chiefs'],
    ['Redskins', 'Washington Commanders'],
    ['Washington Football Team', 'Commanders'],
    ['Oakland', 'Las Vegas Raiders'],
    ['St.Louis', 'Los Angeles Rams'],
    ['SanDiego', 'Los Angeles Chargers'],
    ['Fortyniners', 'San Francisco 49ers'],
    ['BuffaloBills', 'Bills'],
    ['New York G', 'New York Giants'],
    ['LA Rams', 'Los Angeles Rams'],
    ['KC', 'Kansas City'],
  ])('%s is %s', (one, two) => {
    expect(of('americanfootball', one, two, NFL).value).toBe(1);
  });

  test('a city with two teams may be either, and is neither of others', () => {
    expect(of('americanfootball', 'NewYork', 'New York Jets', NFL).value).toBe(0.7);
    expect(of('americanfootball', 'NewYork', 'Buffalo Bills', NFL)).toMatchObject({ value: 0, other: true });
    expect(of('americanfootball', 'Los Angeles Rams', 'Los Angeles Chargers', NFL).other).toBe(true);
  });

  test('a short name means nothing outside its league', () => {
    expect(
      of('americanfootball', 'Washington', 'Washington Commanders', 'americanfootball_ncaaf').value,
    ).toBeLessThan(1);
    expect(of('icehockey', 'Panthers', 'Carolina Panthers', 'icehockey_nhl').other).toBe(false);
  });
});

describe('players', () => {
  test.each([
    ['Djokovic N.', 'Novak Djokovic', 1],
    ['Galan D.E.', 'Daniel Elahi Galan', 1],
    ['Galan D.', 'Daniel Elahi Galan', 0.95],
    ['Auger-Aliassime F.', 'Felix Auger Aliassime', 1],
    ['Pliskova Kr.', 'Karolina Pliskova', 0],
    ['Pliskova Ka.', 'Karolina Pliskova', 1],
    ['Zheng Q.', 'Zheng Qinwen', 1],
    ['Zheng Qinwen', 'Qinwen Zheng', 1],
    ['Alexandrova', 'Ekaterina Alexandrova', 0.75],
    ['Murray A.', 'Murray J.', 0],
    ['Williams S.', 'Venus Williams', 0],
    ['Đoković N.', 'Novak Djokovic', 0],
  ])('%s and %s are alike to %f', (one, two, likeness) => {
    expect(of('tennis', one, two).value).toBe(likeness);
    expect(of('tennis', two, one).value).toBe(likeness);
  });
});

describe('competitions', () => {
  const like = (one: readonly [string, string], two: readonly [string, string]) =>
    competitionLikeness(competitionOf(...one), competitionOf(...two));

  test.each([
    [['soccer_epl', 'EPL'], ['soccer', 'English Premier League'], 0.85, 1],
    [['soccer_epl', 'EPL'], ['soccer', 'E0'], 1, 1],
    [['soccer_germany_bundesliga', 'Bundesliga - Germany'], ['soccer', 'Bundesliga'], 0.85, 0.85],
    [['soccer_germany_bundesliga', ''], ['soccer', '2. Bundesliga'], 0, 0],
    [['americanfootball_nfl', 'NFL'], ['americanfootball_ncaaf', 'NCAAF'], 0, 0],
    [['soccer_tatarstan_cup', 'Tatarstan Cup'], ['soccer', 'Tatarstan Cup'], 1, 1],
    [['soccer', 'Friendly'], ['soccer', 'Tatarstan Cup'], 0.5, 0.5],
  ] as const)('%o and %o', (one, two, least, most) => {
    expect(like(one, two)).toBeGreaterThanOrEqual(least);
    expect(like(one, two)).toBeLessThanOrEqual(most);
    expect(like(two, one)).toBe(like(one, two));
  });
});
