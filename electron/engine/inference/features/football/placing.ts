import { LEAGUE, read, TEAM, TEAM_WIDTH } from './figures.ts';
import { enterSeason, enterUnseen, type Move } from './seasons.ts';
import type { League, Team, TeamBook } from './team-book.ts';
import type { FootballTuning } from './tuning.ts';

/** A team not seen for longer is as one never seen, and its figures are not kept in snapshots. */
const FORGOTTEN_AFTER_DAYS = 800;

export const isForgotten = (lastDay: number, today: number): boolean =>
  !(today - lastDay <= FORGOTTEN_AFTER_DAYS);

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
  const isKnown =
    team !== undefined && team.season !== '' && !isForgotten(read(rows, team.at + TEAM.lastDay), today);
  if (isKnown && team.league === league && team.season === season) return team.at;
  const move: Move = {
    teams: rows,
    team: scratch,
    leagues: book.leagues.rows,
    league: league.at,
    level: league.division.level,
  };
  if (!isKnown) enterUnseen(move, lastLengthOf(book, league, season) > 0, tuning);
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
  const at = placeTeam(book, team, league, season, today, book.scratch[0], tuning);
  if (at !== team.at) book.teams.rows.copyWithin(team.at, at, at + TEAM_WIDTH);
  team.league = league;
  team.season = season;
}

/** Begins a season of a competition, if it is a new one. */
export function settleLeague(book: TeamBook, league: League, season: string): void {
  if (league.season === season) return;
  const { rows } = book.leagues;
  const lastLength = lastLengthOf(book, league, season);
  rows[league.at + LEAGUE.lastLength] = lastLength;
  rows[league.at + LEAGUE.length] = lastLength;
  rows[league.at + LEAGUE.mostPlayed] = 0;
  league.season = season;
}

/** Matches a team played in the season before this one; 0 where there was none. */
const lastLengthOf = ({ leagues: { rows } }: TeamBook, league: League, season: string): number =>
  read(rows, league.at + (league.season === season ? LEAGUE.lastLength : LEAGUE.mostPlayed));

/** Matches a team may be expected to play in this season; 0 where one cannot tell yet. */
export const lengthOf = (book: TeamBook, league: League, season: string): number =>
  league.season === season
    ? read(book.leagues.rows, league.at + LEAGUE.length)
    : lastLengthOf(book, league, season);
