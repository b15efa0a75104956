import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountText, readAmount, readNumber } from '../../../../renderer/ui/amount.ts';
import { CURRENCY_EXPONENTS, type Currency, type MinorUnits } from '../../../../shared/domain/units.ts';

const GBP = 'GBP' as Currency;

describe('readAmount', () => {
  it.each([
    ['10', 1000],
    ['12.5', 1250],
    [' 1,234.50 ', 123_450],
    ['0.01', 1],
  ])('reads %j', (text, minor) => {
    expect(readAmount(text, GBP)).toEqual({ ok: true, value: minor });
  });

  it.each([
    ['', /Type an amount/],
    ['0', /more than zero/],
    ['-1', /more than zero/],
    ['NaN', /"NaN" is not an amount/],
    ['Infinity', /not an amount/],
    ['1e9', /not an amount/],
    ['0x10', /not an amount/],
    ['12,5', /not an amount/],
    ['1 000', /not an amount/],
    ['12.345', /2 decimals/],
    ['99999999999999999', /too large/],
  ])('refuses %j and says why', (text, problem) => {
    const read = readAmount(text, GBP);
    expect(read.ok).toBe(false);
    expect(read.ok ? '' : read.problem).toMatch(problem);
  });

  it('knows currencies without decimals', () => {
    expect(readAmount('100.5', 'JPY' as Currency)).toEqual({ ok: false, problem: 'JPY has no decimals.' });
  });

  it('reads back what it wrote, in every currency', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 50 }),
        fc.constantFrom(...Object.keys(CURRENCY_EXPONENTS)),
        (minor, code) => {
          const currency = code as Currency;
          const text = amountText(minor as MinorUnits, currency);
          expect(readAmount(text, currency)).toEqual({ ok: true, value: minor });
        },
      ),
    );
  });
});

it('reads plain numbers only', () => {
  expect(readNumber('1,000')).toBe(1000);
  expect(readNumber('-0.5')).toBe(-0.5);
  for (const text of ['', '1e3', '.', '5.', '--1', '1,00']) expect(readNumber(text)).toBeUndefined();
});
