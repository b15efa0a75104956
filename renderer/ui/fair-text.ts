import { type OddsE4, oddsE4 } from '../../shared/domain/units.ts';
import { formatOdds } from '../stores/odds-format.ts';

/** A fair probability as a price with five characters' worth of digits: `1.264`, `7.412`, `13.60`, `120.0` rounded. */
export function fairText(probability: number | null | undefined): string {
  if (probability === null || probability === undefined || !(probability > 0)) return '';
  return calculatedOddsText(1 / probability);
}

/** Calculated decimal odds, rounded to what can be told apart: a computed price has digits without end. */
export function calculatedOddsText(odds: number): string {
  const step = odds < 10 ? 0.001 : odds < 100 ? 0.01 : 0.1;
  const rounded: OddsE4 | undefined = oddsE4(Math.round(odds / step) * step);
  return rounded === undefined ? '' : padded(formatOdds(rounded), odds);
}

/** Three digits after the point below ten, so that the points of a column line up. */
const padded = (text: string, odds: number): string =>
  odds < 10 && /^\d\.\d\d$/.test(text) ? `${text}0` : text;
