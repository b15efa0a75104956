import { type Game, readAmerican, readGameDate, readPoints, readTeam } from './games.ts';

/** Nicknames as the archive writes them, with the city where it wrote that instead of the name. */
const TEAMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Bears: 'Chicago Bears',
    Bengals: 'Cincinnati Bengals',
    Bills: 'Buffalo Bills',
    Broncos: 'Denver Broncos',
    Browns: 'Cleveland Browns',
    Buccaneers: 'Tampa Bay Buccaneers',
    Cardinals: 'Arizona Cardinals',
    Chargers: 'Los Angeles Chargers',
    SanDiego: 'Los Angeles Chargers',
    Chiefs: 'Kansas City Chiefs',
    Colts: 'Indianapolis Colts',
    Commanders: 'Washington Commanders',
    Cowboys: 'Dallas Cowboys',
    Dolphins: 'Miami Dolphins',
    Eagles: 'Philadelphia Eagles',
    Falcons: 'Atlanta Falcons',
    Fortyniners: 'San Francisco 49ers',
    Giants: 'New York Giants',
    Jaguars: 'Jacksonville Jaguars',
    Jets: 'New York Jets',
    Lions: 'Detroit Lions',
    Oakland: 'Las Vegas Raiders',
    Raiders: 'Las Vegas Raiders',
    Packers: 'Green Bay Packers',
    Panthers: 'Carolina Panthers',
    Patriots: 'New England Patriots',
    Rams: 'Los Angeles Rams',
    // Only in 2016, when the Chargers were still in San Diego.
    LosAngeles: 'Los Angeles Rams',
    'St.Louis': 'Los Angeles Rams',
    Ravens: 'Baltimore Ravens',
    Saints: 'New Orleans Saints',
    Seahawks: 'Seattle Seahawks',
    Steelers: 'Pittsburgh Steelers',
    Texans: 'Houston Texans',
    Titans: 'Tennessee Titans',
    Vikings: 'Minnesota Vikings',
  }),
);

const teamOf = (name: unknown): string | undefined => {
  const text = readTeam(name);
  return text === undefined || text === 'NewYork' ? undefined : (TEAMS.get(text) ?? text);
};

const seasonOf = (value: unknown): string | undefined =>
  (typeof value === 'number' || typeof value === 'string') && /^\d{4}$/.test(String(value))
    ? String(value)
    : undefined;

/** A game of the NFL archive, by the year its season began. `NewYork` could be either of two. */
export const nflGame = (record: Readonly<Record<string, unknown>>): Game => ({
  season: seasonOf(record['season']),
  playedOn: readGameDate(record['date']),
  home: teamOf(record['home_team']),
  away: teamOf(record['away_team']),
  homePoints: readPoints(record['home_final']),
  awayPoints: readPoints(record['away_final']),
  homeMoneyline: readAmerican(record['home_close_ml']),
  awayMoneyline: readAmerican(record['away_close_ml']),
  statistics: {},
});
