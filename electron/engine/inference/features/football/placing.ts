import { LEAGUE, read, TEAM, TEAM_WIDTH } from './figures.ts';
import { enterSeason, enterUnseen, type Move } from './seasons.ts';
import type { League, Team, TeamBook } from './team-book.ts';
import type { FootballTuning } from './tuning.ts';

/** A team not seen for longer is as one never seen. Its figures are not kept in snapshots. */
export const FORGOTTEN_AFTER_DAYS = 800;

/** Matches it takes for a competition's newcomers to be told from its founding teams. */
const SETTLED_MATCHES = 150;

export const isForgotten = (lastDay: number, today: number): boolean =>
  !(today - lastDay <= FORGOTTEN_AFTER_DAYS);

const stands = (team: Team, league: League, season: string): boolean =>
  team.league === league && team.season === season;

/**
 * Where the figures of a team stand as of a day in a season of a competition: its own row, or the row at `scratch`
 * filled with what they would be there. Nothing that is known changes.
 */
export function placeTeam(
  book: TeamBook,
  team: Team | undefined,
  league: League,
  season: string,
  today: number,
  scratch: number,
  tuning: FootballTuning,
): number {
  const { rows } = book.teams;
  const isKnown = team !== undefined && !isForgotten(read(rows, team.at + TEAM.lastDay), today);
  if (isKnown && stands(team, league, season)) return team.at;
  const move: Move = {
    teams: rows,
    team: scratch,
    leagues: book.leagues.rows,
    league: league.at,
    level: league.division.level,
  };
  if (!isKnown) enterUnseen(move, seasonLengthOf(book, league, season) > 0, tuning);
  else {
    rows.copyWithin(scratch, team.at, team.at + TEAM_WIDTH);
    enterSeason(move, team.league.division.level, tuning);
  }
  return scratch;
}

/** Moves a team for good to where it plays now. */
export function settleTeam(
  book: TeamBook,
  team: Team,
  league: League,
  season: string,
  today: number,
  tuning: FootballTuning,
): void {
  const known = book.teams.rows[team.at + TEAM.played] === 0 && team.season === '' ? undefined : team;
  const at = placeTeam(book, known, league, season, today, book.scratch[0], tuning);
  if (at !== team.at) book.teams.rows.copyWithin(team.at, at, at + TEAM_WIDTH);
  team.league = league;
  team.season = season;
}

/** Begins a season of a competition: what was the most played is its length. */
export function settleLeague(book: TeamBook, league: League, season: string): void {
  if (league.season === season) return;
  const { rows } = book.leagues;
  rows[league.at + LEAGUE.seasonLength] = seasonLengthOf(book, league, season);
  rows[league.at + LEAGUE.mostPlayed] = 0;
  league.season = season;
}

/** Matches a team may be expected to play in this season; 0 where none was seen to its end. */
export function seasonLengthOf(book: TeamBook, league: League, season: string): number {
  const { rows } = book.leagues;
  const length = read(rows, league.at + LEAGUE.seasonLength);
  if (league.season === season) return length;
  const played = read(rows, league.at + LEAGUE.mostPlayed);
  return read(rows, league.at + LEAGUE.matches) < SETTLED_MATCHES ? length : Math.max(played, 0);
}
