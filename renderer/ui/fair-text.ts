import { simplestFraction } from '../../shared/domain/fraction.ts';
import { decimalOdds, type OddsE4, oddsE4 } from '../../shared/domain/units.ts';
import { formatOdds, useOddsFormat } from '../stores/odds-format.ts';

/** A fair probability as a price with the digits that can be told apart: `1.264`, `7.412`, `13.60`, `120.0`. */
export function fairText(probability: number | null | undefined): string {
  if (probability === null || probability === undefined || !(probability > 0)) return '';
  return calculatedOddsText(1 / probability);
}

/** A price averaged over fills: as a fraction the simplest within what can be told apart. */
export const averageText = (odds: OddsE4): string =>
  useOddsFormat.getState().format === 'fractional' ? calculatedOddsText(decimalOdds(odds)) : formatOdds(odds);

/** Digits after the point. */
const digitsOf = (odds: number): number => (odds < 10 ? 3 : odds < 100 ? 2 : odds < 1000 ? 1 : 0);

/**
 * Calculated decimal odds, rounded to what can be told apart: a computed price has digits without end. Prices that stand
 * side by side are rounded `like` one of them.
 */
export function calculatedOddsText(odds: number, like: number = odds): string {
  const digits = digitsOf(like);
  const step = 10 ** -digits;
  const rounded: OddsE4 | undefined = oddsE4(Math.round(odds / step) * step);
  if (rounded === undefined) return '';
  switch (useOddsFormat.getState().format) {
    case 'decimal':
      return odds.toFixed(digits);
    case 'fractional': {
      const [over, under] = simplestFraction(Math.max(0, odds - 1 - step / 2), odds - 1 + step / 2);
      return `${over}/${under}`;
    }
    default:
      return formatOdds(rounded);
  }
}
