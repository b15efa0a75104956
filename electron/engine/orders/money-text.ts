import type { Currency, MinorUnits, OddsE4 } from '../../../shared/domain/units.ts';
import { currencyExponent, decimalOdds, majorUnits } from '../../../shared/domain/units.ts';

/** An amount as messages show it: `12.34 GBP`. */
export const moneyText = (amount: MinorUnits, currency: Currency): string =>
  `${majorUnits(amount, currency).toFixed(currencyExponent(currency))} ${currency}`;

export const oddsText = (odds: OddsE4): string => decimalOdds(odds).toString();
