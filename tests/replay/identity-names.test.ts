import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type EventNames, type Pairing, pairEvents } from '../../shared/domain/identity/index.ts';
import type { EpochMs } from '../../shared/domain/units.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';

const data = `${sharedData}/data`;
const DAY = 86_400_000;

type WireEvent = {
  readonly sport_key: string;
  readonly sport_title: string;
  readonly home_team: string;
  readonly away_team: string;
  readonly commence_time: string;
};

const json = <T>(path: string): T => JSON.parse(readFileSync(`${data}/${path}`, 'utf8')) as T;

const oddsApi = (file: string): readonly EventNames[] =>
  json<readonly WireEvent[]>(`odds-api/${file}`).map((event) => ({
    sport: event.sport_key,
    competition: event.sport_title,
    home: event.home_team,
    away: event.away_team,
    startsAt: Date.parse(event.commence_time) as EpochMs,
  }));

/** Fixtures of a football-data.co.uk file; `days` leaves the kick-off out, as files before 2019 do. */
function footballData(division: string, season: string, days = false): readonly EventNames[] {
  const text = readFileSync(`${data}/football-data/${division}/${division}_${season}.csv`, 'utf8');
  const [header = [], ...rows] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const column = (name: string) => header.indexOf(name);
  return rows.flatMap((row): readonly EventNames[] => {
    const [home, away] = [row[column('HomeTeam')], row[column('AwayTeam')]];
    const [day = 0, month = 0, year = 0] = (row[column('Date')] ?? '').split('/').map(Number);
    if (!home || !away) return [];
    const midnight = Date.UTC(year < 100 ? 2000 + year : year, month - 1, day);
    const [hour = 0, minute = 0] = (row[column('Time')] ?? '').split(':').map(Number);
    // Kick-offs are in UK time: summer time began on 31 March 2024.
    const summer = midnight >= Date.UTC(2024, 2, 31) ? 3_600_000 : 0;
    const kickOff = midnight + (hour * 60 + minute) * 60_000 - summer;
    const names = { sport: 'soccer', competition: division, home, away };
    return [
      days
        ? { ...names, startsAt: midnight as EpochMs, dayOnly: true }
        : { ...names, startsAt: kickOff as EpochMs },
    ];
  });
}

const report = (what: string, found: number, possible: number, wrong: number): void => {
  const percent = possible === 0 ? 100 : (100 * found) / possible;
  process.stdout.write(
    `${what}: ${found} of ${possible} matched (recall ${percent.toFixed(1)} %), ${wrong} wrong\n`,
  );
};

/** The clubs by hand, so that the truth does not come from the tables under test. */
const BUNDESLIGA: Readonly<Record<string, string>> = {
  Augsburg: 'Augsburg',
  'Bayer Leverkusen': 'Leverkusen',
  'Bayern Munich': 'Bayern Munich',
  'Borussia Dortmund': 'Dortmund',
  'Borussia Monchengladbach': "M'gladbach",
  'Eintracht Frankfurt': 'Ein Frankfurt',
  'FC Heidenheim': 'Heidenheim',
  'FC Koln': 'FC Koln',
  'FSV Mainz 05': 'Mainz',
  'RB Leipzig': 'RB Leipzig',
  'SC Freiburg': 'Freiburg',
  'SV Darmstadt 98': 'Darmstadt',
  'TSG Hoffenheim': 'Hoffenheim',
  'Union Berlin': 'Union Berlin',
  'VfB Stuttgart': 'Stuttgart',
  'VfL Bochum': 'Bochum',
  'VfL Wolfsburg': 'Wolfsburg',
  'Werder Bremen': 'Werder Bremen',
};
const EPL: Readonly<Record<string, string>> = {
  Arsenal: 'Arsenal',
  'Aston Villa': 'Aston Villa',
  Bournemouth: 'Bournemouth',
  Brentford: 'Brentford',
  'Brighton and Hove Albion': 'Brighton',
  Burnley: 'Burnley',
  Chelsea: 'Chelsea',
  'Crystal Palace': 'Crystal Palace',
  Everton: 'Everton',
  Fulham: 'Fulham',
  Liverpool: 'Liverpool',
  Luton: 'Luton',
  'Manchester City': 'Man City',
  'Manchester United': 'Man United',
  'Newcastle United': 'Newcastle',
  'Nottingham Forest': "Nott'm Forest",
  'Sheffield United': 'Sheffield United',
  'Tottenham Hotspur': 'Tottenham',
  'West Ham United': 'West Ham',
  'Wolverhampton Wanderers': 'Wolves',
};

function judged(
  what: string,
  { matched }: Pairing<EventNames, EventNames>,
  truth: Readonly<Record<string, string>>,
  possible: number,
): void {
  const wrong = matched.filter(
    ({ left, right }) =>
      truth[left.home] !== right.home ||
      truth[left.away] !== right.away ||
      Math.abs(left.startsAt - right.startsAt) > 1.5 * DAY,
  );
  report(what, matched.length - wrong.length, possible, wrong.length);
  expect(
    wrong.map(({ left, right }) => `${left.home} = ${right.home}, ${left.away} = ${right.away}`),
  ).toEqual([]);
}

describe.skipIf(noSharedData)(`real names of football, which ${needsSharedData}`, () => {
  test.each([
    { file: 'v4_odds_bundesliga_decimal_2024-03.json', division: 'D1', truth: BUNDESLIGA },
    { file: 'v4_odds_epl_decimal_2024-03-27.json', division: 'E0', truth: EPL },
  ])('$file against $division of the season', ({ file, division, truth }) => {
    const told = oddsApi(file);
    for (const days of [false, true]) {
      const season = footballData(division, '2324', days);
      // What the season's file holds about then.
      const within = (ms: number) =>
        told.filter((event) =>
          season.some(
            (row) =>
              row.home === truth[event.home] &&
              row.away === truth[event.away] &&
              Math.abs(row.startsAt + (days ? DAY / 2 : 0) - event.startsAt) <= ms,
          ),
        ).length;
      const pairing = pairEvents(told, season);
      judged(`${file} against ${division}_2324${days ? ' by day' : ''}`, pairing, truth, within(1.5 * DAY));
      // A fixture moved to another day since it was told is asked about, not matched.
      expect(pairing.matched.length).toBe(within(days ? DAY / 2 : 3_600_000));
      // Every other league of the same days is no match for any of them.
      const others = ['D2', 'E1', 'E2', 'E3', 'EC', 'F1', 'I1', 'SP1', 'SC0', 'N1'].flatMap((other) =>
        existsSync(`${data}/football-data/${other}/${other}_2324.csv`)
          ? footballData(other, '2324', days)
          : [],
      );
      expect(pairEvents(told, others).matched).toEqual([]);
    }
  });

  test("names of another vendor against football-data's", () => {
    type Match = {
      readonly competition: { readonly name: string };
      readonly homeTeam: { readonly name: string; readonly shortName: string };
      readonly awayTeam: { readonly name: string; readonly shortName: string };
      readonly utcDate: string;
    };
    const read = json<{ readonly matches?: readonly Match[] } | readonly Match[]>(
      'odds-api/_other-vendors/football-data-org_matches_2024.json',
    );
    const matches = (
      Array.isArray(read) ? read : (read as { matches: readonly Match[] }).matches
    ) as readonly Match[];
    const CLUBS: Readonly<Record<string, string>> = {
      'AS Monaco FC': 'Monaco',
      'Clermont Foot 63': 'Clermont',
      'FC Lorient': 'Lorient',
      'FC Metz': 'Metz',
      'FC Nantes': 'Nantes',
      'Le Havre AC': 'Le Havre',
      'Lille OSC': 'Lille',
      'Montpellier HSC': 'Montpellier',
      'OGC Nice': 'Nice',
      'Olympique Lyonnais': 'Lyon',
      'Olympique de Marseille': 'Marseille',
      'Paris Saint-Germain FC': 'Paris SG',
      'RC Strasbourg Alsace': 'Strasbourg',
      'Racing Club de Lens': 'Lens',
      'Stade Brestois 29': 'Brest',
      'Stade Rennais FC 1901': 'Rennes',
      'Stade de Reims': 'Reims',
      'Toulouse FC': 'Toulouse',
    };
    const told = matches.map(
      ({ competition, homeTeam, awayTeam, utcDate }): EventNames => ({
        sport: 'soccer',
        competition: competition.name,
        home: homeTeam.name,
        away: awayTeam.name,
        startsAt: Date.parse(utcDate) as EpochMs,
      }),
    );
    const pairing = pairEvents(told, footballData('F1', '2324'));
    judged('football-data.org against F1_2324', pairing, CLUBS, told.length);
    expect(pairing.matched.length).toBeGreaterThan(0);
  });

  test('every club of a league against every other: none is taken for another', () => {
    for (const truth of [EPL, BUNDESLIGA]) {
      const startsAt = Date.UTC(2024, 2, 30, 15) as EpochMs;
      const sport = truth === EPL ? 'soccer_epl' : 'soccer_germany_bundesliga';
      const of = (name: string, rival: string): EventNames => ({
        sport,
        competition: '',
        home: name,
        away: rival,
        startsAt,
      });
      const pairing = pairEvents(
        Object.keys(truth).map((name) => of(name, `Rival of ${truth[name]}`)),
        Object.values(truth).map((name) => of(name, `Rival of ${name}`)),
      );
      for (const { left, right } of pairing.matched) expect(right.home).toBe(truth[left.home]);
      report(`clubs of ${sport} by name alone`, pairing.matched.length, Object.keys(truth).length, 0);
    }
  });
});

describe.skipIf(noSharedData)(`real names of American sports, which ${needsSharedData}`, () => {
  /** The archive's nicknames and cities, by hand; two cities of two teams have no one meaning. */
  const FULL: Readonly<Record<string, string>> = {
    BuffaloBills: 'Buffalo Bills',
    Commanders: 'Washington Commanders',
    Fortyniners: 'San Francisco 49ers',
    Oakland: 'Las Vegas Raiders',
    SanDiego: 'Los Angeles Chargers',
    'St.Louis': 'Los Angeles Rams',
  };
  type Game = { readonly date: number | string; readonly home_team: string; readonly away_team: string };
  const archive = (): readonly Game[] => json<readonly Game[]>('other-sports/nfl/nfl_archive_2011-2019.json');
  const payloads = () =>
    readdirSync(`${data}/odds-api`)
      .filter((file) => file.startsWith('v4_odds_nfl'))
      .flatMap((file) => [...oddsApi(file)]);
  const dayOf = (date: number | string): EpochMs => {
    const text = String(Math.trunc(Number(date)));
    return Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6))) as EpochMs;
  };

  test('the NFL archive against the names of the payloads', () => {
    const full = [...new Set(payloads().flatMap(({ home, away }) => [home, away]))];
    expect(full).toHaveLength(32);
    const truthOf = (name: string): string | undefined =>
      FULL[name] ?? full.find((each) => each.split(' ').at(-1) === name);
    const named = archive().filter(({ home_team: home, away_team: away }) => home !== '0' && away !== '0');
    const games = named.map(
      ({ date, home_team: home, away_team: away }): EventNames => ({
        sport: 'americanfootball',
        competition: 'NFL',
        home: String(home),
        away: String(away),
        startsAt: dayOf(date),
        dayOnly: true,
      }),
    );
    // The same games as a source of today would tell them: at seven in the evening, full names, relocated as they are.
    const told = games.flatMap((game): readonly EventNames[] => {
      const [home, away] = [truthOf(game.home), truthOf(game.away)];
      const startsAt = (game.startsAt + 19 * 3_600_000) as EpochMs;
      return home && away
        ? [{ sport: 'americanfootball_nfl', competition: 'NFL', home, away, startsAt }]
        : [];
    });
    const pairing = pairEvents(told, games);
    const wrong = pairing.matched.filter(
      ({ left, right }) => truthOf(right.home) !== left.home || truthOf(right.away) !== left.away,
    );
    expect(
      wrong.map(({ left, right }) => `${left.home} = ${right.home}, ${left.away} = ${right.away}`),
    ).toEqual([]);
    report('NFL archive 2011-2019', pairing.matched.length, told.length, wrong.length);
    expect(pairing.matched.length / told.length).toBeGreaterThan(0.99);
    // What is only a city of two teams, or no name at all, is never matched without asking.
    const ambiguous = games.filter(
      (game) => truthOf(game.home) === undefined || truthOf(game.away) === undefined,
    );
    const matched = new Set(pairing.matched.map(({ right }) => right));
    expect(ambiguous.filter((game) => matched.has(game))).toEqual([]);
    report('NFL archive games that name a city of two teams', 0, ambiguous.length, 0);
  });

  test("games of the archive are no match for another season's", () => {
    const games = archive().map(
      ({ date, home_team: home, away_team: away }): EventNames => ({
        sport: 'americanfootball',
        competition: 'NFL',
        home: String(home),
        away: String(away),
        startsAt: dayOf(date),
        dayOnly: true,
      }),
    );
    expect(pairEvents(payloads(), games).matched).toEqual([]);
  });

  test("The Odds API's NBA night against another vendor's scoreboard", () => {
    const { events } = json<{ readonly events: readonly { readonly name: string; readonly date: string }[] }>(
      'odds-api/_other-vendors/espn_scoreboard_nba_2022-11-23.json',
    );
    const scoreboard = events.map(({ name, date }): EventNames => {
      const [away = '', home = ''] = name.split(' at ');
      return { sport: 'basketball', competition: 'NBA', home, away, startsAt: Date.parse(date) as EpochMs };
    });
    const { matched } = pairEvents(oddsApi('v4_odds_nba_american_2022-11-23.json'), scoreboard);
    for (const { left, right } of matched) expect([left.home, left.away]).toEqual([right.home, right.away]);
    report('NBA payload against a scoreboard', matched.length, scoreboard.length, 0);
    expect(matched).toHaveLength(scoreboard.length);
  });

  test('two payloads of one league: the same games and no others', () => {
    const one = oddsApi('v4_odds_nfl_american_2022-09-21.json');
    const two = oddsApi('v4_odds_nfl_single-book_2022-09-24.json');
    const { matched } = pairEvents(one, two);
    for (const { left, right } of matched) expect([left.home, left.away]).toEqual([right.home, right.away]);
    report('NFL payloads three days apart', matched.length, two.length, 0);
    expect(matched).toHaveLength(two.length);
  });

  test('names of the NHL with and without their cities', () => {
    const folder = `${data}/odds-timeseries/samples`;
    const names = new Set<string>();
    for (const file of readdirSync(folder)) {
      const [header = '', ...rows] = readFileSync(`${folder}/${file}`, 'utf8').split(/\r?\n/);
      const at = header.split(',').indexOf('home_team');
      for (const row of rows) {
        const cells = row.split(',');
        if (cells[1] === 'NHL') for (const name of [cells[at], cells[at + 1]]) if (name) names.add(name);
      }
    }
    expect(names.size).toBeGreaterThan(10);
    const startsAt = Date.UTC(2023, 9, 12, 23) as EpochMs;
    const of = (home: string): EventNames => ({
      sport: 'icehockey_nhl',
      competition: 'NHL',
      home,
      away: `v ${home}`,
      startsAt,
    });
    const all = [...names].map(of);
    const short = [...names].map((name) => ({ ...of(name), home: name.split(' ').slice(-1).join(' ') }));
    for (const { left, right } of pairEvents(all, all).matched) expect(left.home).toBe(right.home);
    for (const { left, right } of pairEvents(all, short).matched) expect(left.away).toBe(right.away);
    report('NHL names against themselves', pairEvents(all, all).matched.length, all.length, 0);
  });
});

describe.skipIf(noSharedData)(`tennis players, which ${needsSharedData}`, () => {
  test('surname and initials: every player of a year is told from every other', () => {
    const text = readFileSync(`${data}/other-sports/tennis/atp_2023.csv`, 'utf8');
    const [header = '', ...rows] = text.split(/\r?\n/);
    const [winner, loser, date] = ['Winner', 'Loser', 'Date'].map((name) => header.split(',').indexOf(name));
    const games = rows.flatMap((row): readonly EventNames[] => {
      const cells = row.split(',');
      const [month = 0, day = 0, year = 0] = (cells[date ?? 0] ?? '').split('/').map(Number);
      const [home, away] = [cells[winner ?? 0], cells[loser ?? 0]];
      if (!home || !away || Number.isNaN(day)) return [];
      const startsAt = Date.UTC(year, month - 1, day, 12) as EpochMs;
      return [{ sport: 'tennis_atp', competition: 'ATP', home, away, startsAt }];
    });
    // Another source of the day: the other way round, and an hour later.
    const told = games.map((game): EventNames => {
      const { home, away, startsAt } = game;
      return { ...game, home: away, away: home, startsAt: (startsAt + 3_600_000) as EpochMs };
    });
    const { matched } = pairEvents(games, told);
    const wrong = matched.filter(({ left, right }) => left.home !== right.away || left.away !== right.home);
    expect(wrong).toEqual([]);
    report('ATP 2023', matched.length, games.length, 0);
    expect(matched.length / games.length).toBeGreaterThan(0.99);
  });
});
