import { simplestFraction } from './fraction.ts';
import { decimalOdds, ODDS_SCALE, type OddsE4, oddsE4 } from './units.ts';

export type OddsFormat =
  | 'decimal'
  | 'american'
  | 'fractional'
  | 'hong-kong'
  | 'malay'
  | 'indonesian'
  | 'probability';

export type ParsedOdds =
  | {
      readonly ok: true;
      /** As written, before rounding to ten-thousandths: 8/15 is 1.5333... */
      readonly decimal: number;
      readonly odds: OddsE4;
    }
  | { readonly ok: false; readonly code: 'malformed' | 'out-of-range'; readonly message: string };

export type OddsFormatEntry = {
  readonly label: string;
  /** A price as it is written, for the message of a refusal. */
  readonly example: string;
  /** Decimal odds, `undefined` where the text is not of this format. Surrounding blanks and U+2212 are dealt with. */
  readonly parse: (text: string) => number | undefined;
  /** Decimal odds of a number of this format; `NaN` where the format has no such number. */
  readonly decimal: (value: number) => number;
  /** The number of this format, unrounded. A fraction's value is that of Hong Kong odds. */
  readonly value: (decimal: number) => number;
  readonly format: (odds: OddsE4) => string;
};

const UNSIGNED = /^\d+(\.\d+)?$/;
const SIGNED = /^[+-]?\d+(\.\d+)?$/;
const FRACTION = /^(\d+)\/(\d+)$/;
const PERCENT = /^(\d+(?:\.\d+)?)%$/;
const EVENS = /^(evens?|evs)$/i;

/** At least two and at most four digits after the point: all that `OddsE4` holds. */
const trimmed = (value: number): string => value.toFixed(4).replace(/0{1,2}$/, '');
/** The fewest digits after the point, of at least `least`, that read back as the same price. */
function shortest(odds: OddsE4, value: number, decimal: (value: number) => number, least: number): string {
  for (let digits = least; digits < 12; digits += 1) {
    const text = value.toFixed(digits);
    if (oddsE4(decimal(Number(text))) === odds) return text;
  }
  return String(value);
}
const signed = (text: string): string => (text.startsWith('-') ? text : `+${text}`);
const numberIf = (pattern: RegExp, text: string): number | undefined =>
  pattern.test(text) ? Number(text) : undefined;
const through = (pattern: RegExp, decimal: (value: number) => number) => (text: string) => {
  const value = numberIf(pattern, text);
  return value === undefined ? undefined : decimal(value);
};

const fromAmerican = (value: number): number => {
  if (value >= 100) return 1 + value / 100;
  return value <= -100 ? 1 + 100 / -value : Number.NaN;
};
const fromMalay = (value: number): number => {
  if (value > 0 && value <= 1) return 1 + value;
  return value < 0 && value >= -1 ? 1 - 1 / value : Number.NaN;
};
const fromIndonesian = (value: number): number => {
  if (value >= 1) return 1 + value;
  return value <= -1 ? 1 - 1 / value : Number.NaN;
};
const toAmerican = (decimal: number): number => (decimal >= 2 ? 100 * (decimal - 1) : -100 / (decimal - 1));
const toMalay = (decimal: number): number => (decimal <= 2 ? decimal - 1 : -1 / (decimal - 1));
const toIndonesian = (decimal: number): number => (decimal >= 2 ? decimal - 1 : -1 / (decimal - 1));

function parseFraction(text: string): number | undefined {
  if (EVENS.test(text)) return 2;
  const [, numerator, denominator] = FRACTION.exec(text) ?? [];
  if (numerator === undefined || denominator === undefined || Number(denominator) === 0) return undefined;
  return 1 + Number(numerator) / Number(denominator);
}

function parseProbability(text: string): number | undefined {
  const percent = PERCENT.exec(text)?.[1];
  const probability = percent === undefined ? numberIf(UNSIGNED, text) : Number(percent) / 100;
  return probability === undefined ? undefined : 1 / probability;
}

/** Writing and reading prices the way each market's bettors do. Adding a format is adding a line. */
export const ODDS_FORMATS: Readonly<Record<OddsFormat, OddsFormatEntry>> = {
  decimal: {
    label: 'Decimal',
    example: '2.75',
    parse: (text) => numberIf(UNSIGNED, text),
    decimal: (value) => value,
    value: (decimal) => decimal,
    format: (odds) => trimmed(decimalOdds(odds)),
  },
  // Rounded to the whole number, as US books show them.
  american: {
    label: 'American',
    example: '+175 or -110',
    parse: (text) => (EVENS.test(text) ? 2 : through(SIGNED, fromAmerican)(text)),
    decimal: fromAmerican,
    value: toAmerican,
    format: (odds) => signed(String(Math.round(toAmerican(decimalOdds(odds))))),
  },
  // The simplest fraction that reads back as the same price: 1.5333 is 8/15.
  fractional: {
    label: 'Fractional',
    example: '7/4',
    parse: parseFraction,
    decimal: (value) => 1 + value,
    value: (decimal) => decimal - 1,
    format: (odds) => {
      const profit = decimalOdds(odds) - 1;
      const half = 0.49 / ODDS_SCALE;
      const [numerator, denominator] = simplestFraction(profit - half, profit + half);
      return `${numerator}/${denominator}`;
    },
  },
  'hong-kong': {
    label: 'Hong Kong',
    example: '1.75',
    parse: through(UNSIGNED, (value) => 1 + value),
    decimal: (value) => 1 + value,
    value: (decimal) => decimal - 1,
    format: (odds) => trimmed(decimalOdds((odds - ODDS_SCALE) as OddsE4)),
  },
  malay: {
    label: 'Malay',
    example: '0.75 or -0.57',
    parse: through(SIGNED, fromMalay),
    decimal: fromMalay,
    value: toMalay,
    format: (odds) => shortest(odds, toMalay(decimalOdds(odds)), fromMalay, 2),
  },
  indonesian: {
    label: 'Indonesian',
    example: '1.75 or -1.33',
    parse: through(SIGNED, fromIndonesian),
    decimal: fromIndonesian,
    value: toIndonesian,
    format: (odds) => shortest(odds, toIndonesian(decimalOdds(odds)), fromIndonesian, 2),
  },
  probability: {
    label: 'Implied probability',
    example: '36.36% or 0.3636',
    parse: parseProbability,
    decimal: (value) => 1 / value,
    value: (decimal) => 1 / decimal,
    format: (odds) => `${shortest(odds, 100 / decimalOdds(odds), (percent) => 100 / percent, 1)}%`,
  },
};

/**
 * Reads `text` strictly as a price of `format`. `malformed`: not of the format; `out-of-range`: not between 1.0001 and
 * 100,000 in decimal odds.
 */
export function parseOdds(format: OddsFormat, text: string): ParsedOdds {
  const entry = ODDS_FORMATS[format];
  const decimal = entry.parse(text.trim().replace('\u2212', '-'));
  if (decimal === undefined || Number.isNaN(decimal))
    return {
      ok: false,
      code: 'malformed',
      message: `"${text}" is not a price in ${entry.label} format. Write it like ${entry.example}.`,
    };
  const odds = oddsE4(decimal);
  return odds === undefined
    ? {
        ok: false,
        code: 'out-of-range',
        message: `"${text}" is not a price between 1.0001 and 100,000 in decimal odds.`,
      }
    : { ok: true, decimal, odds };
}

/** `odds` as written in `format`. All but American, which is rounded to the whole, read back as the same price. */
export const formatOdds = (format: OddsFormat, odds: OddsE4): string => ODDS_FORMATS[format].format(odds);
