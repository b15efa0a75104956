import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createContractBook } from '../../../../../../electron/engine/feeds/prediction-market/contract-book.ts';
import { laddersOf } from '../../../../../../electron/engine/feeds/prediction-market/contract-quotes.ts';
import {
  MILLION,
  millionths,
} from '../../../../../../electron/engine/feeds/prediction-market/fixed-point.ts';
import { NO_FEE } from '../../../../../../shared/domain/prediction-fees.ts';

describe('millionths', () => {
  it.each([
    ['0.4200', 420_000],
    ['.48', 480_000],
    ['13.00', 13_000_000],
    ['-54.00', -54_000_000],
    ['1', 1_000_000],
    [0.1, 100_000],
    [96, 96_000_000],
    ['0.1234567', undefined],
    ['0.1234560', 123_456],
    ['', undefined],
    ['.', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    [' 1', undefined],
    ['NaN', undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [0.123_456_78, undefined],
  ] as const)('reads %j as %j', (written, expected) => {
    expect(millionths(written)).toBe(expected);
  });

  it('reads every number of up to six digits exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (whole) => {
        const digits = String(Math.abs(whole)).padStart(7, '0');
        const text = `${whole < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
        expect(millionths(text)).toBe(whole);
      }),
    );
  });
});

const level = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 0, max: 1_000 }));

describe('a contract book', () => {
  it('sorts best first, adds, takes away and refuses less than nothing', () => {
    const book = createContractBook();
    book.replace(
      [
        [100_000, 5],
        [300_000, 7],
      ],
      [
        [900_000, 1],
        [400_000, 2],
      ],
    );
    expect(book.levels('bid')).toEqual([
      [300_000, 7],
      [100_000, 5],
    ]);
    expect(book.best('ask')).toBe(400_000);
    expect(book.add('bid', 300_000, -8)).toBe(false);
    expect(book.add('bid', 300_000, -7)).toBe(true);
    expect(book.best('bid')).toBe(100_000);
    book.set('bid', 400_000, 1);
    expect(book.crossed()).toBe(true);
  });

  it('is what its changes sum to', () => {
    fc.assert(
      fc.property(fc.array(level), (changes) => {
        const book = createContractBook();
        const expected = new Map<number, number>();
        for (const [price, contracts] of changes) {
          book.set('ask', price, contracts);
          if (contracts === 0) expected.delete(price);
          else expected.set(price, contracts);
        }
        expect(new Map(book.levels('ask').map(([price, contracts]) => [price, contracts]))).toEqual(expected);
      }),
    );
  });
});

describe('ladders', () => {
  it('of no are those of yes in the mirror', () => {
    const book = createContractBook();
    book.replace([[400_000, 200 * MILLION]], [[420_000, 150 * MILLION]]);
    expect(laddersOf(book, 'yes', NO_FEE, 10)).toEqual({
      back: [{ price: 23_809, size: 6_300 }],
      lay: [{ price: 25_000, size: 8_000 }],
    });
    expect(laddersOf(book, 'no', NO_FEE, 10)).toEqual({
      back: [{ price: 16_666, size: 12_000 }],
      lay: [{ price: 17_242, size: 8_699 }],
    });
  });

  it('are strictly ordered, within depth, and never promise more than there is', () => {
    fc.assert(
      fc.property(fc.array(level, { minLength: 1 }), fc.integer({ min: 1, max: 5 }), (levels, depth) => {
        const book = createContractBook();
        for (const [cents, contracts] of levels) book.set('ask', cents * 10_000, contracts * MILLION);
        const { back } = laddersOf(book, 'yes', NO_FEE, depth);
        expect(back.length).toBeLessThanOrEqual(depth);
        for (const [index, rung] of back.entries()) {
          const before = back[index - 1];
          if (before !== undefined) expect(rung.price).toBeLessThan(before.price);
          const [, contracts = 0] = book.levels('ask')[index] ?? [];
          // What the stake pays at these odds is no more than the contracts that rest there pay.
          const pays = ((rung.size ?? 0) / 100) * (rung.price / 10_000);
          expect(pays).toBeLessThanOrEqual(contracts / MILLION + 1e-6);
        }
      }),
    );
  });
});
