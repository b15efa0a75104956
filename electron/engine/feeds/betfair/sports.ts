/** Betfair's event types, and the sport keys of The Odds API that everything here is filed under. */
export const SPORTS: Readonly<Record<string, { readonly label: string; readonly key: string }>> = {
  '1': { label: 'Football', key: 'soccer' },
  '2': { label: 'Tennis', key: 'tennis' },
  '7522': { label: 'Basketball', key: 'basketball' },
  '6423': { label: 'American football', key: 'americanfootball' },
  '7511': { label: 'Baseball', key: 'baseball' },
  '7524': { label: 'Ice hockey', key: 'icehockey' },
  '4': { label: 'Cricket', key: 'cricket' },
};

type Known = readonly [key: string, name: string];

/** Competitions by the names Betfair gives them, in lower case. Those not listed keep their own name. */
const COMPETITIONS: Readonly<Record<string, Known>> = {
  'english premier league': ['soccer_epl', 'EPL'],
  'english sky bet championship': ['soccer_efl_champ', 'Championship'],
  'english championship': ['soccer_efl_champ', 'Championship'],
  'english sky bet league 1': ['soccer_england_league1', 'League 1'],
  'english league 1': ['soccer_england_league1', 'League 1'],
  'english sky bet league 2': ['soccer_england_league2', 'League 2'],
  'english league 2': ['soccer_england_league2', 'League 2'],
  'english fa cup': ['soccer_fa_cup', 'FA Cup'],
  'scottish premiership': ['soccer_spl', 'Premiership - Scotland'],
  'german bundesliga': ['soccer_germany_bundesliga', 'Bundesliga - Germany'],
  'german bundesliga 2': ['soccer_germany_bundesliga2', 'Bundesliga 2 - Germany'],
  'spanish la liga': ['soccer_spain_la_liga', 'La Liga - Spain'],
  'spanish segunda division': ['soccer_spain_segunda_division', 'La Liga 2 - Spain'],
  'italian serie a': ['soccer_italy_serie_a', 'Serie A - Italy'],
  'italian serie b': ['soccer_italy_serie_b', 'Serie B - Italy'],
  'french ligue 1': ['soccer_france_ligue_one', 'Ligue 1 - France'],
  'french ligue 2': ['soccer_france_ligue_two', 'Ligue 2 - France'],
  'dutch eredivisie': ['soccer_netherlands_eredivisie', 'Dutch Eredivisie'],
  'portuguese primeira liga': ['soccer_portugal_primeira_liga', 'Primeira Liga - Portugal'],
  'belgian pro league': ['soccer_belgium_first_div', 'Belgium First Div'],
  'turkish super league': ['soccer_turkey_super_league', 'Turkey Super League'],
  'greek super league': ['soccer_greece_super_league', 'Super League - Greece'],
  'swedish allsvenskan': ['soccer_sweden_allsvenskan', 'Allsvenskan - Sweden'],
  'norwegian eliteserien': ['soccer_norway_eliteserien', 'Eliteserien - Norway'],
  'danish superliga': ['soccer_denmark_superliga', 'Denmark Superliga'],
  'brazilian serie a': ['soccer_brazil_campeonato', 'Brazil Série A'],
  'us major league soccer': ['soccer_usa_mls', 'MLS'],
  'uefa champions league': ['soccer_uefa_champs_league', 'UEFA Champions League'],
  'uefa europa league': ['soccer_uefa_europa_league', 'UEFA Europa League'],
  nba: ['basketball_nba', 'NBA'],
  ncaab: ['basketball_ncaab', 'NCAAB'],
  euroleague: ['basketball_euroleague', 'Basketball Euroleague'],
  nfl: ['americanfootball_nfl', 'NFL'],
  ncaaf: ['americanfootball_ncaaf', 'NCAAF'],
  mlb: ['baseball_mlb', 'MLB'],
  nhl: ['icehockey_nhl', 'NHL'],
  'indian premier league': ['cricket_ipl', 'IPL'],
  'big bash league': ['cricket_big_bash', 'Big Bash'],
  'test matches': ['cricket_test_match', 'Test Matches'],
  'one day internationals': ['cricket_odi', 'One Day Internationals'],
};

const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');

/** The sport key and the competition's name; `undefined` for a sport that isn't followed. */
export function competitionOf(
  eventTypeId: string,
  name: string,
): { readonly sport: string; readonly competition: string } | undefined {
  const sport = SPORTS[eventTypeId];
  if (sport === undefined) return undefined;
  const known = COMPETITIONS[name.trim().toLowerCase()];
  if (known?.[0].startsWith(`${sport.key}_`)) return { sport: known[0], competition: known[1] };
  const own = slug(name);
  return {
    sport: own === '' ? sport.key : `${sport.key}_${own}`.slice(0, 64),
    competition: name.trim() || sport.label,
  };
}
