import { MLB, NBA, NFL, NHL, type TeamNames } from '../prediction-market/american-teams.ts';

export type PolymarketLeague = {
  /** The user's choice. */
  readonly id: string;
  readonly label: string;
  /** What `/sports` of the Gamma API calls it. */
  readonly code: string;
  /** The Odds API's sport key and the competition as people write it. */
  readonly sport: string;
  readonly competition: string;
  /** A draw has a contract of its own. */
  readonly draw: boolean;
  /** Full names of teams that contracts call by their nicknames; contracts' own names where there is none. */
  readonly teams?: TeamNames;
};

const american = (id: string, sport: string, teams: TeamNames): PolymarketLeague => ({
  id,
  label: id,
  code: id.toLowerCase(),
  sport,
  competition: id,
  draw: false,
  teams,
});
const football = (id: string, code: string, competition: string, sport: string): PolymarketLeague => ({
  id,
  label: competition,
  code,
  sport,
  competition,
  draw: true,
});

/** Leagues by what `/sports` calls them. One it does not have now is told as not listed, not guessed. */
export const POLYMARKET_LEAGUES: readonly PolymarketLeague[] = [
  american('NFL', 'americanfootball_nfl', NFL),
  american('NBA', 'basketball_nba', NBA),
  american('MLB', 'baseball_mlb', MLB),
  american('NHL', 'icehockey_nhl', NHL),
  football('EPL', 'epl', 'EPL', 'soccer_epl'),
  football('BUNDESLIGA', 'bun', 'Bundesliga', 'soccer_germany_bundesliga'),
  football('LALIGA', 'lal', 'La Liga', 'soccer_spain_la_liga'),
  football('SERIEA', 'sea', 'Serie A', 'soccer_italy_serie_a'),
  football('LIGUE1', 'fl1', 'Ligue 1', 'soccer_france_ligue_one'),
  football('UCL', 'ucl', 'UEFA Champions League', 'soccer_uefa_champs_league'),
  football('MLS', 'mls', 'MLS', 'soccer_usa_mls'),
];

export const leagueById = (id: string): PolymarketLeague | undefined =>
  POLYMARKET_LEAGUES.find((league) => league.id === id);
