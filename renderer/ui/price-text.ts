import { decimalOdds, type OddsE4 } from '../../shared/domain/units.ts';
import { formatOdds, type OddsFormat, useOddsFormat } from '../stores/odds-format.ts';

/** A quoted price for a column: no digit is lost, and decimal odds end where a ladder's do: `1.95`, `32.5`, `240`. */
export function priceText(odds: OddsE4): string {
  const { format } = useOddsFormat.getState();
  const text = formatOdds(odds, format);
  if (format !== 'decimal') return text;
  const decimal = decimalOdds(odds);
  if (decimal >= 100) return text.replace(/\.?0+$/, '');
  return decimal >= 20 ? text.replace(/0$/, '') : text;
}

/** Pixels that the longest usual price of a format needs in a column. */
const WIDTHS: Readonly<Record<OddsFormat, number>> = {
  decimal: 52,
  american: 62,
  fractional: 64,
  'hong-kong': 52,
  malay: 60,
  indonesian: 60,
  probability: 52,
};
export const priceWidth = (format: OddsFormat): number => WIDTHS[format];
