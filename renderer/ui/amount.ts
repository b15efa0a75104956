/** Reading what people type into fields for figures. */
import { type Currency, currencyExponent, type MinorUnits, minorUnits } from '../../shared/domain/units.ts';

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

const PLAIN = /^-?\d+(?:\.\d+)?$/;

/** A plain decimal number, thousands commas allowed. Exponents, `NaN` and words are refused. */
export function readNumber(text: string): number | undefined {
  const bare = text.trim().replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, '');
  return PLAIN.test(bare) ? Number(bare) : undefined;
}

/** An amount of money above zero in major units, as minor units. */
export function readAmount(text: string, currency: Currency): Read<MinorUnits> {
  if (text.trim() === '') return { ok: false, problem: 'Type an amount.' };
  const major = readNumber(text);
  if (major === undefined)
    return { ok: false, problem: `"${text.trim()}" is not an amount. Type a number such as 25.` };
  if (major <= 0) return { ok: false, problem: 'The amount must be more than zero.' };
  const exponent = currencyExponent(currency);
  const decimals = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  if (decimals > exponent) {
    return {
      ok: false,
      problem:
        exponent === 0 ? `${currency} has no decimals.` : `${currency} has ${exponent} decimals at most.`,
    };
  }
  const value = minorUnits(major, currency);
  if (value === undefined) return { ok: false, problem: 'The amount is too large.' };
  return value > 0 ? { ok: true, value } : { ok: false, problem: 'The amount must be more than zero.' };
}

/** Minor units as text for a field: 12.50, 25. */
export function amountText(amount: MinorUnits, currency: Currency): string {
  const exponent = currencyExponent(currency);
  const text = (amount / 10 ** exponent).toFixed(exponent);
  return exponent > 0 ? text.replace(/\.0+$/, '') : text;
}
