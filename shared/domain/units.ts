/**
 * Branded numbers for the units that look alike. Conversions from plain numbers happen at the edges only:
 * feeds, the command line, the screen.
 */
declare const unit: unique symbol;
/** A `Base` that cannot be mixed with another brand of the same base. */
export type Branded<Base, Name extends string> = Base & { readonly [unit]: Name };

/** Decimal odds in ten-thousandths: 2.5 is 25000. Always an integer above 10000. */
export type OddsE4 = Branded<number, 'OddsE4'>;
/** Money in the minor unit of its currency (pence, satoshi). Always a safe integer. */
export type MinorUnits = Branded<number, 'MinorUnits'>;
/** A probability in [0, 1]. */
export type Probability = Branded<number, 'Probability'>;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Branded<number, 'EpochMs'>;
/** 2200-01-01: nothing that is recorded or quoted is later. */
const LATEST_MS = 7_258_118_400_000;
/** Whole milliseconds from 1970 up to 2200: for times out of files, which can hold any. */
export const isMoment = (ms: number): ms is EpochMs => Number.isSafeInteger(ms) && ms >= 0 && ms < LATEST_MS;
/** An ISO 4217 code, or a crypto ticker of `CURRENCY_EXPONENTS`. */
export type Currency = Branded<string, 'Currency'>;

export type EventId = Branded<string, 'EventId'>;
export type MarketId = Branded<string, 'MarketId'>;
export type SelectionId = Branded<string, 'SelectionId'>;
export type BookId = Branded<string, 'BookId'>;
export type SourceId = Branded<string, 'SourceId'>;
export type OrderId = Branded<string, 'OrderId'>;

export const ODDS_SCALE = 10_000;
/** 1.0001, the shortest price that can be represented. */
export const MIN_ODDS = 10_001 as OddsE4;
/** 100,000.0, longer than any book quotes. */
export const MAX_ODDS = 1_000_000_000 as OddsE4;

/** Decimal odds to `OddsE4`, rounded to the nearest ten-thousandth; `undefined` outside 1.0001 to 100,000. */
export function oddsE4(decimal: number): OddsE4 | undefined {
  const scaled = Math.round(decimal * ODDS_SCALE);
  return scaled >= MIN_ODDS && scaled <= MAX_ODDS ? (scaled as OddsE4) : undefined;
}

/** `OddsE4` to decimal odds. */
export const decimalOdds = (odds: OddsE4): number => odds / ODDS_SCALE;

/** Digits after the point in each currency's minor unit; the rest of ISO 4217 has two. */
export const CURRENCY_EXPONENTS: Readonly<Record<string, number>> = {
  AUD: 2,
  BTC: 8,
  CAD: 2,
  CHF: 2,
  DKK: 2,
  ETH: 8,
  EUR: 2,
  GBP: 2,
  JPY: 0,
  NOK: 2,
  NZD: 2,
  SEK: 2,
  USD: 2,
  USDC: 6,
  USDT: 6,
};

/** Digits after the point for `currency`; 2 when it is not in the table. */
export const currencyExponent = (currency: Currency): number => CURRENCY_EXPONENTS[currency] ?? 2;

/** A major-unit amount (12.34 pounds) to minor units, half away from zero; `undefined` if not a safe integer. */
export function minorUnits(amount: number, currency: Currency): MinorUnits | undefined {
  const scaled = amount * 10 ** currencyExponent(currency);
  const rounded = Math.sign(scaled) * Math.round(Math.abs(scaled));
  return Number.isSafeInteger(rounded) ? ((rounded === 0 ? 0 : rounded) as MinorUnits) : undefined;
}

/** Minor units to a major-unit amount, for display and for formulas on fractions. */
export const majorUnits = (amount: MinorUnits, currency: Currency): number =>
  amount / 10 ** currencyExponent(currency);
