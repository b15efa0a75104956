import type { Fixture } from '../../../ports/forecaster.ts';
import { congestionAfter } from './congestion.ts';
import { dayNumber } from './day-number.ts';
import { BASE, baseColumn, CHANNELS, ENTRY, LEAGUE, RATE, rateColumn, read, TEAM } from './figures.ts';
import { lengthOf, placeTeam } from './placing.ts';
import { logAwayRate, logHomeRate, type RateMatch } from './rate-filter.ts';
import { RATE_OUTCOME_COUNT, RATE_OUTCOMES, writeRateOutcomes } from './rate-outcomes.ts';
import { findTeam, type League, type TeamBook } from './team-book.ts';
import type { FootballTuning } from './tuning.ts';

const LONGEST_REST = 21;
const CHANCES = CHANNELS.indexOf('chances');
const GOALS = CHANNELS.indexOf('goals');
const TOTALS_FROM = RATE_OUTCOMES.indexOf('over');

/** Filled for each fixture instead of allocated. */
const nobody = new Float64Array(0);
const channelMatch: RateMatch = { teams: nobody, home: 0, away: 0, leagues: nobody, base: 0, world: 0 };

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
  at = writeSeason(book.teams.rows, lengthOf(book, league, season), home, away, today, out, at);
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
  const match = channelMatch;
  match.teams = book.teams.rows;
  match.leagues = book.leagues.rows;
  let at = offset;
  for (let k = 0; k < CHANNELS.length; k += 1) {
    match.home = home + rateColumn(k);
    match.away = away + rateColumn(k);
    match.base = league.at + baseColumn(k);
    match.world = book.world + baseColumn(k);
    const from = k === GOALS ? TOTALS_FROM : 0;
    writeRateOutcomes(logHomeRate(match), logAwayRate(match), out, at, from);
    at += RATE_OUTCOME_COUNT - from;
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
  out[at] = eloGap(book, league, home, away, TEAM.elo, LEAGUE.homeElo);
  out[at + 1] = eloGap(book, league, home, away, TEAM.slowElo, LEAGUE.homeSlowElo);
  out[at + 2] =
    read(teams, home + TEAM.piHome) +
    read(teams, home + TEAM.piAway) -
    read(teams, away + TEAM.piHome) -
    read(teams, away + TEAM.piAway);
  const variance = rateColumn(CHANCES) + RATE.attackVariance;
  out[at + 3] = Math.sqrt(read(teams, home + variance));
  out[at + 4] = Math.sqrt(read(teams, away + variance));
  return at + 5;
}

function eloGap(
  { teams, leagues, world }: TeamBook,
  league: League,
  home: number,
  away: number,
  figure: number,
  base: number,
): number {
  return (
    read(teams.rows, home + figure) -
    read(teams.rows, away + figure) +
    read(leagues.rows, league.at + base) +
    read(leagues.rows, world + base)
  );
}

function writeForm(teams: Float64Array, home: number, away: number, out: Float32Array, at: number): number {
  out[at] = read(teams, home + TEAM.form);
  out[at + 1] = read(teams, away + TEAM.form);
  out[at + 2] = read(teams, home + TEAM.longForm);
  out[at + 3] = read(teams, away + TEAM.longForm);
  out[at + 4] = read(teams, home + TEAM.scored);
  out[at + 5] = read(teams, away + TEAM.scored);
  out[at + 6] = read(teams, home + TEAM.conceded);
  out[at + 7] = read(teams, away + TEAM.conceded);
  return at + 8;
}

function writeSeason(
  teams: Float64Array,
  length: number,
  home: number,
  away: number,
  today: number,
  out: Float32Array,
  at: number,
): number {
  const played = read(teams, home + TEAM.played) + read(teams, away + TEAM.played);
  out[at] = length > 0 ? Math.min(1, played / (2 * length)) : Number.NaN;
  const homeDays = today - read(teams, home + TEAM.lastDay);
  const awayDays = today - read(teams, away + TEAM.lastDay);
  out[at + 1] = Math.min(homeDays, LONGEST_REST);
  out[at + 2] = Math.min(awayDays, LONGEST_REST);
  out[at + 3] = congestionAfter(read(teams, home + TEAM.congestion), homeDays);
  out[at + 4] = congestionAfter(read(teams, away + TEAM.congestion), awayDays);
  out[at + 5] = entryOf(teams, home);
  out[at + 6] = entryOf(teams, away);
  out[at + 7] = read(teams, home + TEAM.stake) - read(teams, away + TEAM.stake);
  return at + 8;
}

function entryOf(teams: Float64Array, team: number): number {
  const entry = read(teams, team + TEAM.entered);
  return entry === ENTRY.stayed ? 0 : entry === ENTRY.relegated ? -1 : 1;
}

function writeLeague(
  { leagues: { rows }, world }: TeamBook,
  league: League,
  out: Float32Array,
  at: number,
): void {
  const home = baseColumn(GOALS) + BASE.home;
  const isSeen = read(rows, league.at + LEAGUE.matches) > 0;
  out[at] = read(rows, league.at + home) + read(rows, world + home);
  out[at + 1] = isSeen ? read(rows, league.at + LEAGUE.draws) : Number.NaN;
  out[at + 2] = isSeen ? read(rows, league.at + LEAGUE.goals) : Number.NaN;
}
