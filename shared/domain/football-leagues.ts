/** A football league by the names its sources give it. */
export type FootballLeague = {
  /** Football-Data's division: `E0`. Imported matches carry it as their competition. */
  readonly code: string;
  readonly country: string;
  /** 1 is the country's highest. */
  readonly tier: number;
  readonly name: string;
  /** The Odds API's sport key, a live event's `sport`; `null` where it has none. */
  readonly oddsApiKey: string | null;
};

const league = (
  code: string,
  country: string,
  tier: number,
  name: string,
  oddsApiKey: string | null,
): FootballLeague => ({ code, country, tier, name, oddsApiKey });

/** The leagues that Football-Data publishes season by season, with The Odds API's list of 2024. */
export const FOOTBALL_LEAGUES: readonly FootballLeague[] = [
  league('E0', 'England', 1, 'Premier League', 'soccer_epl'),
  league('E1', 'England', 2, 'Championship', 'soccer_efl_champ'),
  league('E2', 'England', 3, 'League One', 'soccer_england_league1'),
  league('E3', 'England', 4, 'League Two', 'soccer_england_league2'),
  league('EC', 'England', 5, 'National League', null),
  league('SC0', 'Scotland', 1, 'Premiership', 'soccer_spl'),
  league('SC1', 'Scotland', 2, 'Championship', null),
  league('SC2', 'Scotland', 3, 'League One', null),
  league('SC3', 'Scotland', 4, 'League Two', null),
  league('D1', 'Germany', 1, 'Bundesliga', 'soccer_germany_bundesliga'),
  league('D2', 'Germany', 2, '2. Bundesliga', 'soccer_germany_bundesliga2'),
  league('I1', 'Italy', 1, 'Serie A', 'soccer_italy_serie_a'),
  league('I2', 'Italy', 2, 'Serie B', 'soccer_italy_serie_b'),
  league('SP1', 'Spain', 1, 'La Liga', 'soccer_spain_la_liga'),
  league('SP2', 'Spain', 2, 'Segunda División', 'soccer_spain_segunda_division'),
  league('F1', 'France', 1, 'Ligue 1', 'soccer_france_ligue_one'),
  league('F2', 'France', 2, 'Ligue 2', 'soccer_france_ligue_two'),
  league('N1', 'Netherlands', 1, 'Eredivisie', 'soccer_netherlands_eredivisie'),
  league('B1', 'Belgium', 1, 'Pro League', 'soccer_belgium_first_div'),
  league('P1', 'Portugal', 1, 'Primeira Liga', 'soccer_portugal_primeira_liga'),
  league('T1', 'Turkey', 1, 'Süper Lig', 'soccer_turkey_super_league'),
  league('G1', 'Greece', 1, 'Super League', 'soccer_greece_super_league'),
];

const byCode = new Map(FOOTBALL_LEAGUES.map((entry) => [entry.code, entry]));
const byOddsApiKey = new Map(
  FOOTBALL_LEAGUES.flatMap((entry) =>
    entry.oddsApiKey === null ? [] : [[entry.oddsApiKey, entry] as const],
  ),
);

/** The league of an imported match's competition (`E0`) or of a live event's sport (`soccer_epl`). */
export const footballLeague = (codeOrKey: string): FootballLeague | undefined =>
  byCode.get(codeOrKey) ?? byOddsApiKey.get(codeOrKey);
