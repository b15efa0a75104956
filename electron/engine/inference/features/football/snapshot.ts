import type { FeatureSnapshot } from '../feature-set.ts';
import { dayNumber } from './day-number.ts';
import { LEAGUE_WIDTH, read, TEAM, TEAM_WIDTH } from './figures.ts';
import { isForgotten } from './placing.ts';
import { addTeam, createBook, leagueFor, type TeamBook } from './team-book.ts';
import type { FootballTuning } from './tuning.ts';

/** Digits that features need; a state that goes on from a snapshot differs by no more. */
const DIGITS = 7;

type Row = readonly (string | number | null)[];
/** Competitions as `[competition, season, ...figures]`, teams as `[competition, name, season, ...figures]`. */
type BookSnapshot = { readonly world: Row; readonly leagues: readonly Row[]; readonly teams: readonly Row[] };

const keep = (rows: Float64Array, at: number, width: number): Row =>
  Array.from(rows.subarray(at, at + width), (value) =>
    Number.isNaN(value) ? null : Number(value.toPrecision(DIGITS)),
  );

/** Ratings and running figures of everyone who is not forgotten. */
export function keepBook(book: TeamBook, set: string, through: string | null): FeatureSnapshot {
  const today = through === null ? 0 : dayNumber(through);
  const leagues = [...book.byCompetition.values()].map((league) => [
    league.competition,
    league.season,
    ...keep(book.leagues.rows, league.at, LEAGUE_WIDTH),
  ]);
  const teams = [...book.byCountry.values()]
    .flatMap((byName) => [...byName.values()])
    .filter((team) => !isForgotten(read(book.teams.rows, team.at + TEAM.lastDay), today))
    .map((team) => [
      team.league.competition,
      team.name,
      team.season,
      ...keep(book.teams.rows, team.at, TEAM_WIDTH),
    ]);
  const state: BookSnapshot = { world: keep(book.leagues.rows, book.world, LEAGUE_WIDTH), leagues, teams };
  return { set, through, state };
}

/** Throws on what `keepBook` of the same set did not make. */
export function restoreBook(snapshot: FeatureSnapshot, set: string, tuning: FootballTuning): TeamBook {
  if (snapshot.set !== set)
    throw new Error(`The snapshot is of ${snapshot.set}, not of ${set}. Use the one made with the model.`);
  if (!isBookSnapshot(snapshot.state))
    throw new Error(`The snapshot of ${set} is damaged. Restore the model's folder or train it again.`);
  const book = createBook(tuning);
  book.leagues.rows.set(snapshot.state.world.map(figureOf), book.world);
  for (const [competition, season, ...figures] of snapshot.state.leagues) {
    const league = leagueFor(book, String(competition), tuning);
    league.season = String(season);
    book.leagues.rows.set(figures.map(figureOf), league.at);
  }
  for (const [competition, name, season, ...figures] of snapshot.state.teams) {
    const league = leagueFor(book, String(competition), tuning);
    const team = addTeam(book, league, String(name));
    team.season = String(season);
    book.teams.rows.set(figures.map(figureOf), team.at);
  }
  return book;
}

const figureOf = (value: string | number | null): number => (typeof value === 'number' ? value : Number.NaN);

const isFigure = (value: unknown): boolean => value === null || Number.isFinite(value);
const isRow = (row: unknown, names: number, width: number): row is Row =>
  Array.isArray(row) &&
  row.length === names + width &&
  row.every((value, i) => (i < names ? typeof value === 'string' : isFigure(value)));

function isBookSnapshot(state: unknown): state is BookSnapshot {
  const { world, leagues, teams } = (state ?? {}) as Partial<Record<keyof BookSnapshot, unknown>>;
  return (
    isRow(world, 0, LEAGUE_WIDTH) &&
    Array.isArray(leagues) &&
    leagues.every((row) => isRow(row, 2, LEAGUE_WIDTH)) &&
    Array.isArray(teams) &&
    teams.every((row) => isRow(row, 3, TEAM_WIDTH))
  );
}
