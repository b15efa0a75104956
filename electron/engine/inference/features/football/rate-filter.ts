import { add, BASE, RATE, read } from './figures.ts';
import type { RateTuning } from './tuning.ts';

/** A channel of one match: rows and columns of what it moves. */
export type RateMatch = {
  readonly teams: Float64Array;
  /** Where the channel's figures of either side begin. */
  readonly home: number;
  readonly away: number;
  readonly leagues: Float64Array;
  readonly base: number;
};

/** Log of the home side's expected count. */
export const logHomeRate = ({ teams, home, away, leagues, base }: RateMatch): number =>
  read(leagues, base + BASE.rate) +
  0.5 * read(leagues, base + BASE.home) +
  read(teams, home + RATE.attack) -
  read(teams, away + RATE.defence);

export const logAwayRate = ({ teams, home, away, leagues, base }: RateMatch): number =>
  read(leagues, base + BASE.rate) -
  0.5 * read(leagues, base + BASE.home) +
  read(teams, away + RATE.attack) -
  read(teams, home + RATE.defence);

/** Widens a team's variances as time passes; attack and defence drift with their correlation. */
export function diffuse(teams: Float64Array, at: number, variance: number, correlation: number): void {
  add(teams, at + RATE.attackVariance, variance);
  add(teams, at + RATE.defenceVariance, variance);
  add(teams, at + RATE.covariance, correlation * variance);
}

/**
 * Moves attack and defence of both sides by the gradient of the Poisson likelihood of what they scored, each by its
 * share of the uncertainty: an extended Kalman filter on log rates (Durbin & Koopman 2012, section 10.2; the score is
 * that of Koopman & Lit 2015). Competition figures follow slowly.
 */
export function learnRates(match: RateMatch, scored: number, conceded: number, tuning: RateTuning): void {
  const { teams, home, away, leagues, base } = match;
  const homeRate = Math.exp(logHomeRate(match));
  const awayRate = Math.exp(logAwayRate(match));
  learnSide(teams, home, away, scored, homeRate, tuning.dispersion);
  learnSide(teams, away, home, conceded, awayRate, tuning.dispersion);
  const seen = read(leagues, base + BASE.matches);
  add(leagues, base + BASE.matches, 1);
  const share = Math.max(tuning.leagueShare, 1 / (seen + 20));
  const homeShare = Math.max(tuning.homeShare, 1 / (seen + 60));
  const [homeError, awayError] = [scored - homeRate, conceded - awayRate];
  add(leagues, base + BASE.rate, (share * (homeError + awayError)) / (homeRate + awayRate));
  add(leagues, base + BASE.home, (homeShare * 2 * (homeError - awayError)) / (homeRate + awayRate));
}

/** `count` is what `by` scored against `against`: attack of one, defence of the other. */
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
