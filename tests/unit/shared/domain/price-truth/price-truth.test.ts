import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateSkew } from '../../../../../shared/domain/price-truth/clock-skew.ts';
import {
  type Consent,
  findConsent,
  judgeDistance,
  logOdds,
} from '../../../../../shared/domain/price-truth/outliers.ts';
import {
  createChangeRate,
  standingChance,
} from '../../../../../shared/domain/price-truth/standing-chance.ts';

const consentOf = (...values: number[]): Consent => {
  const consent = { median: Number.NaN, spread: Number.NaN };
  findConsent(Float64Array.from(values), values.length, consent);
  return consent;
};

const judged = (odds: number, others: readonly number[]) => {
  const value = logOdds(1 / odds);
  const { median, spread } = consentOf(...others, value);
  return judgeDistance(Math.abs(value - median), spread, 0.3);
};

describe('what books agree on', () => {
  it('is their median, with a spread that one wild price does not widen', () => {
    expect(consentOf(3, 1, 2, 4, 5)).toEqual({ median: 3, spread: expect.closeTo(1.4826, 9) });
    expect(consentOf(3, 1, 2)).toEqual({ median: 2, spread: 0 });
    expect(consentOf(0.1, 0.11, 0.09, 9)).toEqual({
      median: expect.closeTo(0.105, 12),
      spread: expect.closeTo(0.014826, 6),
    });
    expect(consentOf(1, 2)).toEqual({ median: 1.5, spread: 0 });
    expect(consentOf(4)).toEqual({ median: 4, spread: 0 });
  });

  it('does not depend on the order they are told in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (values) => {
          expect(consentOf(...values.toReversed())).toEqual(consentOf(...values));
        },
      ),
    );
  });

  it('takes 2.40 against four books at 2.00 for an outlier, and 4.50 for an error; 2.20 is neither', () => {
    const others = [2, 2.02, 1.98, 2].map((odds) => logOdds(1 / odds));
    const judge = (odds: number) => judged(odds, others);
    expect([2.2, 2.4, 4.5, 1.3].map(judge)).toEqual([null, 'outlier', 'palpable-error', 'palpable-error']);
  });

  it('lets books that disagree among themselves disagree with one more', () => {
    const others = [21, 34, 51, 29, 41].map((odds) => logOdds(1 / odds));
    expect(judged(67, others)).toBeNull();
  });
});

describe('the chance that a price still stands', () => {
  it('is 1 when it is new, halves with each half-life, and never grows with age', () => {
    const perMs = Math.LN2 / 60_000;
    expect(standingChance(0, perMs)).toBe(1);
    expect(standingChance(-5, perMs)).toBe(1);
    expect(standingChance(60_000, perMs)).toBeCloseTo(0.5, 12);
    expect(standingChance(120_000, perMs)).toBeCloseTo(0.25, 12);
    expect(standingChance(1e9, 0)).toBe(1);
  });

  it('assumes a change in twenty minutes until it has seen some, then what it has seen', () => {
    const rate = createChangeRate();
    expect(rate.known()).toBe(false);
    expect(1 / rate.perMs()).toBeCloseTo(20 * 60_000, 6);
    // A thousand prices, of which one in ten changes each minute: a change in ten minutes each.
    for (let minute = 0; minute < 120; minute += 1) rate.observe(1_000, 100, 60_000);
    expect(rate.known()).toBe(true);
    expect(1 / rate.perMs() / 60_000).toBeCloseTo(10, 1);
    for (let minute = 0; minute < 240; minute += 1) rate.observe(1_000, 0, 60_000);
    expect(1 / rate.perMs() / 60_000).toBeGreaterThan(1_000);
  });
});

describe('clock skew', () => {
  it('is certain only of clocks ahead: nothing arrives before it was sent', () => {
    expect(estimateSkew(Number.POSITIVE_INFINITY, 0)).toBeNull();
    expect(estimateSkew(-400, 100)).toEqual({ estimate: 400, uncertainty: 150 });
    expect(estimateSkew(-400, 3)?.uncertainty).toBeGreaterThan(400);
    expect(estimateSkew(80, 3)).toBeNull();
    expect(estimateSkew(80, 100)).toEqual({ estimate: -40, uncertainty: 40 });
    expect(estimateSkew(60_000, 100)).toBeNull();
  });
});
