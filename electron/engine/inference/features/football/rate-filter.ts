import { add, approach, BASE, RATE, read } from './figures.ts';
import type { RateTuning } from './tuning.ts';

/** A channel of one match: rows, and where in them the channel's figures begin. */
export type RateMatch = {
  teams: Float64Array;
  home: number;
  away: number;
  leagues: Float64Array;
  base: number;
  /** Of all competitions together. */
  world: number;
};

/** Half of how much home helps: of all competitions as it moves, of this one, and what is special of both teams. */
const homeShift = ({ teams, home, away, leagues, base, world }: RateMatch): number =>
  0.5 *
  (read(leagues, world + BASE.home) +
    read(leagues, base + BASE.home) +
    read(teams, home + RATE.ground) +
    read(teams, away + RATE.ground));

/** Logarithm of what the home side is expected to score. */
export const logHomeRate = (match: RateMatch): number =>
  read(match.leagues, match.base + BASE.rate) +
  homeShift(match) +
  read(match.teams, match.home + RATE.attack) -
  read(match.teams, match.away + RATE.defence);

/** The same of the away side. */
export const logAwayRate = (match: RateMatch): number =>
  read(match.leagues, match.base + BASE.rate) -
  homeShift(match) +
  read(match.teams, match.away + RATE.attack) -
  read(match.teams, match.home + RATE.defence);

/** Widens a team's variances; attack and defence drift with their correlation. */
export function diffuse(teams: Float64Array, at: number, variance: number, correlation: number): void {
  add(teams, at + RATE.attackVariance, variance);
  add(teams, at + RATE.defenceVariance, variance);
  add(teams, at + RATE.covariance, correlation * variance);
}

/** Days since the last match: rates return towards where they stood over years and grow less certain. */
export function passRateDays(teams: Float64Array, at: number, days: number, tuning: RateTuning): void {
  const share = -Math.expm1(-tuning.dailyReversion * days);
  approach(teams, at + RATE.attack, read(teams, at + RATE.longAttack), share);
  approach(teams, at + RATE.defence, read(teams, at + RATE.longDefence), share);
  diffuse(teams, at, tuning.dailyVariance * days, tuning.correlation);
}

/** Matches that a competition's first estimates count for. */
const RATE_PRIOR = 20;
const HOME_PRIOR = 60;

/**
 * Moves attack and defence of both sides by the gradient of the Poisson likelihood of what they scored, each by its
 * share of the uncertainty: an extended Kalman filter on log rates (Durbin & Koopman 2012, section 10.2; the score is
 * that of Koopman & Lit 2015). `dispersion` is the variance of the counts as a share of Poisson's. Home advantage is
 * learned by all competitions together and by each, since it can move everywhere at once, as without spectators.
 */
export function learnRates(
  match: RateMatch,
  scored: number,
  conceded: number,
  dispersion: number,
  tuning: RateTuning,
): void {
  const { teams, home, away, leagues, base, world } = match;
  const homeRate = Math.exp(logHomeRate(match));
  const awayRate = Math.exp(logAwayRate(match));
  learnSide(teams, home, away, scored, homeRate, dispersion);
  learnSide(teams, away, home, conceded, awayRate, dispersion);
  const homeError = scored - homeRate;
  const awayError = conceded - awayRate;
  const lean = homeError - awayError;
  for (const team of [home, away]) {
    add(teams, team + RATE.ground, (tuning.groundGain * lean) / dispersion);
    approach(teams, team + RATE.longAttack, read(teams, team + RATE.attack), tuning.longShare);
    approach(teams, team + RATE.longDefence, read(teams, team + RATE.defence), tuning.longShare);
  }
  const expected = homeRate + awayRate;
  const seen = read(leagues, base + BASE.matches);
  add(leagues, base + BASE.matches, 1);
  const rateShare = Math.max(tuning.leagueShare, 1 / (seen + RATE_PRIOR));
  const homeShare = Math.max(tuning.homeShare, 1 / (seen + HOME_PRIOR));
  add(leagues, base + BASE.rate, (rateShare * (homeError + awayError)) / expected);
  add(leagues, base + BASE.home, (homeShare * 2 * lean) / expected);
  add(leagues, world + BASE.home, (tuning.worldShare * 2 * lean) / expected);
}

/** `count` is what `by` scored against `against`: attack of the one, defence of the other. */
function learnSide(
  teams: Float64Array,
  by: number,
  against: number,
  count: number,
  rate: number,
  dispersion: number,
): void {
  const attackVariance = read(teams, by + RATE.attackVariance);
  const defenceVariance = read(teams, against + RATE.defenceVariance);
  const information = rate / dispersion;
  const gain = 1 / (1 + (attackVariance + defenceVariance) * information);
  const score = ((count - rate) / dispersion) * gain;
  const loss = information * gain;
  const byCovariance = read(teams, by + RATE.covariance);
  add(teams, by + RATE.attack, attackVariance * score);
  add(teams, by + RATE.defence, byCovariance * score);
  add(teams, by + RATE.attackVariance, -attackVariance * attackVariance * loss);
  add(teams, by + RATE.defenceVariance, -byCovariance * byCovariance * loss);
  add(teams, by + RATE.covariance, -attackVariance * byCovariance * loss);
  const againstCovariance = read(teams, against + RATE.covariance);
  add(teams, against + RATE.defence, -defenceVariance * score);
  add(teams, against + RATE.attack, -againstCovariance * score);
  add(teams, against + RATE.defenceVariance, -defenceVariance * defenceVariance * loss);
  add(teams, against + RATE.attackVariance, -againstCovariance * againstCovariance * loss);
  add(teams, against + RATE.covariance, -defenceVariance * againstCovariance * loss);
}
