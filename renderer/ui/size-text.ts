import { type Currency, currencyExponent, type MinorUnits } from '../../shared/domain/units.ts';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A size in whole major units, short enough for a price column: `85`, `1,240`, `13.5k`, `1.2m`; below one as it is: `0.30`. */
export function sizeText(size: MinorUnits | null, currency: Currency): string {
  if (size === null) return '';
  const exponent = currencyExponent(currency);
  const amount = size / 10 ** exponent;
  if (exponent > 2) return amount.toPrecision(3);
  if (amount > 0 && amount < 1) return amount.toFixed(exponent);
  if (amount >= 999_500) return `${(amount / 1_000_000).toFixed(1)}m`;
  if (amount >= 9_950) return `${(amount / 1000).toFixed(1)}k`;
  return amount < 999.5 ? String(Math.round(amount)) : whole.format(amount);
}

/** A stake of the user's own, to the last minor unit: `25`, `12.50`, `1,240.05`. */
export function ownStakeText(stake: MinorUnits | null, currency: Currency): string {
  if (stake === null) return '';
  const exponent = currencyExponent(currency);
  const amount = stake / 10 ** exponent;
  const digits = Number.isInteger(amount) ? 0 : exponent;
  return amount.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
