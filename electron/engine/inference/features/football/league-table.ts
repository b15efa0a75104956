import { LEAGUE, read, TEAM } from './figures.ts';
import type { League, Team, TeamBook } from './team-book.ts';

/** Places that matter: the title, promotion or Europe above; teams from the bottom that go down. */
const UPPER_PLACES = [1, 2, 4, 6] as const;
const DOWN = 3;
/** With fewer teams one goes down. */
const SMALL_TABLE = 14;
/** Standard deviation of a match's change of the difference between two teams, in points. */
const POINTS_DEVIATION = 1.8;

/**
 * What each team of a competition still plays for: how open it is, 0 to 1, whether it will stand above a place that
 * matters at the end of the season, by the points to it and the matches left. Points are this season's, so the table is
 * made of running figures.
 */
export function weighStakes(book: TeamBook, league: League): void {
  const { rows } = book.teams;
  const byName = book.byCountry.get(league.division.country);
  if (byName === undefined) return;
  const table: Team[] = [];
  for (const team of byName.values())
    if (team.league === league && team.season === league.season) table.push(team);
  table.sort((a, b) => standing(rows, b) - standing(rows, a));
  const { at } = league;
  const length = Math.max(read(book.leagues.rows, at + LEAGUE.lastLength), 2 * (table.length - 1));
  book.leagues.rows[at + LEAGUE.length] = length;
  const safe = Math.max(1, table.length - (table.length < SMALL_TABLE ? 1 : DOWN));
  for (const [place, team] of table.entries()) {
    const left = Math.max(1, length - read(rows, team.at + TEAM.played));
    let stake = openAt(rows, table, place, safe, left);
    for (const cut of UPPER_PLACES) stake = Math.max(stake, openAt(rows, table, place, cut, left));
    rows[team.at + TEAM.stake] = stake;
  }
}

const standing = (rows: Float64Array, { at }: Team): number =>
  read(rows, at + TEAM.points) + 0.001 * read(rows, at + TEAM.goalDifference);

/** How open it is whether the team at `place` ends among the first `cut`. */
function openAt(
  rows: Float64Array,
  table: readonly Team[],
  place: number,
  cut: number,
  left: number,
): number {
  const rival = table[place < cut ? cut : cut - 1];
  const team = table[place];
  if (rival === undefined || team === undefined) return 0;
  const gap = Math.abs(read(rows, team.at + TEAM.points) - read(rows, rival.at + TEAM.points));
  return gap > 3 * left ? 0 : Math.exp((-0.5 * gap * gap) / (POINTS_DEVIATION * POINTS_DEVIATION * left));
}
