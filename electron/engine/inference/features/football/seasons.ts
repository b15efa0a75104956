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
  TEAM_WIDTH,
} from './figures.ts';
import { diffuse } from './rate-filter.ts';
import { type FootballTuning, rateTuning } from './tuning.ts';

/** How far below average a team enters a division that nobody has seen it outside of, in Elo points and pi-rating. */
const UNSEEN_ELO = 80;
const UNSEEN_PI = -0.35;
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

/** Figures of a team never seen: an average one, or a usual newcomer where the competition has had a season to tell. */
export function enterUnseen(
  { teams, team, leagues, league, level }: Move,
  isNewcomer: boolean,
  tuning: FootballTuning,
): void {
  teams.fill(0, team, team + TEAM_WIDTH);
  const elo = -tuning.divisionElo * level - (isNewcomer ? UNSEEN_ELO : 0);
  const pi = isNewcomer ? UNSEEN_PI : 0;
  teams[team + TEAM.lastDay] = Number.NaN;
  teams[team + TEAM.scored] = Number.NaN;
  teams[team + TEAM.conceded] = Number.NaN;
  teams[team + TEAM.entered] = isNewcomer ? ENTRY.unseen : ENTRY.stayed;
  teams[team + TEAM.stake] = 1;
  teams[team + TEAM.elo] = elo;
  teams[team + TEAM.slowElo] = elo;
  teams[team + TEAM.piHome] = pi;
  teams[team + TEAM.piAway] = pi;
  for (let k = 0; k < CHANNELS.length; k += 1) {
    const rates = team + rateColumn(k);
    const newcomer = league + baseColumn(k) + newcomerColumn(ENTRY.unseen);
    const attack = isNewcomer ? read(leagues, newcomer) : 0;
    const defence = isNewcomer ? read(leagues, newcomer + 1) : 0;
    teams[rates + RATE.attack] = attack;
    teams[rates + RATE.longAttack] = attack;
    teams[rates + RATE.defence] = defence;
    teams[rates + RATE.longDefence] = defence;
    const { startVariance, correlation } = rateTuning(tuning, k);
    diffuse(teams, rates, startVariance, correlation);
  }
}

/** A new season: ratings return towards where they stood over years, and move with a team that changes division. */
export function enterSeason(move: Move, fromLevel: number, tuning: FootballTuning): void {
  const { teams, team, level } = move;
  const entry = level < fromLevel ? ENTRY.promoted : level > fromLevel ? ENTRY.relegated : ENTRY.stayed;
  teams[team + TEAM.played] = 0;
  teams[team + TEAM.points] = 0;
  teams[team + TEAM.goalDifference] = 0;
  teams[team + TEAM.form] = FORM_KEPT * read(teams, team + TEAM.form);
  teams[team + TEAM.longForm] = FORM_KEPT * read(teams, team + TEAM.longForm);
  teams[team + TEAM.entered] = entry;
  teams[team + TEAM.stake] = 1;
  const mean = -tuning.divisionElo * fromLevel;
  teams[team + TEAM.elo] = mean + tuning.kept * (read(teams, team + TEAM.elo) - mean);
  teams[team + TEAM.slowElo] = mean + tuning.kept * (read(teams, team + TEAM.slowElo) - mean);
  const shift = DIVISION_PI * (level - fromLevel);
  teams[team + TEAM.piHome] = tuning.kept * read(teams, team + TEAM.piHome) + shift;
  teams[team + TEAM.piAway] = tuning.kept * read(teams, team + TEAM.piAway) + shift;
  for (let k = 0; k < CHANNELS.length; k += 1) enterRates(move, k, entry, tuning);
}

function enterRates(
  { teams, team, leagues, league }: Move,
  channel: number,
  entry: number,
  tuning: FootballTuning,
): void {
  const rates = team + rateColumn(channel);
  const { kept, longPull, correlation, seasonVariance, movedVariance } = rateTuning(tuning, channel);
  const hasMoved = entry !== ENTRY.stayed;
  const newcomer = league + baseColumn(channel) + newcomerColumn(entry);
  const attackShift = hasMoved ? read(leagues, newcomer) : 0;
  const defenceShift = hasMoved ? read(leagues, newcomer + 1) : 0;
  const longAttack = read(teams, rates + RATE.longAttack);
  const longDefence = read(teams, rates + RATE.longDefence);
  teams[rates + RATE.attack] = kept * read(teams, rates + RATE.attack) + longPull * longAttack + attackShift;
  teams[rates + RATE.defence] =
    kept * read(teams, rates + RATE.defence) + longPull * longDefence + defenceShift;
  teams[rates + RATE.longAttack] = longAttack + attackShift;
  teams[rates + RATE.longDefence] = longDefence + defenceShift;
  teams[rates + RATE.ground] = kept * read(teams, rates + RATE.ground);
  teams[rates + RATE.attackVariance] = kept * kept * read(teams, rates + RATE.attackVariance);
  teams[rates + RATE.defenceVariance] = kept * kept * read(teams, rates + RATE.defenceVariance);
  teams[rates + RATE.covariance] = kept * kept * read(teams, rates + RATE.covariance);
  diffuse(teams, rates, seasonVariance + (hasMoved ? movedVariance : 0), correlation);
}

/** Logarithm of what an average side scores, and of home over away, before any match was seen. */
const START_RATE = 0.28;
const START_HOME = 0.2;

/** What is thought of a competition before its first match. */
export function openLeague(leagues: Float64Array, league: number, { divisionRate }: FootballTuning): void {
  for (let k = 0; k < CHANNELS.length; k += 1) {
    const base = league + baseColumn(k);
    leagues[base + BASE.rate] = START_RATE;
    for (const side of [0, 1]) {
      leagues[base + newcomerColumn(ENTRY.promoted) + side] = -divisionRate;
      leagues[base + newcomerColumn(ENTRY.relegated) + side] = divisionRate;
      leagues[base + newcomerColumn(ENTRY.unseen) + side] = -0.5 * divisionRate;
    }
  }
}

/** What is thought of home advantage everywhere before the first match. */
export function openWorld(leagues: Float64Array, world: number): void {
  for (let k = 0; k < CHANNELS.length; k += 1) leagues[world + baseColumn(k) + BASE.home] = START_HOME;
}
