import { describe, expect, it } from 'vitest';
import { fromAxes } from '../../../../../shared/domain/overround-line/axes.ts';
import { CONTRIBUTOR_COUNT, CONTRIBUTORS } from '../../../../../shared/domain/overround-line/contributors.ts';
import { EVEN_SHARES, fitBase } from '../../../../../shared/domain/overround-line/fit-base.ts';
import { fitSpread, type SpreadSamples } from '../../../../../shared/domain/overround-line/fit-spread.ts';
import { fitStage } from '../../../../../shared/domain/overround-line/fit-weights.ts';
import { halfWidth } from '../../../../../shared/domain/overround-line/line.ts';
import type { LineSpread } from '../../../../../shared/domain/overround-line/parameters.ts';
import type { LineSamples } from '../../../../../shared/domain/overround-line/samples.ts';
import { DRAW_SIGNALS, STRENGTH_SIGNALS } from '../../../../../shared/domain/overround-line/team-signals.ts';
import { createSeededRandom } from '../../../../support/seeded-random.ts';

const random = createSeededRandom(7);
const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const PINNACLE = CONTRIBUTORS.indexOf('pinnacle');
const BET365 = CONTRIBUTORS.indexOf('bet365');

/** Two books around a truth, the second three times as far off, and targets that are the truth moved by a signal. */
function samplesOf(rows: number, signalWeight: number, leagueConstant: number): LineSamples {
  const axes = new Float64Array(rows * CONTRIBUTOR_COUNT * 2).fill(Number.NaN);
  const strengthSignals = new Float64Array(rows * STRENGTH_SIGNALS.length);
  const targets = new Float64Array(rows * 3);
  const leagues: string[] = [];
  const p = new Float64Array(3);
  for (let row = 0; row < rows; row += 1) {
    const truth = normal() * 0.8;
    const signal = normal();
    const league = row % 2 === 0 ? 'E0' : 'E1';
    leagues.push(league);
    for (const [book, noise] of [
      [PINNACLE, 0.05],
      [BET365, 0.15],
    ] as const) {
      axes[(row * CONTRIBUTOR_COUNT + book) * 2] = truth + noise * normal();
      axes[(row * CONTRIBUTOR_COUNT + book) * 2 + 1] = -0.4;
    }
    strengthSignals[row * STRENGTH_SIGNALS.length] = signal;
    fromAxes(truth + signalWeight * signal + (league === 'E1' ? leagueConstant : 0), -0.4, 3, p);
    targets.set(p, row * 3);
  }
  return {
    rows,
    axes,
    strengthSignals,
    drawSignals: new Float64Array(rows * DRAW_SIGNALS.length),
    targets,
    weights: new Float64Array(rows).fill(1),
    leagues,
  };
}

describe('fitting the base opinion', () => {
  it('finds the sharper book', () => {
    const base = fitBase(samplesOf(4000, 0, 0), 0.01, EVEN_SHARES, {});
    // Inverse variances: 0.15^2 / (0.05^2 + 0.15^2) = 0.9.
    expect(base.pinnacle / (base.pinnacle + base.bet365)).toBeCloseTo(0.9, 1);
  });

  it('keeps the prior where nothing was seen, or takes a likeness', () => {
    const base = fitBase(samplesOf(500, 0, 0), 0.01, EVEN_SHARES, { exchange: 'pinnacle' });
    expect(base.exchange).toBe(base.pinnacle);
    expect(base.bwin).toBe(base.interwetten);
    const bound = fitBase(samplesOf(500, 0, 0), 1e9, EVEN_SHARES, {});
    for (const share of Object.values(bound)) expect(share).toBeCloseTo(0.1, 6);
  });
});

describe('fitting a stage', () => {
  it('finds what the targets were made with', () => {
    const samples = samplesOf(6000, 0.2, 0.3);
    const ridge = { base: 0.01, opinions: 0.01, signals: 0.01, leagues: 1 };
    const { weights, leagues } = fitStage(samples, ridge, EVEN_SHARES, {});
    expect(weights.strength.signals[0]).toBeCloseTo(0.2, 2);
    expect(weights.strength.signals[1]).toBe(0);
    expect(weights.strength.constant).toBeCloseTo(0.15, 1);
    const constant = (league: string) =>
      weights.strength.constant + (leagues[league]?.strength.constant ?? 0);
    expect(constant('E0')).toBeCloseTo(0, 1);
    expect(constant('E1')).toBeCloseTo(0.3, 1);
    expect(weights.draw.constant).toBeCloseTo(0, 2);
  });

  it('is drawn to nothing by a strong ridge', () => {
    const ridge = { base: 1, opinions: 1e9, signals: 1e9, leagues: 1e9 };
    const { weights, leagues } = fitStage(samplesOf(500, 0.2, 0.3), ridge, EVEN_SHARES, {});
    const every = [weights, ...Object.values(leagues)].flatMap(({ strength, draw }) =>
      [strength, draw].flatMap((axis) => [axis.constant, axis.base, ...axis.contributors, ...axis.signals]),
    );
    for (const weight of every) expect(Math.abs(weight)).toBeLessThan(1e-5);
  });
});

/** Misses that grow with the dispersion, twice as far in the wild league. */
function spreadSamplesOf(rows: number): SpreadSamples {
  const dispersions = Float64Array.from({ length: rows }, () => 0.1 * random());
  const leagues = Array.from({ length: rows }, (_, row) => (row % 4 === 0 ? 'wild' : 'calm'));
  const misses = Float64Array.from({ length: rows * 3 }, (_, at) => {
    const row = Math.floor(at / 3);
    const scale = leagues[row] === 'wild' ? 2 : 1;
    return Math.abs(normal()) * (0.05 + 0.8 * (dispersions[row] as number)) * scale;
  });
  return { rows, misses, dispersions, leagues };
}

const coverageIn = (
  { misses, dispersions, leagues }: SpreadSamples,
  spread: LineSpread,
  league: string,
): number => {
  const inside = Array.from(misses).flatMap((miss, at) => {
    const row = Math.floor(at / 3);
    if (leagues[row] !== league) return [];
    return [miss <= halfWidth(spread, at % 3, league, dispersions[row] as number) ? 1 : 0];
  });
  return inside.reduce<number>((sum, one) => sum + one, 0) / inside.length;
};

describe('fitting the range', () => {
  it('covers 80 % of misses that grow with the dispersion, league by league', () => {
    const spread = fitSpread(spreadSamplesOf(20_000));
    const unseen = spreadSamplesOf(20_000);
    for (const league of ['wild', 'calm']) {
      expect(coverageIn(unseen, spread, league)).toBeGreaterThan(0.77);
      expect(coverageIn(unseen, spread, league)).toBeLessThan(0.83);
    }
    expect(halfWidth(spread, 0, 'calm', 0.1)).toBeGreaterThan(1.5 * halfWidth(spread, 0, 'calm', 0));
  });
});
