import { plainWords } from './name-words.ts';

/**
 * Competitions by sport key, with what other sources call them: exchanges, football-data.co.uk's division letters, the
 * words people use. A name may stand under several keys; it then means any of them.
 */
const COMPETITION_NAMES: Readonly<Record<string, readonly string[]>> = {
  soccer_epl: ['EPL', 'English Premier League', 'Premier League', 'E0', 'England Premier League', 'Barclays Premier League'],
  soccer_efl_champ: ['Championship', 'English Championship', 'English Sky Bet Championship', 'E1', 'EFL Championship'],
  soccer_england_league1: ['League 1', 'League One', 'English League 1', 'English Sky Bet League 1', 'E2', 'EFL League One'],
  soccer_england_league2: ['League 2', 'League Two', 'English League 2', 'English Sky Bet League 2', 'E3', 'EFL League Two'],
  soccer_england_national_league: ['National League', 'English National League', 'Conference', 'EC'],
  soccer_england_efl_cup: ['EFL Cup', 'Carabao Cup', 'League Cup', 'English Football League Cup'],
  soccer_fa_cup: ['FA Cup', 'English FA Cup'],
  soccer_spl: ['Premiership - Scotland', 'Scottish Premiership', 'SC0', 'Scottish Premier League'],
  soccer_scotland_championship: ['Scottish Championship', 'SC1'],
  soccer_scotland_league1: ['Scottish League One', 'Scottish League 1', 'SC2'],
  soccer_scotland_league2: ['Scottish League Two', 'Scottish League 2', 'SC3'],
  soccer_germany_bundesliga: ['Bundesliga - Germany', 'Bundesliga', 'German Bundesliga', 'D1', '1. Bundesliga'],
  soccer_germany_bundesliga2: ['Bundesliga 2 - Germany', '2. Bundesliga', 'German Bundesliga 2', 'Bundesliga 2', 'D2'],
  soccer_germany_liga3: ['3. Liga - Germany', '3. Liga', 'German 3 Liga'],
  soccer_germany_dfb_pokal: ['DFB-Pokal', 'German Cup', 'German DFB Pokal'],
  soccer_austria_bundesliga: ['Austrian Football Bundesliga', 'Austrian Bundesliga', 'Bundesliga'],
  soccer_spain_la_liga: ['La Liga - Spain', 'La Liga', 'LaLiga', 'Spanish La Liga', 'Primera Division', 'SP1', 'Spanish Primera Division'],
  soccer_spain_segunda_division: ['La Liga 2 - Spain', 'Spanish Segunda Division', 'Segunda Division', 'LaLiga 2', 'SP2'],
  soccer_spain_copa_del_rey: ['Copa del Rey', 'Spanish Copa del Rey'],
  soccer_italy_serie_a: ['Serie A - Italy', 'Serie A', 'Italian Serie A', 'I1'],
  soccer_italy_serie_b: ['Serie B - Italy', 'Serie B', 'Italian Serie B', 'I2'],
  soccer_italy_coppa_italia: ['Coppa Italia', 'Italian Cup', 'Italian Coppa Italia'],
  soccer_france_ligue_one: ['Ligue 1 - France', 'Ligue 1', 'French Ligue 1', 'F1'],
  soccer_france_ligue_two: ['Ligue 2 - France', 'Ligue 2', 'French Ligue 2', 'F2'],
  soccer_netherlands_eredivisie: ['Dutch Eredivisie', 'Eredivisie', 'N1'],
  soccer_portugal_primeira_liga: ['Primeira Liga - Portugal', 'Primeira Liga', 'Portuguese Primeira Liga', 'P1', 'Liga Portugal'],
  soccer_belgium_first_div: ['Belgium First Div', 'Belgian Pro League', 'Jupiler League', 'B1', 'Belgian First Division A', 'Jupiler Pro League'],
  soccer_turkey_super_league: ['Turkey Super League', 'Turkish Super League', 'Super Lig', 'T1', 'Turkish Super Lig'],
  soccer_greece_super_league: ['Super League - Greece', 'Greek Super League', 'G1', 'Super League'],
  soccer_switzerland_superleague: ['Swiss Superleague', 'Swiss Super League', 'Super League'],
  soccer_denmark_superliga: ['Denmark Superliga', 'Danish Superliga', 'Superliga'],
  soccer_norway_eliteserien: ['Eliteserien - Norway', 'Norwegian Eliteserien', 'Eliteserien'],
  soccer_sweden_allsvenskan: ['Allsvenskan - Sweden', 'Swedish Allsvenskan', 'Allsvenskan'],
  soccer_sweden_superettan: ['Superettan - Sweden', 'Swedish Superettan', 'Superettan'],
  soccer_poland_ekstraklasa: ['Ekstraklasa - Poland', 'Polish Ekstraklasa', 'Ekstraklasa'],
  soccer_russia_premier_league: ['Premier League - Russia', 'Russian Premier League', 'Premier League'],
  soccer_league_of_ireland: ['League of Ireland', 'Irish Premier Division', 'League of Ireland Premier Division'],
  soccer_brazil_campeonato: ['Brazil Série A', 'Brazilian Serie A', 'Brasileirao', 'Serie A', 'Campeonato Brasileiro Serie A'],
  soccer_brazil_serie_b: ['Brazil Série B', 'Brazilian Serie B', 'Serie B', 'Brasileirao Serie B'],
  soccer_argentina_primera_division: ['Primera División - Argentina', 'Argentinian Primera Division', 'Argentine Primera Division', 'Primera Division'],
  soccer_chile_campeonato: ['Primera División - Chile', 'Chilean Primera', 'Chilean Primera Division', 'Primera Division'],
  soccer_mexico_ligamx: ['Liga MX', 'Mexican Liga MX'],
  soccer_usa_mls: ['MLS', 'US Major League Soccer', 'Major League Soccer'],
  soccer_australia_aleague: ['A-League', 'Australian A-League Men', 'A-League Men', 'Australian A-League'],
  soccer_japan_j_league: ['J League', 'Japanese J League', 'J1 League', 'Japanese J1 League'],
  soccer_korea_kleague1: ['K League 1', 'South Korean K League 1'],
  soccer_china_superleague: ['Super League - China', 'Chinese Super League', 'Super League'],
  soccer_uefa_champs_league: ['UEFA Champions League', 'Champions League', 'UCL'],
  soccer_uefa_europa_league: ['UEFA Europa League', 'Europa League', 'UEL'],
  soccer_uefa_europa_conference_league: ['UEFA Europa Conference League', 'UEFA Conference League', 'Conference League', 'Europa Conference League'],
  soccer_uefa_european_championship: ['UEFA Euro', 'UEFA Euro 2024', 'European Championship', 'Euro 2024'],
  soccer_fifa_world_cup: ['FIFA World Cup', 'World Cup'],
  soccer_conmebol_copa_libertadores: ['Copa Libertadores', 'CONMEBOL Copa Libertadores'],
  americanfootball_nfl: ['NFL', 'National Football League', 'Pro Football', 'NFL Matches'],
  americanfootball_ncaaf: ['NCAAF', 'College Football', 'NCAA Football', 'CFB'],
  basketball_nba: ['NBA', 'Pro Basketball (M)', 'Pro Basketball', 'NBA Matches'],
  basketball_wnba: ['WNBA', 'Pro Basketball (W)'],
  basketball_ncaab: ['NCAAB', 'College Basketball', 'NCAA Basketball', 'College Basketball (M)', 'CBB'],
  basketball_wncaab: ['WNCAAB', 'College Basketball (W)'],
  basketball_euroleague: ['Basketball Euroleague', 'Euroleague', 'Turkish Airlines Euroleague'],
  baseball_mlb: ['MLB', 'Major League Baseball', 'Pro Baseball', 'MLB Matches'],
  baseball_ncaa: ['NCAA Baseball', 'College Baseball'],
  icehockey_nhl: ['NHL', 'National Hockey League', 'Pro Hockey', 'US - NHL'],
  icehockey_sweden_hockey_league: ['SHL', 'Swedish Hockey League'],
  icehockey_sweden_allsvenskan: ['HockeyAllsvenskan', 'Swedish HockeyAllsvenskan'],
  cricket_ipl: ['IPL', 'Indian Premier League'],
  cricket_test_match: ['Test Matches', 'Test Match'],
  cricket_odi: ['One Day Internationals', 'ODI'],
  cricket_big_bash: ['Big Bash', 'Big Bash League', 'BBL'],
  aussierules_afl: ['AFL', 'AFL Matches'],
  rugbyleague_nrl: ['NRL', 'National Rugby League'],
}; // biome-ignore format: a table reads best a line a competition

const groupOf = (sport: string): string => sport.split('_', 1)[0] ?? sport;

/** `soccer` of `soccer_epl`: events of different sports are never compared. */
export const sportGroup = groupOf;

const textKey = (text: string): string => plainWords(text).join(' ');

const KEYS_BY_TEXT: ReadonlyMap<string, readonly string[]> = (() => {
  const keys = new Map<string, string[]>();
  for (const [sport, names] of Object.entries(COMPETITION_NAMES))
    for (const name of names) {
      const text = `${groupOf(sport)}|${textKey(name)}`;
      const known = keys.get(text);
      if (known === undefined) keys.set(text, [sport]);
      else if (!known.includes(sport)) known.push(sport);
    }
  return keys;
})();

export type Competition = {
  /** Sport keys it may be; empty where the table doesn't know it. */
  readonly keys: readonly string[];
  readonly words: readonly string[];
};

const COUNTRY_WORDS: Readonly<Record<string, string>> = {
  german: 'germany', english: 'england', spanish: 'spain', italian: 'italy', french: 'france', dutch: 'netherlands',
  turkish: 'turkey', greek: 'greece', swiss: 'switzerland', danish: 'denmark', norwegian: 'norway', swedish: 'sweden',
  polish: 'poland', brazilian: 'brazil', chilean: 'chile', chinese: 'china', japanese: 'japan', finnish: 'finland',
  austrian: 'austria', belgian: 'belgium', portuguese: 'portugal', scottish: 'scotland', russian: 'russia', irish: 'ireland',
}; // biome-ignore format: a list of pairs

/** A competition as a source tells it: `sport` a sport key or only the sport, `name` what it calls it. */
export function competitionOf(sport: string, name: string): Competition {
  const group = groupOf(sport);
  const keys = sport in COMPETITION_NAMES ? [sport] : (KEYS_BY_TEXT.get(`${group}|${textKey(name)}`) ?? []);
  const words = [...plainWords(sport.slice(group.length)), ...plainWords(name)].map(
    (word) => COUNTRY_WORDS[word] ?? word,
  );
  return { keys, words: [...new Set(words)] };
}

/** How well two competitions go together; 0 only where both are known and differ. */
export function competitionLikeness(one: Competition, two: Competition): number {
  if (one.keys.length > 0 && two.keys.length > 0) {
    const shared = one.keys.some((key) => two.keys.includes(key));
    if (!shared) return 0;
    return one.keys.length === 1 && two.keys.length === 1 ? 1 : 0.85;
  }
  if (one.words.length === 0 || two.words.length === 0) return 0.7;
  const shared = one.words.filter((word) => two.words.includes(word)).length;
  if (shared === 0) return 0.5;
  return shared === one.words.length && shared === two.words.length ? 1 : 0.7;
}
