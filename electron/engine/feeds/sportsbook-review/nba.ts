import { type Game, readAmerican, readGameDate, readPoints, readTeam } from './games.ts';

/** `2008` is the season that ended in that year. */
const seasonOf = (year: unknown): string | undefined => {
  const ends = readPoints(String(year ?? '').slice(2)) === undefined ? Number.NaN : Number(year);
  return Number.isInteger(ends) ? `${ends - 1}/${String(ends % 100).padStart(2, '0')}` : undefined;
};

const TEAMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    atl: 'Atlanta Hawks',
    bkn: 'Brooklyn Nets',
    bos: 'Boston Celtics',
    cha: 'Charlotte Hornets',
    chi: 'Chicago Bulls',
    cle: 'Cleveland Cavaliers',
    dal: 'Dallas Mavericks',
    den: 'Denver Nuggets',
    det: 'Detroit Pistons',
    gs: 'Golden State Warriors',
    hou: 'Houston Rockets',
    ind: 'Indiana Pacers',
    lac: 'Los Angeles Clippers',
    lal: 'Los Angeles Lakers',
    mem: 'Memphis Grizzlies',
    mia: 'Miami Heat',
    mil: 'Milwaukee Bucks',
    min: 'Minnesota Timberwolves',
    no: 'New Orleans Pelicans',
    ny: 'New York Knicks',
    okc: 'Oklahoma City Thunder',
    orl: 'Orlando Magic',
    phi: 'Philadelphia 76ers',
    phx: 'Phoenix Suns',
    por: 'Portland Trail Blazers',
    sa: 'San Antonio Spurs',
    sac: 'Sacramento Kings',
    tor: 'Toronto Raptors',
    utah: 'Utah Jazz',
    wsh: 'Washington Wizards',
  }),
);

const teamOf = (code: unknown): string | undefined => {
  const text = readTeam(code);
  return text === undefined ? undefined : (TEAMS.get(text.toLowerCase()) ?? text);
};

/** A line of the NBA archive. Franchises keep one name through their moves, as the archive's codes do. */
export const nbaGame = (record: Readonly<Record<string, unknown>>): Game => ({
  season: seasonOf(record['season']),
  playedOn: readGameDate(record['date']),
  home: teamOf(record['home']),
  away: teamOf(record['away']),
  homePoints: readPoints(record['score_home']),
  awayPoints: readPoints(record['score_away']),
  homeMoneyline: readAmerican(record['moneyline_home']),
  awayMoneyline: readAmerican(record['moneyline_away']),
  statistics: String(record['playoffs']) === 'True' ? { playoff: 1 } : {},
});
