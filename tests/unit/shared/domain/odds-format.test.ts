import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simplestFraction } from '../../../../shared/domain/fraction.ts';
import {
  formatOdds,
  ODDS_FORMATS,
  type OddsFormat,
  parseOdds,
} from '../../../../shared/domain/odds-format.ts';
import { MAX_ODDS, MIN_ODDS, type OddsE4 } from '../../../../shared/domain/units.ts';

const odds = fc.integer({ min: MIN_ODDS, max: 10_000_000 }).map((value) => value as OddsE4);
const read = (format: OddsFormat, text: string) => {
  const parsed = parseOdds(format, text);
  return parsed.ok ? parsed.odds : parsed.code;
};

test.each<[OddsFormat, string, number]>([
  ['decimal', '2.5', 25_000],
  ['decimal', ' 1.0001 ', 10_001],
  ['american', '+175', 27_500],
  ['american', '175', 27_500],
  ['american', '-110', 19_091],
  ['american', '\u2212200', 15_000],
  ['american', 'EVEN', 20_000],
  ['fractional', '7/4', 27_500],
  ['fractional', '8/15', 15_333],
  ['fractional', 'evs', 20_000],
  ['hong-kong', '0.85', 18_500],
  ['malay', '0.85', 18_500],
  ['malay', '-0.8', 22_500],
  ['indonesian', '1.25', 22_500],
  ['indonesian', '-1.25', 18_000],
  ['probability', '40%', 25_000],
  ['probability', '0.4', 25_000],
])('%s "%s" reads as %d', (format, text, expected) => {
  expect(read(format, text)).toBe(expected);
});

test.each<[OddsFormat, string]>([
  ['decimal', ''],
  ['decimal', '2,5'],
  ['decimal', '2.5x'],
  ['decimal', '1e3'],
  ['decimal', '-2'],
  ['decimal', '0x10'],
  ['american', '50'],
  ['american', '-99'],
  ['american', '+-110'],
  ['fractional', '7/0'],
  ['fractional', '7/4/2'],
  ['fractional', '2.5'],
  ['hong-kong', '-1'],
  ['malay', '1.2'],
  ['malay', '0'],
  ['indonesian', '0.5'],
  ['probability', 'forty'],
])('%s "%s" is malformed', (format, text) => {
  const parsed = parseOdds(format, text);
  expect(parsed).toMatchObject({ ok: false, code: 'malformed' });
  expect(parsed.ok ? '' : parsed.message).toContain(ODDS_FORMATS[format].example);
});

test.each<[OddsFormat, string]>([
  ['decimal', '1'],
  ['decimal', '0.5'],
  ['decimal', '100000.1'],
  ['fractional', '0/5'],
  ['hong-kong', '0'],
  ['probability', '0'],
  ['probability', '100%'],
])('%s "%s" is out of range', (format, text) => {
  expect(read(format, text)).toBe('out-of-range');
});

describe('writing', () => {
  test.each<[OddsFormat, number, string]>([
    ['decimal', 25_000, '2.50'],
    ['decimal', 15_333, '1.5333'],
    ['decimal', 19_050, '1.905'],
    ['american', 27_500, '+175'],
    ['american', 20_000, '+100'],
    ['american', 19_091, '-110'],
    ['fractional', 15_333, '8/15'],
    ['fractional', 23_000, '13/10'],
    ['fractional', 20_000, '1/1'],
    ['fractional', 19_091, '10/11'],
    ['hong-kong', 18_500, '0.85'],
    ['malay', 22_500, '-0.80'],
    ['indonesian', 18_000, '-1.25'],
    ['probability', 25_000, '40.0%'],
  ])('%s of %d is %s', (format, value, text) => {
    expect(formatOdds(format, value as OddsE4)).toBe(text);
  });

  test.each<OddsFormat>(['decimal', 'fractional', 'hong-kong', 'malay', 'indonesian', 'probability'])(
    '%s reads back as the same price',
    (format) => {
      fc.assert(
        fc.property(odds, (price) => {
          expect(read(format, formatOdds(format, price))).toBe(price);
        }),
      );
      expect(read(format, formatOdds(format, MAX_ODDS))).toBe(MAX_ODDS);
    },
  );

  test('American prices of whole units survive the trip', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 100, max: 20_000 }), fc.integer({ min: -650, max: -101 })),
        (line) => {
          const text = line > 0 ? `+${line}` : `${line}`;
          expect(formatOdds('american', read('american', text) as OddsE4)).toBe(text);
        },
      ),
    );
  });

  test('the number of every format turns back into its decimal odds', () => {
    fc.assert(
      fc.property(odds, fc.constantFrom(...Object.values(ODDS_FORMATS)), (price, format) => {
        const decimal = price / 10_000;
        expect(Math.abs(format.decimal(format.value(decimal)) / decimal - 1)).toBeLessThan(1e-10);
      }),
    );
  });
});

test('the simplest fraction next to a whole number', () => {
  expect(simplestFraction(1, 1.3)).toEqual([5, 4]);
  expect(simplestFraction(1, 1.5)).toEqual([4, 3]);
  expect(simplestFraction(0, 1)).toEqual([1, 2]);
});

test('the simplest fraction lies in its interval and none with a smaller denominator does', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 50, noNaN: true }),
      fc.double({ min: 1e-4, max: 0.3, noNaN: true }),
      (low, width) => {
        const [numerator, denominator] = simplestFraction(low, low + width);
        expect(numerator / denominator).toBeGreaterThan(low);
        expect(numerator / denominator).toBeLessThan(low + width);
        for (let smaller = 1; smaller < denominator; smaller += 1) {
          const least = Math.floor(low * smaller) + 1;
          expect(least / smaller).toBeGreaterThanOrEqual(low + width);
        }
      },
    ),
  );
});
