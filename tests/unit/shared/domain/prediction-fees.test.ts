import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ContractFee,
  feePerContract,
  NO_FEE,
  netBackOdds,
  netLayOdds,
} from '../../../../shared/domain/prediction-fees.ts';
import { decimalOdds } from '../../../../shared/domain/units.ts';
import { backEv, layEv } from '../../../../shared/domain/value.ts';

const KALSHI: ContractFee = { rate: 0.07, exponent: 1, roundedUpTo: 0.01, orderContracts: 100 };
const ONE_TEN_THOUSANDTH = 1e-4 + 1e-9;

/** Ticks of a tenth of a cent, 0.002 to 0.998. */
const price = fc.integer({ min: 2, max: 998 }).map((tick) => tick / 1_000);
const fair = fc.double({ min: 0.0001, max: 0.9999, noNaN: true });
const fee: fc.Arbitrary<ContractFee> = fc.record({
  rate: fc.constantFrom(0, 0.0175, 0.03, 0.035, 0.05, 0.07),
  exponent: fc.constantFrom(1, 2),
  roundedUpTo: fc.constantFrom(0, 0.0001, 0.01),
  orderContracts: fc.integer({ min: 1, max: 10_000 }),
});

describe('feePerContract', () => {
  it.each([
    // kalshi.com fee schedule: 100 contracts, general rate.
    [0.5, 1.75],
    [0.01, 0.07],
    [0.05, 0.34],
    [0.1, 0.63],
    [0.25, 1.32],
    [0.75, 1.32],
    [0.99, 0.07],
  ])('of 100 contracts at %d is %d dollars', (at, dollars) => {
    expect(feePerContract(at, KALSHI) * 100).toBeCloseTo(dollars, 9);
  });

  it('of one contract is a whole cent', () => {
    expect(feePerContract(0.97, { ...KALSHI, orderContracts: 1 })).toBeCloseTo(0.01, 12);
  });

  it('is nothing where none is taken', () => {
    expect(feePerContract(0.5, NO_FEE)).toBe(0);
  });

  it('is never less than the exact fee, and by no more than a step an order', () => {
    fc.assert(
      fc.property(price, fee, (at, terms) => {
        const exact = terms.rate * (at * (1 - at)) ** terms.exponent;
        const charged = feePerContract(at, terms);
        expect(charged).toBeGreaterThanOrEqual(exact - 1e-12);
        expect(charged - exact).toBeLessThanOrEqual(terms.roundedUpTo / terms.orderContracts + 1e-12);
      }),
    );
  });
});

describe('net odds', () => {
  it('are the inverse of the price where nothing is taken', () => {
    expect(netBackOdds(0.4, NO_FEE)).toBe(25_000);
    expect(netLayOdds(0.4, NO_FEE)).toBe(25_000);
    expect(netBackOdds(0.8, NO_FEE)).toBe(12_500);
    // Rounded against the bettor: a back down, a lay up.
    expect(netBackOdds(0.3, NO_FEE)).toBe(33_333);
    expect(netLayOdds(0.3, NO_FEE)).toBe(33_334);
  });

  it('carry the fee of Kalshi at 50 cents', () => {
    expect(netBackOdds(0.5, KALSHI)).toBe(Math.floor(10_000 / 0.5175));
    expect(netLayOdds(0.5, KALSHI)).toBe(Math.ceil(10_000 / 0.4825));
  });

  it('are none where the fee takes all there is to win', () => {
    const dear = { ...KALSHI, orderContracts: 1 };
    expect(netBackOdds(0.99, dear)).toBeUndefined();
    expect(netLayOdds(0.01, dear)).toBeUndefined();
  });

  it('give backs the EV they have after fees', () => {
    fc.assert(
      fc.property(price, fair, fee, (ask, q, terms) => {
        const odds = netBackOdds(ask, terms);
        if (odds === undefined) return;
        // What one contract costs, win or lose, and pays.
        const cost = ask + feePerContract(ask, terms);
        const exact = (q * 1 - cost) / cost;
        const told = backEv(decimalOdds(odds), q);
        expect(Math.abs(told - exact)).toBeLessThanOrEqual(ONE_TEN_THOUSANDTH);
        expect(told).toBeLessThanOrEqual(exact + 1e-9);
      }),
    );
  });

  /*
   * Of a lay the engine's EV is per unit of liability, which is next to nothing at the shortest odds: there a ten-thousandth of odds is
   * more than one of liability. In money it is not: per contract the error stays under a ten-thousandth of what it pays.
   */
  it('give lays the EV they have after fees', () => {
    fc.assert(
      fc.property(price, fair, fee, (bid, q, terms) => {
        const odds = netLayOdds(bid, terms);
        if (odds === undefined) return;
        const risked = 1 - bid + feePerContract(bid, terms);
        const exact = (1 - q) * (1 - risked) - q * risked;
        const decimal = decimalOdds(odds);
        const liability = (decimal - 1) / decimal;
        const perLiability = layEv(decimal, q);
        expect(Math.abs(perLiability * liability - exact)).toBeLessThanOrEqual(ONE_TEN_THOUSANDTH);
        expect(perLiability).toBeLessThanOrEqual(exact / risked + 1e-9);
        if (decimal >= 2)
          expect(Math.abs(perLiability - exact / risked)).toBeLessThanOrEqual(ONE_TEN_THOUSANDTH);
      }),
    );
  });

  it('never cross: backing and laying at one price costs, with fees or without', () => {
    fc.assert(
      fc.property(price, fee, (at, terms) => {
        const [back, lay] = [netBackOdds(at, terms), netLayOdds(at, terms)];
        if (back !== undefined && lay !== undefined) expect(back).toBeLessThanOrEqual(lay);
      }),
    );
  });

  it('keep the order of a ladder', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 97 }), fee, (cents, terms) => {
        const [better, worse] = [cents / 100, (cents + 1) / 100];
        const backs = [netBackOdds(better, terms), netBackOdds(worse, terms)];
        if (backs[0] !== undefined && backs[1] !== undefined)
          expect(backs[0]).toBeGreaterThanOrEqual(backs[1]);
        const lays = [netLayOdds(worse, terms), netLayOdds(better, terms)];
        if (lays[0] !== undefined && lays[1] !== undefined) expect(lays[0]).toBeLessThanOrEqual(lays[1]);
      }),
    );
  });
});
