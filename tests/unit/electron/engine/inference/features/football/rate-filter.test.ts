import { describe, expect, test } from 'vitest';
import {
  BASE,
  baseColumn,
  LEAGUE_WIDTH,
  RATE,
} from '../../../../../../../electron/engine/inference/features/football/figures.ts';
import {
  diffuse,
  learnRates,
  logAwayRate,
  logHomeRate,
  passRateDays,
  type RateMatch,
} from '../../../../../../../electron/engine/inference/features/football/rate-filter.ts';
import { TUNING } from '../../../../../../../electron/engine/inference/features/football/tuning.ts';
import { createSeededRandom } from '../../../../../../support/seeded-random.ts';

const WIDTH = 8;
const TEAMS = 12;
/** Without what is special of single grounds: there is nothing of it in the drawn results. */
const tuning = { ...TUNING.rates.goals, groundGain: 0 };

/** Knuth's method: exact for rates of goals. */
function drawPoisson(rate: number, random: () => number): number {
  const limit = Math.exp(-rate);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

const base = baseColumn(0);

function createLeague(): RateMatch {
  const teams = new Float64Array(TEAMS * WIDTH);
  for (let team = 0; team < TEAMS; team += 1) diffuse(teams, team * WIDTH, 0.1, 0);
  const leagues = new Float64Array(2 * LEAGUE_WIDTH);
  return { teams, home: 0, away: 0, leagues, base, world: LEAGUE_WIDTH + base };
}

describe('learnRates', () => {
  const random = createSeededRandom(11);
  const truth = Array.from({ length: TEAMS }, () => ({
    attack: 0.8 * (random() - 0.5),
    defence: 0.8 * (random() - 0.5),
  }));
  const match = createLeague();
  for (let round = 0; round < 20; round += 1)
    for (let home = 0; home < TEAMS; home += 1)
      for (let away = 0; away < TEAMS; away += 1) {
        const [host, guest] = [truth[home], truth[away]];
        if (home === away || host === undefined || guest === undefined) continue;
        match.home = home * WIDTH;
        match.away = away * WIDTH;
        const scored = drawPoisson(Math.exp(0.4 + host.attack - guest.defence), random);
        const conceded = drawPoisson(Math.exp(0.1 + guest.attack - host.defence), random);
        learnRates(match, scored, conceded, 1, tuning);
      }

  test('finds what each pair is expected to score, and knows how well', () => {
    let [squares, shares, pairs] = [0, 0, 0];
    for (let home = 0; home < TEAMS; home += 1)
      for (let away = 0; away < TEAMS; away += 1) {
        const [host, guest] = [truth[home], truth[away]];
        if (home === away || host === undefined || guest === undefined) continue;
        match.home = home * WIDTH;
        match.away = away * WIDTH;
        const error = logHomeRate(match) - (0.4 + host.attack - guest.defence);
        const variance =
          (match.teams[match.home + RATE.attackVariance] ?? 0) +
          (match.teams[match.away + RATE.defenceVariance] ?? 0);
        squares += error ** 2;
        shares += error ** 2 / variance;
        pairs += 1;
      }
    // Drawn with a standard deviation of 0.33; a third of it is left at most.
    expect(Math.sqrt(squares / pairs)).toBeLessThan(0.11);
    // Squared errors are those that the filter's variances promise.
    expect(shares / pairs).toBeGreaterThan(0.4);
    expect(shares / pairs).toBeLessThan(2.5);
  });

  test('finds the home advantage, of which everywhere and here are parts', () => {
    const [here, everywhere] = [base, LEAGUE_WIDTH + base].map((at) => match.leagues[at + BASE.home] ?? 0);
    expect((here ?? 0) + (everywhere ?? 0)).toBeGreaterThan(0.2);
    expect((here ?? 0) + (everywhere ?? 0)).toBeLessThan(0.4);
    expect(everywhere).not.toBe(0);
  });

  test('grows surer of each team, and never impossibly so', () => {
    for (let team = 0; team < TEAMS; team += 1) {
      const at = team * WIDTH;
      const [attack = 0, defence = 0, covariance = 0] = [
        match.teams[at + RATE.attackVariance],
        match.teams[at + RATE.defenceVariance],
        match.teams[at + RATE.covariance],
      ];
      expect(attack).toBeLessThan(0.01);
      expect(attack).toBeGreaterThan(0);
      expect(attack * defence).toBeGreaterThan(covariance * covariance);
    }
  });

  test('learns nothing of what was expected exactly', () => {
    const fresh = createLeague();
    fresh.away = WIDTH;
    learnRates(fresh, Math.exp(logHomeRate(fresh)), Math.exp(logAwayRate(fresh)), 1, tuning);
    for (const side of [fresh.home, fresh.away]) {
      expect(fresh.teams[side + RATE.attack]).toBeCloseTo(0, 12);
      expect(fresh.teams[side + RATE.defence]).toBeCloseTo(0, 12);
    }
  });

  test('moves less the more a count varies', () => {
    const [sure, unsure] = [1, 4].map((dispersion) => {
      const fresh = createLeague();
      fresh.away = WIDTH;
      learnRates(fresh, 4, 1, dispersion, tuning);
      return fresh.teams[fresh.home + RATE.attack] ?? 0;
    });
    expect(sure).toBeGreaterThan(2 * (unsure ?? 0));
    expect(unsure).toBeGreaterThan(0);
  });
});

describe('passRateDays', () => {
  test('brings rates back to their level over years, less surely', () => {
    const { teams } = createLeague();
    teams[RATE.attack] = 0.5;
    teams[RATE.longAttack] = 0.1;
    passRateDays(teams, 0, 10, { ...tuning, dailyReversion: 0.05, dailyVariance: 0.001 });
    expect(teams[RATE.attack]).toBeCloseTo(0.1 + 0.4 * Math.exp(-0.5), 12);
    expect(teams[RATE.attackVariance]).toBeCloseTo(0.1 + 0.01, 12);
  });
});
