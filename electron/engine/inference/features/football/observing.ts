import { eloExpectation, hvattumArntzen, updateElo } from '../../../../../shared/domain/ratings/elo.ts';
import { PI_OPTIONS, updatePi } from '../../../../../shared/domain/ratings/pi-rating.ts';
import type { HistoricalMatch } from '../../../ports/market-store.ts';
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
import { isForgotten, settleLeague, settleTeam } from './placing.ts';
import { diffuse, learnRates, type RateMatch } from './rate-filter.ts';
import { addTeam, findTeam, type League, leagueFor, type TeamBook } from './team-book.ts';
import type { FootballTuning } from './tuning.ts';

/** Daily share a match keeps in `congestion`. */
const CONGESTION_KEPT = 0.95;
/** Days without a match that still widen rates: the summer is counted by the season. */
const LONGEST_DRIFT = 30;
/** Share of a newcomer's learning that goes to what is thought of newcomers. */
const NEWCOMER_SHARE = 0.1;

type Sides = {
  readonly league: League;
  readonly home: number;
  readonly away: number;
  readonly today: number;
};

/** Learns one result. Rows of teams and competitions are made as they are needed. */
export function observeMatch(book: TeamBook, match: HistoricalMatch, tuning: FootballTuning): void {
  const league = leagueFor(book, match.competition, tuning);
  const today = dayNumber(match.playedOn);
  settleLeague(book, league, match.season);
  const [home, away] = [match.home, match.away].map((name) => {
    const team = findTeam(book, league.division.country, name) ?? addTeam(book, league, name);
    settleTeam(book, team, league, match.season, today, tuning);
    return team.at;
  }) as [number, number];
  const sides: Sides = { league, home, away, today };
  passDays(book, sides, tuning);
  learnElo(book, sides, match, tuning);
  learnPi(book, sides, match, tuning);
  learnChannels(book, sides, match, tuning);
  count(book, sides, match);
}

function passDays({ teams: { rows } }: TeamBook, { home, away, today }: Sides, tuning: FootballTuning): void {
  for (const team of [home, away]) {
    const last = read(rows, team + TEAM.lastDay);
    const days = isForgotten(last, today) ? 0 : Math.max(0, today - last);
    rows[team + TEAM.congestion] = read(rows, team + TEAM.congestion) * CONGESTION_KEPT ** days;
    rows[team + TEAM.lastDay] = today;
    for (let k = 0; k < CHANNELS.length; k += 1) {
      const { dailyVariance, correlation } = tuning.rates[CHANNELS[k] ?? 'goals'];
      diffuse(rows, team + rateColumn(k), dailyVariance * Math.min(days, LONGEST_DRIFT), correlation);
    }
  }
}

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
  const gap =
    read(teams, home + TEAM.elo) + read(leagues, league.at + LEAGUE.homeElo) - read(teams, away + TEAM.elo);
  const surprise = score - eloExpectation(gap);
  for (const [figure, base, k] of [
    [TEAM.elo, LEAGUE.homeElo, elo.k],
    [TEAM.slowElo, LEAGUE.homeSlowElo, elo.slowK],
  ] as const) {
    const homeAdvantage = read(leagues, league.at + base);
    const options = { k, homeAdvantage, multiplier, scale: 400 };
    const [homeElo, awayElo] = [read(teams, home + figure), read(teams, away + figure)];
    const after = updateElo(homeElo, awayElo, score, difference, options);
    teams[home + figure] = after.home;
    teams[away + figure] = after.away;
    add(leagues, league.at + base, elo.homeShare * k * (score - after.expectedHome));
  }
  approach(teams, home + TEAM.form, surprise, formShare);
  approach(teams, away + TEAM.form, -surprise, formShare);
  approach(teams, home + TEAM.longForm, surprise, longFormShare);
  approach(teams, away + TEAM.longForm, -surprise, longFormShare);
  approach(teams, home + TEAM.homeForm, surprise, formShare);
  approach(teams, away + TEAM.awayForm, -surprise, formShare);
}

function learnPi(
  book: TeamBook,
  { home, away }: Sides,
  match: HistoricalMatch,
  { pi }: FootballTuning,
): void {
  const { rows } = book.teams;
  const of = (team: number) => ({
    home: read(rows, team + TEAM.piHome),
    away: read(rows, team + TEAM.piAway),
  });
  const after = updatePi(of(home), of(away), match.homeGoals - match.awayGoals, { ...PI_OPTIONS, ...pi });
  rows[home + TEAM.piHome] = after.home.home;
  rows[home + TEAM.piAway] = after.home.away;
  rows[away + TEAM.piHome] = after.away.home;
  rows[away + TEAM.piAway] = after.away.away;
}

/** What each channel saw of a match, and how much more it varies than the channel's own counts. */
type Seen = { readonly home: number; readonly away: number; readonly noise: number };

function learnChannels(book: TeamBook, sides: Sides, match: HistoricalMatch, tuning: FootballTuning): void {
  const teams = book.teams.rows;
  const leagues = book.leagues.rows;
  const { league, home, away } = sides;
  const seen = seeChannels(leagues, league.at, match, tuning);
  for (let k = 0; k < CHANNELS.length; k += 1) {
    const of = seen[k];
    if (of === undefined) continue;
    const rates = tuning.rates[CHANNELS[k] ?? 'goals'];
    const [homeRates, awayRates] = [home + rateColumn(k), away + rateColumn(k)];
    const before = [homeRates, awayRates].map((at) => [
      read(teams, at + RATE.attack),
      read(teams, at + RATE.defence),
    ]);
    const base = league.at + baseColumn(k);
    const rateMatch: RateMatch = { teams, home: homeRates, away: awayRates, leagues, base };
    learnRates(rateMatch, of.home, of.away, { ...rates, dispersion: rates.dispersion * of.noise });
    [home, away].forEach((team, side) => {
      const entry = read(teams, team + TEAM.entered);
      if (entry === ENTRY.stayed) return;
      const at = team + rateColumn(k);
      const shift = base + newcomerColumn(entry);
      const was = before[side] ?? [0, 0];
      add(leagues, shift, NEWCOMER_SHARE * (read(teams, at + RATE.attack) - (was[0] ?? 0)));
      add(leagues, shift + 1, NEWCOMER_SHARE * (read(teams, at + RATE.defence) - (was[1] ?? 0)));
    });
  }
}

/** Shares by which the price of a shot follows. */
const SHOT_SHARE = 0.004;

function seeChannels(
  leagues: Float64Array,
  league: number,
  { homeGoals, awayGoals, statistics }: HistoricalMatch,
  { goalsInChances, offTargetWorth, cornerWorth }: FootballTuning,
): readonly Seen[] {
  const goals: Seen = { home: homeGoals, away: awayGoals, noise: 1 };
  const { HST, AST, HS, AS, HC, AC } = statistics;
  if (HST === undefined || AST === undefined) {
    // Nothing but goals is known: the other channels learn from them, on their own scale and less sure.
    const [goalsBase, shotsBase] = [baseColumn(0), baseColumn(2)].map((base) => read(leagues, league + base));
    const perGoal = Math.exp((shotsBase ?? 0) - (goalsBase ?? 0));
    const shots: Seen = { home: homeGoals * perGoal, away: awayGoals * perGoal, noise: perGoal };
    return [goals, { ...goals, noise: 2 }, shots];
  }
  const volumeOf = (onTarget: number, shots: number | undefined, corners: number | undefined): number =>
    onTarget +
    offTargetWorth * Math.max(0, (shots ?? 2.4 * onTarget) - onTarget) +
    cornerWorth * (corners ?? 5);
  const volume = { home: volumeOf(HST, HS, HC), away: volumeOf(AST, AS, AC) };
  const matches = read(leagues, league + LEAGUE.statisticMatches);
  add(leagues, league + LEAGUE.statisticMatches, 1);
  const share = Math.max(SHOT_SHARE, 1 / (matches + 1));
  const price =
    matches < 10
      ? 0.28
      : read(leagues, league + LEAGUE.shotGoals) / read(leagues, league + LEAGUE.shotVolume);
  approach(leagues, league + LEAGUE.shotGoals, (homeGoals + awayGoals) / 2, share);
  approach(leagues, league + LEAGUE.shotVolume, (volume.home + volume.away) / 2, share);
  const chancesOf = (scored: number, of: number): number =>
    goalsInChances * scored + (1 - goalsInChances) * of * price;
  const chances: Seen = {
    home: chancesOf(homeGoals, volume.home),
    away: chancesOf(awayGoals, volume.away),
    noise: 1,
  };
  return [goals, chances, { home: HST, away: AST, noise: 1 }];
}

/** Smallest share by which a competition's averages follow. */
const LEAGUE_SHARE = 0.002;

function count(book: TeamBook, { league, home, away }: Sides, match: HistoricalMatch): void {
  const { rows } = book.teams;
  const leagues = book.leagues.rows;
  const score = scoreOf(match);
  const matches = read(leagues, league.at + LEAGUE.matches);
  add(leagues, league.at + LEAGUE.matches, 1);
  const share = Math.max(LEAGUE_SHARE, 1 / (matches + 1));
  approach(leagues, league.at + LEAGUE.homeWins, score === 1 ? 1 : 0, share);
  approach(leagues, league.at + LEAGUE.draws, score === 0.5 ? 1 : 0, share);
  approach(leagues, league.at + LEAGUE.goals, match.homeGoals + match.awayGoals, share);
  for (const [team, scored, conceded] of [
    [home, match.homeGoals, match.awayGoals],
    [away, match.awayGoals, match.homeGoals],
  ] as const) {
    add(rows, team + TEAM.played, 1);
    add(rows, team + TEAM.points, scored > conceded ? 3 : scored === conceded ? 1 : 0);
    add(rows, team + TEAM.goalDifference, scored - conceded);
    add(rows, team + TEAM.congestion, 1);
    follow(rows, team + TEAM.scored, scored);
    follow(rows, team + TEAM.conceded, conceded);
    const played = read(rows, team + TEAM.played);
    if (played > read(leagues, league.at + LEAGUE.mostPlayed))
      leagues[league.at + LEAGUE.mostPlayed] = played;
  }
}

const GOALS_SHARE = 0.15;
/** Starts a running figure at its first value. */
function follow(rows: Float64Array, at: number, value: number): void {
  if (Number.isNaN(rows[at])) rows[at] = value;
  else approach(rows, at, value, GOALS_SHARE);
}
