import type { Currency, MinorUnits, OddsE4 } from '../../../shared/domain/units.ts';
import { currencyExponent, decimalOdds, majorUnits } from '../../../shared/domain/units.ts';

/** An amount as messages show it: `1,234.50 GBP`. */
export function moneyText(amount: MinorUnits, currency: Currency): string {
  const digits = currencyExponent(currency);
  const figure = majorUnits(amount, currency).toLocaleString('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${figure} ${currency}`;
}

export const oddsText = (odds: OddsE4): string => decimalOdds(odds).toString();
