import { type Division, divisionOf } from './division.ts';
import { addRow, createTable, type FigureTable, LEAGUE_WIDTH, TEAM_WIDTH } from './figures.ts';
import { openLeague, openWorld } from './seasons.ts';
import type { FootballTuning } from './tuning.ts';

export type League = {
  readonly competition: string;
  readonly division: Division;
  /** Where its figures begin in `leagues.rows`. */
  readonly at: number;
  /** The season last observed. */
  season: string;
};

export type Team = {
  readonly name: string;
  /** Where its figures begin in `teams.rows`. */
  readonly at: number;
  /** Where and when it played last. */
  league: League;
  season: string;
};

/**
 * Every team and competition seen, with where their figures are. A team is known by its country and name, so that it
 * keeps its ratings from division to division.
 */
export type TeamBook = {
  readonly teams: FigureTable;
  readonly leagues: FigureTable;
  readonly byCompetition: Map<string, League>;
  readonly byCountry: Map<string, Map<string, Team>>;
  /** Where the figures of all competitions together begin in `leagues.rows`: only home advantages are used. */
  readonly world: number;
  /** A competition never seen. */
  readonly unseen: League;
  /** Rows for a team as it would stand in a season it has not begun. */
  readonly scratch: readonly [home: number, away: number];
};

export function createBook(tuning: FootballTuning): TeamBook {
  const teams = createTable(TEAM_WIDTH);
  const leagues = createTable(LEAGUE_WIDTH);
  const scratch = [addRow(teams), addRow(teams)] as const;
  const world = addRow(leagues);
  openWorld(leagues.rows, world);
  const at = addRow(leagues);
  openLeague(leagues.rows, at, tuning);
  const unseen = { competition: '', division: { country: '', level: 0 }, at, season: '' };
  return { teams, leagues, byCompetition: new Map(), byCountry: new Map(), world, unseen, scratch };
}

/** The league of this competition, made where there is none yet. */
export function leagueFor(book: TeamBook, competition: string, tuning: FootballTuning): League {
  const known = book.byCompetition.get(competition);
  if (known !== undefined) return known;
  const at = addRow(book.leagues);
  openLeague(book.leagues.rows, at, tuning);
  const league = { competition, division: divisionOf(competition), at, season: '' };
  book.byCompetition.set(competition, league);
  return league;
}

export const findTeam = (book: TeamBook, country: string, name: string): Team | undefined =>
  book.byCountry.get(country)?.get(name);

/** A new team of the league's country, its figures all 0 and its season none. */
export function addTeam(book: TeamBook, league: League, name: string): Team {
  const team = { name, at: addRow(book.teams), league, season: '' };
  const { country } = league.division;
  const byName = book.byCountry.get(country) ?? new Map<string, Team>();
  byName.set(name, team);
  book.byCountry.set(country, byName);
  return team;
}
