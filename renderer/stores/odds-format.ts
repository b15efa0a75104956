import { create } from 'zustand';
import { decimalOdds, type OddsE4 } from '../../shared/domain/units.ts';

export type OddsFormat = 'decimal' | 'american' | 'fractional' | 'probability';

export const ODDS_FORMATS: readonly OddsFormat[] = ['decimal', 'american', 'fractional', 'probability'];

type OddsFormatStore = {
  readonly format: OddsFormat;
  readonly setFormat: (format: OddsFormat) => void;
};

/** How prices are written everywhere. Components subscribe to `format` so that they draw again when it changes. */
export const useOddsFormat = create<OddsFormatStore>((set) => ({
  format: 'decimal',
  setFormat: (format) => set({ format }),
}));

/** `odds` in the user's format, or in `format` when given. */
export const formatOdds = (odds: OddsE4, format: OddsFormat = useOddsFormat.getState().format): string =>
  formatters[format](odds);

const formatters: Readonly<Record<OddsFormat, (odds: OddsE4) => string>> = {
  decimal: (odds) => {
    const decimal = decimalOdds(odds);
    // Two digits as on the exchanges; more only when the price carries them.
    return odds % 100 === 0 ? decimal.toFixed(2) : decimal.toFixed(odds % 10 === 0 ? 3 : 4);
  },
  american: (odds) => {
    const net = decimalOdds(odds) - 1;
    return net >= 1 ? `+${Math.round(net * 100)}` : `-${Math.round(100 / net)}`;
  },
  fractional: (odds) => fraction(decimalOdds(odds) - 1),
  probability: (odds) => `${(100 / decimalOdds(odds)).toFixed(1)}%`,
};

/** The nearest fraction with a denominator up to 100, by continued fractions: 0.909 is 10/11. */
function fraction(value: number): string {
  let [numerator, previousNumerator] = [1, 0];
  let [denominator, previousDenominator] = [0, 1];
  let rest = value;
  for (let term = 0; term < 16; term += 1) {
    const whole = Math.floor(rest);
    const nextDenominator = whole * denominator + previousDenominator;
    if (nextDenominator > 100) break;
    [numerator, previousNumerator] = [whole * numerator + previousNumerator, numerator];
    [denominator, previousDenominator] = [nextDenominator, denominator];
    const remainder = rest - whole;
    if (remainder < 1e-6) break;
    rest = 1 / remainder;
  }
  return numerator === 0 ? `1/${Math.round(1 / value)}` : `${numerator}/${denominator}`;
}
