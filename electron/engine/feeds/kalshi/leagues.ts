import { MLB, NBA, NFL, NHL, type TeamNames } from '../prediction-market/american-teams.ts';

/** What the contracts of a series are about. */
export type SeriesSubject = 'winner' | 'spread' | 'total';

export type KalshiLeague = {
  /** What its games are called in our ids, and the user's choice. */
  readonly id: string;
  readonly label: string;
  /** The Odds API's sport key and the competition as people write it. */
  readonly sport: string;
  readonly competition: string;
  readonly series: Readonly<Partial<Record<SeriesSubject, string>>>;
  /**
   * Which side a ticker names first where neither ids nor an "at" tell: the visitors in American sports
   * (`26OCT08TBDAL` is Tampa Bay at Dallas), the home side in football (`25MAY11NEWCHE`).
   */
  readonly first: 'home' | 'away';
  /** A draw has a contract of its own. */
  readonly draw: boolean;
  /** Full names by the code in the ticker; contracts' own names where there is none. */
  readonly teams?: TeamNames;
};

const american = (id: string, sport: string, teams?: TeamNames): KalshiLeague => ({
  id,
  label: id,
  sport,
  competition: id,
  series: { winner: `KX${id}GAME`, spread: `KX${id}SPREAD`, total: `KX${id}TOTAL` },
  first: 'away',
  draw: false,
  ...(teams === undefined ? {} : { teams }),
});

const football = (code: string, id: string, competition: string, sport: string): KalshiLeague => ({
  id,
  label: competition,
  sport,
  competition,
  series: { winner: `KX${code}GAME`, spread: `KX${code}SPREAD`, total: `KX${code}TOTAL` },
  first: 'home',
  draw: true,
});

/** Leagues whose series are known, by our id. A league is added by a line here. */
export const KALSHI_LEAGUES: readonly KalshiLeague[] = [
  american('NFL', 'americanfootball_nfl', NFL),
  american('NBA', 'basketball_nba', NBA),
  american('MLB', 'baseball_mlb', MLB),
  american('NHL', 'icehockey_nhl', NHL),
  football('EPL', 'EPL', 'EPL', 'soccer_epl'),
  football('BUNDESLIGA', 'BUNDESLIGA', 'Bundesliga', 'soccer_germany_bundesliga'),
  football('LALIGA', 'LALIGA', 'La Liga', 'soccer_spain_la_liga'),
  football('SERIEA', 'SERIEA', 'Serie A', 'soccer_italy_serie_a'),
  football('LIGUE1', 'LIGUE1', 'Ligue 1', 'soccer_france_ligue_one'),
  football('UCL', 'UCL', 'UEFA Champions League', 'soccer_uefa_champs_league'),
  football('MLS', 'MLS', 'MLS', 'soccer_usa_mls'),
];

export const leagueById = (id: string): KalshiLeague | undefined =>
  KALSHI_LEAGUES.find((league) => league.id === id);

export type SeriesPlace = { readonly league: KalshiLeague; readonly subject: SeriesSubject };

/** Series ticker to what it is about. */
export const SERIES: ReadonlyMap<string, SeriesPlace> = new Map(
  KALSHI_LEAGUES.flatMap((league) =>
    Object.entries(league.series).map(
      ([subject, ticker]) => [ticker, { league, subject: subject as SeriesSubject }] as const,
    ),
  ),
);
