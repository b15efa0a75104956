import { create } from 'zustand';
import { ODDS_FORMATS as FORMATS, type OddsFormat } from '../../shared/domain/odds-format.ts';
import { decimalOdds, type OddsE4 } from '../../shared/domain/units.ts';

export type { OddsFormat } from '../../shared/domain/odds-format.ts';

/** The formats to choose from, in the order they are offered. */
export const ODDS_FORMATS = Object.keys(FORMATS) as readonly OddsFormat[];
export const oddsFormatLabel = (format: OddsFormat): string => FORMATS[format].label;

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
  // One digit is what a grid has room for; the ticket's inputs write probabilities in full.
  format === 'probability' ? `${(100 / decimalOdds(odds)).toFixed(1)}%` : FORMATS[format].format(odds);
