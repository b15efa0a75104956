import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  detectOddsFormat,
  readPrice,
} from '../../../../../../electron/engine/feeds/the-odds-api/odds-format.ts';
import { MAX_ODDS, MIN_ODDS } from '../../../../../../shared/domain/units.ts';

const odds = (value: number) => ({ kind: 'price', odds: value });

describe('readPrice', () => {
  it.each([
    [100, 20_000],
    [-100, 20_000],
    [150, 25_000],
    [-110, 19_091],
    [-120, 18_333],
    [-300, 13_333],
    [-100_000, 10_010],
    [99_900, 10_000_000],
    [130.5, 23_050],
  ])('reads American %d', (price, expected) => expect(readPrice(price, 'american')).toEqual(odds(expected)));

  it.each([0, 1, -1, 99, -99, 99.999, -99.5, Number.NaN])('refuses American %d', (price) =>
    expect(readPrice(price, 'american')).toEqual({ kind: 'invalid', reason: 'invalid-american-price' }),
  );

  it.each([
    [1.91, 19_100],
    [2, 20_000],
    [1.0001, 10_001],
    [1000, 10_000_000],
  ])('reads decimal %d', (price, expected) => expect(readPrice(price, 'decimal')).toEqual(odds(expected)));

  it('reads decimal 1 as withdrawn', () => expect(readPrice(1, 'decimal')).toEqual({ kind: 'withdrawn' }));

  it.each([0, -1, -110, 0.5, 1.00001, 100_000.1, 1e300, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses decimal %d',
    (price) => expect(readPrice(price, 'decimal')).toEqual({ kind: 'invalid', reason: 'price-out-of-range' }),
  );

  it.each([-1e9, 1e12])('refuses American %d, out of range', (price) =>
    expect(readPrice(price, 'american')).toEqual({ kind: 'invalid', reason: 'price-out-of-range' }),
  );

  it('is the nearest ten-thousandth to the exact American price', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 9_000_000 }), fc.boolean(), (size, favourite) => {
        const read = readPrice(favourite ? -size : size, 'american');
        // In exact integers: |odds * 2d - (1 + profit) * 2d| <= d, with odds in ten-thousandths.
        const [numerator, divisor] = favourite ? [1_000_000n, BigInt(size)] : [BigInt(size) * 100n, 1n];
        if (read.kind !== 'price') return favourite && numerator * 2n < divisor;
        const distance = (BigInt(read.odds) - 10_000n) * divisor - numerator;
        const off = (distance < 0n ? -distance : distance) * 2n;
        return off <= divisor && read.odds >= MIN_ODDS && read.odds <= MAX_ODDS;
      }),
    );
  });
});

describe('detectOddsFormat', () => {
  it.each([
    [[-110, -110], 'american'],
    [[150, 130, -200], 'american'],
    [[100, 100], 'american'],
    [[1.9, 2.05, 150], 'decimal'],
    [[1, 1], 'decimal'],
    [[], undefined],
    [[0, 0.5], undefined],
  ] as const)('%j is %s', (prices, format) => expect(detectOddsFormat(prices)).toBe(format));
});
