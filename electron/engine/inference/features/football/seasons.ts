import {
  BASE,
  baseColumn,
  CHANNELS,
  ENTRY,
  newcomerColumn,
  RATE,
  rateColumn,
  read,
  TEAM,
} from './figures.ts';
import { diffuse } from './rate-filter.ts';
import type { FootballTuning } from './tuning.ts';

/** Elo of an average team of a country's top division. */
export const MEAN_ELO = 1500;
/** How far below average, in Elo points, a team enters a division that nobody has seen it outside of. */
const UNSEEN_ELO = 80;
/** Pi-rating from division to division. */
const DIVISION_PI = 0.35;
/** Share of form that outlasts a summer. */
const FORM_KEPT = 0.5;

/** Where a team goes: its row, and the row and level of the competition it enters. */
export type Move = {
  readonly teams: Float64Array;
  readonly team: number;
  readonly leagues: Float64Array;
  readonly league: number;
  readonly level: number;
};

/** Rates of an average team, or of a usual newcomer where the competition has had a season to tell. */
export function enterUnseen(move: Move, isNewcomer: boolean, tuning: FootballTuning): void {
  const { teams, team, leagues, league, level } = move;
  teams.fill(0, team, rateColumn(CHANNELS.length) + team);
  teams[team + TEAM.lastDay] = Number.NaN;
  teams[team + TEAM.entered] = isNewcomer ? ENTRY.unseen : ENTRY.stayed;
  const elo = MEAN_ELO - tuning.divisionElo * level - (isNewcomer ? UNSEEN_ELO : 0);
  teams[team + TEAM.elo] = elo;
  teams[team + TEAM.slowElo] = elo;
  teams[team + TEAM.scored] = Number.NaN;
  teams[team + TEAM.conceded] = Number.NaN;
  teams[team + TEAM.piHome] = isNewcomer ? -DIVISION_PI : 0;
  teams[team + TEAM.piAway] = isNewcomer ? -DIVISION_PI : 0;
  for (let k = 0; k < CHANNELS.length; k += 1) {
    const rates = team + rateColumn(k);
    const newcomer = league + baseColumn(k) + newcomerColumn(ENTRY.unseen);
    const { startVariance, correlation } = tuning.rates[CHANNELS[k] ?? 'goals'];
    teams[rates + RATE.attack] = isNewcomer ? read(leagues, newcomer) : 0;
    teams[rates + RATE.defence] = isNewcomer ? read(leagues, newcomer + 1) : 0;
    diffuse(teams, rates, startVariance, correlation);
  }
}

/** A new season: ratings are drawn to the division's average, and moved with a team that changes division. */
export function enterSeason(move: Move, fromLevel: number, tuning: FootballTuning): void {
  const { teams, team, leagues, league, level } = move;
  const entry = level < fromLevel ? ENTRY.promoted : level > fromLevel ? ENTRY.relegated : ENTRY.stayed;
  for (const figure of [TEAM.played, TEAM.points, TEAM.goalDifference]) teams[team + figure] = 0;
  for (const figure of [TEAM.form, TEAM.homeForm, TEAM.awayForm, TEAM.longForm])
    teams[team + figure] = FORM_KEPT * read(teams, team + figure);
  teams[team + TEAM.entered] = entry;
  const mean = MEAN_ELO - tuning.divisionElo * fromLevel;
  for (const figure of [TEAM.elo, TEAM.slowElo])
    teams[team + figure] = mean + tuning.kept * (read(teams, team + figure) - mean);
  for (const figure of [TEAM.piHome, TEAM.piAway])
    teams[team + figure] = tuning.kept * read(teams, team + figure) + DIVISION_PI * (level - fromLevel);
  for (let k = 0; k < CHANNELS.length; k += 1) {
    const rates = team + rateColumn(k);
    const { kept, correlation, seasonVariance, movedVariance } = tuning.rates[CHANNELS[k] ?? 'goals'];
    const shift = league + baseColumn(k) + newcomerColumn(entry);
    for (const [figure, side] of [
      [RATE.attack, 0],
      [RATE.defence, 1],
    ] as const)
      teams[rates + figure] =
        kept * read(teams, rates + figure) + (entry === ENTRY.stayed ? 0 : read(leagues, shift + side));
    for (const figure of [RATE.attackVariance, RATE.defenceVariance, RATE.covariance])
      teams[rates + figure] = kept * kept * read(teams, rates + figure);
    diffuse(teams, rates, seasonVariance + (entry === ENTRY.stayed ? 0 : movedVariance), correlation);
  }
}

/** Log rates of an average side at first: goals, goals, shots on target. */
const START_RATES = [0.28, 0.28, 1.45] as const;
const START_HOME = 0.25;

/** What is thought of a competition before its first match. */
export function openLeague(leagues: Float64Array, league: number, tuning: FootballTuning): void {
  const { divisionRate } = tuning;
  for (let k = 0; k < CHANNELS.length; k += 1) {
    const base = league + baseColumn(k);
    leagues[base + BASE.rate] = START_RATES[k] ?? 0;
    leagues[base + BASE.home] = START_HOME;
    for (const side of [0, 1]) {
      leagues[base + newcomerColumn(ENTRY.promoted) + side] = -divisionRate;
      leagues[base + newcomerColumn(ENTRY.relegated) + side] = divisionRate;
      leagues[base + newcomerColumn(ENTRY.unseen) + side] = -0.5 * divisionRate;
    }
  }
}
