import { describe, expect, it } from 'vitest';
import {
  createTeamSignals,
  DRAW_SIGNALS,
  STRENGTH_SIGNALS,
  type TeamEvidence,
  type TeamSignals,
} from '../../../../../shared/domain/overround-line/team-signals.ts';

const settings = { goals: [0, 0.7, 0], shots: [0, 3.6, 0], corners: [0, 1.5, 0] } as const;
const pair = { country: 'England', competition: 'E0', home: 'Reds', away: 'Blues', day: 18_000 };
const evidence: TeamEvidence = {
  before: [0.4, -0.5],
  closing: [0.6, -0.45],
  goals: 2,
  shots: 8,
  corners: 3,
};

const read = (signals: TeamSignals, of = pair, offered = 0.4) => {
  const strength = new Float64Array(STRENGTH_SIGNALS.length).fill(7);
  const draw = new Float64Array(DRAW_SIGNALS.length).fill(7);
  const known = signals.write(of, offered, strength, 0, draw, 0);
  return { known, strength: Array.from(strength), draw: Array.from(draw) };
};
const at = (name: string): number => STRENGTH_SIGNALS.indexOf(name);
const later = (days: number) => ({ ...pair, day: pair.day + days });

describe('team signals', () => {
  it('are zeros for teams never seen', () => {
    const { known, strength, draw } = read(createTeamSignals(settings));
    expect(known).toBe(false);
    expect([...strength, ...draw].every((value) => value === 0)).toBe(true);
  });

  it('are the shrunk mean of what went beyond the expected, home less away', () => {
    const signals = createTeamSignals(settings);
    signals.observe(pair, evidence);
    const { known, strength, draw } = read(signals, later(7));
    expect(known).toBe(true);
    // One match against three without effect; the away team had the opposite of it.
    expect(strength[at('move-0.9')]).toBeCloseTo((2 * 0.2) / 4, 12);
    expect(strength[at('shots-0.5')]).toBeCloseTo((2 * (8 - 3.6 * 0.6)) / 4, 12);
    expect(strength[at('goals-0.8')]).toBeCloseTo((2 * (2 - 0.7 * 0.6)) / 4, 12);
    expect(draw).toEqual(Array(DRAW_SIGNALS.length).fill(expect.closeTo((2 * 0.05) / 4, 12)));
  });

  it('turn their sign with the venue', () => {
    const signals = createTeamSignals(settings);
    signals.observe(pair, evidence);
    const swapped = { ...later(7), home: pair.away, away: pair.home };
    expect(read(signals, swapped).strength[at('shots-0.9')]).toBeCloseTo(
      -(read(signals, later(7)).strength[at('shots-0.9')] as number),
      12,
    );
  });

  it('rate a pair by past closing lines, and know how sure they are', () => {
    const signals = createTeamSignals(settings);
    for (let week = 0; week < 30; week += 1)
      signals.observe(later(7 * week), { ...evidence, closing: [1.1, -0.4] });
    const now = later(7 * 30);
    const { strength } = read(signals, now, 0.8);
    expect(strength[at('rating')]).toBeCloseTo(1.1 - 0.8, 1);
    expect(strength[at('sure-rating')]).toBeGreaterThan(1.5);
    expect(read(signals, now, Number.NaN).strength[at('rating')]).toBe(0);
  });

  it('leave out what is not known', () => {
    const signals = createTeamSignals(settings);
    signals.observe(pair, {
      ...evidence,
      closing: [Number.NaN, Number.NaN],
      shots: Number.NaN,
      corners: Number.NaN,
    });
    const { strength, draw } = read(signals, later(7));
    expect(strength[at('move-0.9')]).toBe(0);
    expect(strength[at('shots-0.9')]).toBe(0);
    expect(strength[at('goals-0.9')]).not.toBe(0);
    expect([...strength, ...draw].some(Number.isNaN)).toBe(false);
  });

  it('forget a team that was not seen for long, and start it anew', () => {
    const signals = createTeamSignals(settings);
    signals.observe(pair, evidence);
    expect(read(signals, later(240)).known).toBe(true);
    expect(read(signals, later(241)).known).toBe(false);
    const fresh = createTeamSignals(settings);
    for (const each of [signals, fresh]) each.observe(later(400), evidence);
    expect(read(signals, later(407))).toEqual(read(fresh, later(407)));
  });

  it('keep countries apart', () => {
    const signals = createTeamSignals(settings);
    signals.observe(pair, evidence);
    expect(read(signals, { ...later(7), country: 'Spain' }).known).toBe(false);
    expect(signals.teams('England').toSorted()).toEqual(['Blues', 'Reds']);
    expect(signals.teams('Eng')).toEqual([]);
  });

  it('go on from a snapshot as if they had never stopped, but for its rounding', () => {
    const signals = createTeamSignals(settings);
    for (let week = 0; week < 5; week += 1) signals.observe(later(7 * week), evidence);
    const snapshot = JSON.parse(JSON.stringify(signals.snapshot(pair.day + 28)));
    const resumed = createTeamSignals(settings, snapshot);
    for (const each of [signals, resumed]) each.observe(later(35), { ...evidence, goals: -1 });
    read(signals, later(42)).strength.forEach((value, i) => {
      expect(read(resumed, later(42)).strength[i]).toBeCloseTo(value, 3);
    });
  });

  it('drop teams from a snapshot that were not seen for two years', () => {
    const signals = createTeamSignals(settings);
    signals.observe(pair, evidence);
    expect(Object.keys(signals.snapshot(pair.day + 730).teams)).toHaveLength(2);
    expect(Object.keys(signals.snapshot(pair.day + 731).teams)).toHaveLength(0);
  });
});
