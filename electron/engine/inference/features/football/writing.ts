import { piExpectedDifference } from '../../../../../shared/domain/ratings/pi-rating.ts';
import type { Fixture } from '../../../ports/forecaster.ts';
import { RESULT_COLUMNS } from './columns.ts';
import { dayNumber } from './day-number.ts';
import { BASE, baseColumn, CHANNELS, ENTRY, LEAGUE, RATE, rateColumn, read, TEAM } from './figures.ts';
import { placeTeam, seasonLengthOf } from './placing.ts';
import { RATE_OUTCOME_COUNT, writeRateOutcomes } from './rate-outcomes.ts';
import { MEAN_ELO } from './seasons.ts';
import { findTeam, type League, type TeamBook } from './team-book.ts';
import type { FootballTuning } from './tuning.ts';

const LONGEST_REST = 21;
const CONGESTION_KEPT = 0.95;
/** Matches that count as average ones before the first was played. */
const PRIOR_MATCHES = 5;
const USUAL_POINTS = 1.37;

/** Writes `RESULT_COLUMNS` of a fixture. */
export function writeResults(
  book: TeamBook,
  fixture: Fixture,
  tuning: FootballTuning,
  out: Float32Array,
  offset: number,
): void {
  const league = book.byCompetition.get(fixture.competition) ?? book.unseen;
  const today = dayNumber(fixture.playedOn);
  const { season } = fixture;
  const { country } = league.division;
  const homeTeam = findTeam(book, country, fixture.home);
  const awayTeam = findTeam(book, country, fixture.away);
  const home = placeTeam(book, homeTeam, league, season, today, book.scratch[0], tuning);
  const away = placeTeam(book, awayTeam, league, season, today, book.scratch[1], tuning);
  let at = writeRates(book, league, home, away, out, offset);
  at = writeRatings(book, league, home, away, out, at);
  at = writeForm(book.teams.rows, home, away, out, at);
  at = writeSeason(book, league, season, home, away, today, out, at);
  writeLeague(book, league, out, at);
}

function writeRates(
  book: TeamBook,
  league: League,
  home: number,
  away: number,
  out: Float32Array,
  offset: number,
): number {
  const teams = book.teams.rows;
  const leagues = book.leagues.rows;
  const goalsRate = read(leagues, league.at + baseColumn(0) + BASE.rate);
  let at = offset;
  for (let k = 0; k < CHANNELS.length; k += 1) {
    const column = rateColumn(k);
    const homeAdvantage = 0.5 * read(leagues, league.at + baseColumn(k) + BASE.home);
    const logHome =
      goalsRate +
      homeAdvantage +
      read(teams, home + column + RATE.attack) -
      read(teams, away + column + RATE.defence);
    const logAway =
      goalsRate -
      homeAdvantage +
      read(teams, away + column + RATE.attack) -
      read(teams, home + column + RATE.defence);
    out[at] = logHome;
    out[at + 1] = logAway;
    writeRateOutcomes(logHome, logAway, out, at + 2);
    at += 2 + RATE_OUTCOME_COUNT;
  }
  return at;
}

function writeRatings(
  book: TeamBook,
  league: League,
  home: number,
  away: number,
  out: Float32Array,
  at: number,
): number {
  const teams = book.teams.rows;
  const leagues = book.leagues.rows;
  const homeElo = read(teams, home + TEAM.elo);
  const awayElo = read(teams, away + TEAM.elo);
  out[at] = homeElo - awayElo + read(leagues, league.at + LEAGUE.homeElo);
  out[at + 1] =
    read(teams, home + TEAM.slowElo) -
    read(teams, away + TEAM.slowElo) +
    read(leagues, league.at + LEAGUE.homeSlowElo);
  out[at + 2] = homeElo - MEAN_ELO;
  out[at + 3] = awayElo - MEAN_ELO;
  const homePi = read(teams, home + TEAM.piHome);
  const awayPi = read(teams, away + TEAM.piAway);
  out[at + 4] = piExpectedDifference({ home: homePi, away: 0 }, { home: 0, away: awayPi });
  out[at + 5] = homePi;
  out[at + 6] = awayPi;
  const variance = rateColumn(0) + RATE.attackVariance;
  out[at + 7] = Math.sqrt(read(teams, home + variance));
  out[at + 8] = Math.sqrt(read(teams, away + variance));
  return at + 9;
}

function writeForm(teams: Float64Array, home: number, away: number, out: Float32Array, at: number): number {
  out[at] = read(teams, home + TEAM.form);
  out[at + 1] = read(teams, away + TEAM.form);
  out[at + 2] = read(teams, home + TEAM.longForm);
  out[at + 3] = read(teams, away + TEAM.longForm);
  out[at + 4] = read(teams, home + TEAM.homeForm);
  out[at + 5] = read(teams, away + TEAM.awayForm);
  out[at + 6] = read(teams, home + TEAM.scored);
  out[at + 7] = read(teams, away + TEAM.scored);
  out[at + 8] = read(teams, home + TEAM.conceded);
  out[at + 9] = read(teams, away + TEAM.conceded);
  return at + 10;
}

function writeSeason(
  book: TeamBook,
  league: League,
  season: string,
  home: number,
  away: number,
  today: number,
  out: Float32Array,
  at: number,
): number {
  const teams = book.teams.rows;
  const homePlayed = read(teams, home + TEAM.played);
  const awayPlayed = read(teams, away + TEAM.played);
  const homeWeight = 1 / (homePlayed + PRIOR_MATCHES);
  const awayWeight = 1 / (awayPlayed + PRIOR_MATCHES);
  out[at] = (read(teams, home + TEAM.points) + PRIOR_MATCHES * USUAL_POINTS) * homeWeight;
  out[at + 1] = (read(teams, away + TEAM.points) + PRIOR_MATCHES * USUAL_POINTS) * awayWeight;
  out[at + 2] = read(teams, home + TEAM.goalDifference) * homeWeight;
  out[at + 3] = read(teams, away + TEAM.goalDifference) * awayWeight;
  out[at + 4] = homePlayed;
  out[at + 5] = awayPlayed;
  const length = seasonLengthOf(book, league, season);
  out[at + 6] = length > 0 ? Math.min(1, (homePlayed + awayPlayed) / (2 * length)) : Number.NaN;
  const homeDays = today - read(teams, home + TEAM.lastDay);
  const awayDays = today - read(teams, away + TEAM.lastDay);
  out[at + 7] = Math.min(homeDays, LONGEST_REST);
  out[at + 8] = Math.min(awayDays, LONGEST_REST);
  out[at + 9] = congestionAfter(teams, home, homeDays);
  out[at + 10] = congestionAfter(teams, away, awayDays);
  out[at + 11] = entryOf(teams, home);
  out[at + 12] = entryOf(teams, away);
  return at + 13;
}

const congestionAfter = (teams: Float64Array, team: number, days: number): number =>
  days > 0 ? read(teams, team + TEAM.congestion) * CONGESTION_KEPT ** days : 0;

function entryOf(teams: Float64Array, team: number): number {
  const entry = read(teams, team + TEAM.entered);
  return entry === ENTRY.stayed ? 0 : entry === ENTRY.relegated ? -1 : 1;
}

function writeLeague({ leagues: { rows } }: TeamBook, league: League, out: Float32Array, at: number): void {
  const seen = read(rows, league.at + LEAGUE.matches) > 0;
  out[at] = seen ? read(rows, league.at + LEAGUE.homeWins) : Number.NaN;
  out[at + 1] = seen ? read(rows, league.at + LEAGUE.draws) : Number.NaN;
  out[at + 2] = seen ? read(rows, league.at + LEAGUE.goals) : Number.NaN;
  out[at + 3] = league.division.level;
}

export const RESULT_COLUMN_COUNT = RESULT_COLUMNS.length;
