import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type LegTerms,
  levellingStake,
  outlayPerStake,
  paidBack,
  planArbitrage,
} from '../../../../shared/domain/arbitrage-stakes.ts';

const FREE = { offered: null, outlay: null } as const;
const back = (odds: number, commission = 0): LegTerms => ({ side: 'back', odds, commission });
const lay = (odds: number, commission = 0): LegTerms => ({ side: 'lay', odds, commission });

const terms = fc.record({
  side: fc.constantFrom('back' as const, 'lay' as const),
  odds: fc.double({ min: 1.05, max: 50, noNaN: true }),
  commission: fc.double({ min: 0, max: 0.1, noNaN: true }),
});

describe('a plan', () => {
  it('shares two backs by their inverse odds', () => {
    const plan = planArbitrage(
      [
        { ...back(2.1), ...FREE },
        { ...back(2.1), ...FREE },
      ],
      10_000,
    );
    expect(plan).toMatchObject({ total: 10_000, shares: [0.5, 0.5], stakes: [5000, 5000] });
  });

  it('pays the same from a back as from a lay, commission taken', () => {
    const [a, b] = [back(2.3), lay(2.1, 0.05)];
    const { stakes } = planArbitrage(
      [
        { ...a, ...FREE },
        { ...b, ...FREE },
      ],
      1_000_000,
    );
    const [backed = 0, laid = 0] = stakes;
    const ifWon = backed * 1.3 - laid * 1.1;
    const ifLost = laid * 0.95 - backed;
    expect(Math.abs(ifWon - ifLost)).toBeLessThan(4);
    expect(ifWon).toBeGreaterThan(0);
  });

  it('is as large as the tightest limit: money, an order’s outlay, what is offered', () => {
    const legs = (first: object) => [
      { ...back(2), ...FREE, ...first },
      { ...lay(3), ...FREE },
    ];
    // The back pays back 2 for 1, the lay 3 for 2.
    const share = 1 / 2 / (1 / 2 + 2 / 3);
    expect(planArbitrage(legs({}), 7000).total).toBe(7000);
    expect(planArbitrage(legs({ outlay: 600 }), 7000).total).toBe(Math.floor(600 / share));
    expect(planArbitrage(legs({ offered: 300 }), 7000)).toMatchObject({
      total: Math.floor(300 / share),
      stakes: [300, 200],
    });
  });

  it('never goes beyond a limit, whatever the prices', () => {
    const limit = fc.option(fc.integer({ min: 0, max: 500_000 }), { nil: null });
    const leg = fc.record({ terms, offered: limit, outlay: limit });
    fc.assert(
      fc.property(fc.array(leg, { minLength: 2, maxLength: 3 }), fc.nat(1_000_000), (given, available) => {
        const legs = given.map(({ terms: own, offered, outlay }) => ({ ...own, offered, outlay }));
        const { stakes, shares, total } = planArbitrage(legs, available);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        let laidOut = 0;
        legs.forEach((own, index) => {
          const stake = stakes[index] ?? Number.NaN;
          expect(stake).toBeLessThanOrEqual((own.offered ?? Number.POSITIVE_INFINITY) + 1e-6);
          expect(stake * outlayPerStake(own)).toBeLessThanOrEqual(
            (own.outlay ?? Number.POSITIVE_INFINITY) + 1e-3,
          );
          laidOut += stake * outlayPerStake(own);
        });
        expect(laidOut).toBeLessThanOrEqual(Math.min(available, total + 1) + 1e-2);
      }),
    );
  });
});

describe('levelling', () => {
  it('stakes the other leg by what was really matched, at the price it was', () => {
    const matched = [{ ...back(2.5), stake: 3579 }];
    expect(levellingStake(back(1.9), [], [matched])).toBe(Math.round((3579 * 2.5) / 1.9));
  });

  it('stakes nothing on the leg that pays back most, and the rest of one that is behind', () => {
    const first = [{ ...back(2.5), stake: 4000 }];
    expect(levellingStake(back(2.5), first, [])).toBe(0);
    expect(levellingStake(back(2), [{ ...back(2), stake: 3000 }], [first])).toBe(2000);
  });

  it('makes every leg pay back the same to a minor unit', () => {
    fc.assert(
      fc.property(terms, terms, fc.integer({ min: 100, max: 500_000 }), (one, two, stake) => {
        const matched = [{ ...one, stake }];
        const levelled = levellingStake(two, [], [matched]);
        const unit = outlayPerStake(two) * 50 + 1;
        expect(Math.abs(paidBack([{ ...two, stake: levelled }]) - paidBack(matched))).toBeLessThanOrEqual(
          unit,
        );
      }),
    );
  });
});
