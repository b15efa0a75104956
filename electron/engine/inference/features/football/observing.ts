import { eloExpectation, hvattumArntzen, updateElo } from '../../../../../shared/domain/ratings/elo.ts';
import { PI_OPTIONS, updatePi } from '../../../../../shared/domain/ratings/pi-rating.ts';
import type { HistoricalMatch } from '../../../ports/market-store.ts';
import { CONGESTION_KEPT } from './congestion.ts';
import { dayNumber } from './day-number.ts';
import {
  add,
  approach,
  baseColumn,
  CHANNELS,
  ENTRY,
  LEAGUE,
  newcomerColumn,
  RATE,
  rateColumn,
  read,
  TEAM,
} from './figures.ts';
import { type Seen, seeMatch } from './match-volume.ts';
import { isForgotten, settleLeague, settleTeam } from './placing.ts';
import { learnRates, passRateDays, type RateMatch } from './rate-filter.ts';
import { addTeam, findTeam, type League, leagueFor, type TeamBook } from './team-book.ts';
import { type FootballTuning, rateTuning } from './tuning.ts';

/** Days without a match that still move rates: the summer is counted by the season. */
const LONGEST_DRIFT = 30;
/** Share of what is learned of a newcomer that goes to what is thought of newcomers. */
const NEWCOMER_SHARE = 0.1;
/** Smallest share by which a competition's averages follow, and that by which a team's goals do. */
const LEAGUE_SHARE = 0.002;
const GOALS_SHARE = 0.15;

/** A match as rows: where the figures of both sides and of the competition begin. */
type Sides = {
  readonly league: League;
  readonly home: number;
  readonly away: number;
  readonly today: number;
};

/** Learns one result; teams and competitions are added as they appear. */
export function observeMatch(book: TeamBook, match: HistoricalMatch, tuning: FootballTuning): void {
  const league = leagueFor(book, match.competition, tuning);
  const today = dayNumber(match.playedOn);
  settleLeague(book, league, match.season);
  const rowOf = (name: string): number => {
    const team = findTeam(book, league.division.country, name) ?? addTeam(book, league, name);
    settleTeam(book, team, league, match.season, today, tuning);
    return team.at;
  };
  const sides: Sides = { league, home: rowOf(match.home), away: rowOf(match.away), today };
  passDays(book, sides, tuning);
  learnElo(book, sides, match, tuning);
  learnPi(book, sides, match, tuning);
  learnChannels(book, sides, match, tuning);
  countMatch(book, sides, match);
}

function passDays({ teams: { rows } }: TeamBook, { home, away, today }: Sides, tuning: FootballTuning): void {
  for (const team of [home, away]) {
    const last = read(rows, team + TEAM.lastDay);
    const days = isForgotten(last, today) ? 0 : Math.max(0, today - last);
    rows[team + TEAM.congestion] = read(rows, team + TEAM.congestion) * CONGESTION_KEPT ** days;
    rows[team + TEAM.lastDay] = today;
    for (let k = 0; k < CHANNELS.length; k += 1)
      passRateDays(rows, team + rateColumn(k), Math.min(days, LONGEST_DRIFT), rateTuning(tuning, k));
  }
}

/** The home side's: 1, 0.5 or 0. */
const scoreOf = ({ homeGoals, awayGoals }: HistoricalMatch): number =>
  homeGoals > awayGoals ? 1 : homeGoals === awayGoals ? 0.5 : 0;

function learnElo(
  book: TeamBook,
  { league, home, away }: Sides,
  match: HistoricalMatch,
  { elo, formShare, longFormShare }: FootballTuning,
): void {
  const teams = book.teams.rows;
  const leagues = book.leagues.rows;
  const multiplier = hvattumArntzen(elo.margin);
  const score = scoreOf(match);
  const difference = match.homeGoals - match.awayGoals;
  const learn = (figure: number, base: number, k: number): number => {
    const homeAdvantage = read(leagues, league.at + base) + read(leagues, book.world + base);
    const [homeElo, awayElo] = [read(teams, home + figure), read(teams, away + figure)];
    const after = updateElo(homeElo, awayElo, score, difference, {
      k,
      homeAdvantage,
      multiplier,
      scale: 400,
    });
    teams[home + figure] = after.home;
    teams[away + figure] = after.away;
    const surprise = score - eloExpectation(homeElo + homeAdvantage - awayElo);
    add(leagues, league.at + base, elo.homeShare * k * surprise);
    add(leagues, book.world + base, elo.worldShare * k * surprise);
    return surprise;
  };
  const surprise = learn(TEAM.elo, LEAGUE.homeElo, elo.k);
  learn(TEAM.slowElo, LEAGUE.homeSlowElo, elo.slowK);
  approach(teams, home + TEAM.form, surprise, formShare);
  approach(teams, away + TEAM.form, -surprise, formShare);
  approach(teams, home + TEAM.longForm, surprise, longFormShare);
  approach(teams, away + TEAM.longForm, -surprise, longFormShare);
}

function learnPi(
  { teams: { rows } }: TeamBook,
  { home, away }: Sides,
  match: HistoricalMatch,
  { pi }: FootballTuning,
): void {
  const of = (team: number) => ({
    home: read(rows, team + TEAM.piHome),
    away: read(rows, team + TEAM.piAway),
  });
  const options = { ...PI_OPTIONS, ...pi };
  const after = updatePi(of(home), of(away), match.homeGoals - match.awayGoals, options);
  rows[home + TEAM.piHome] = after.home.home;
  rows[home + TEAM.piAway] = after.home.away;
  rows[away + TEAM.piHome] = after.away.home;
  rows[away + TEAM.piAway] = after.away.away;
}

function learnChannels(book: TeamBook, sides: Sides, match: HistoricalMatch, tuning: FootballTuning): void {
  const leagues = book.leagues.rows;
  const { at } = sides.league;
  seeMatch(leagues, at, match, tuning).forEach((seen, k) => {
    const rateMatch: RateMatch = {
      teams: book.teams.rows,
      home: sides.home + rateColumn(k),
      away: sides.away + rateColumn(k),
      leagues,
      base: at + baseColumn(k),
      world: book.world + baseColumn(k),
    };
    learnChannel(rateMatch, sides, seen, tuning, k);
  });
}

function learnChannel(
  match: RateMatch,
  sides: Sides,
  seen: Seen,
  tuning: FootballTuning,
  channel: number,
): void {
  const { teams, leagues, base } = match;
  const rateOf = (at: number): readonly [number, number] => [
    read(teams, at + RATE.attack),
    read(teams, at + RATE.defence),
  ];
  const before = { home: rateOf(match.home), away: rateOf(match.away) };
  learnRates(match, seen.home, seen.away, seen.dispersion, rateTuning(tuning, channel));
  for (const side of ['home', 'away'] as const) {
    const entry = read(teams, sides[side] + TEAM.entered);
    if (entry === ENTRY.stayed) continue;
    const newcomer = base + newcomerColumn(entry);
    const [attack, defence] = rateOf(match[side]);
    add(leagues, newcomer, NEWCOMER_SHARE * (attack - before[side][0]));
    add(leagues, newcomer + 1, NEWCOMER_SHARE * (defence - before[side][1]));
  }
}

function countMatch(book: TeamBook, { league, home, away }: Sides, match: HistoricalMatch): void {
  const teams = book.teams.rows;
  const leagues = book.leagues.rows;
  const { homeGoals, awayGoals } = match;
  const share = Math.max(LEAGUE_SHARE, 1 / (read(leagues, league.at + LEAGUE.matches) + 1));
  add(leagues, league.at + LEAGUE.matches, 1);
  approach(leagues, league.at + LEAGUE.draws, homeGoals === awayGoals ? 1 : 0, share);
  approach(leagues, league.at + LEAGUE.goals, homeGoals + awayGoals, share);
  countGoals(teams, home, homeGoals, awayGoals);
  countGoals(teams, away, awayGoals, homeGoals);
  const mostPlayed = league.at + LEAGUE.mostPlayed;
  leagues[mostPlayed] = Math.max(
    read(leagues, mostPlayed),
    read(teams, home + TEAM.played),
    read(teams, away + TEAM.played),
  );
}

function countGoals(teams: Float64Array, team: number, scored: number, conceded: number): void {
  add(teams, team + TEAM.played, 1);
  add(teams, team + TEAM.points, scored > conceded ? 3 : scored === conceded ? 1 : 0);
  add(teams, team + TEAM.goalDifference, scored - conceded);
  add(teams, team + TEAM.congestion, 1);
  follow(teams, team + TEAM.scored, scored);
  follow(teams, team + TEAM.conceded, conceded);
}

/** A running figure that starts at its first value. */
function follow(rows: Float64Array, at: number, value: number): void {
  if (Number.isNaN(rows[at])) rows[at] = value;
  else approach(rows, at, value, GOALS_SHARE);
}
