/** How amounts, shares, ages and times are written on screen. Odds are in `stores/odds-format.ts`. */
import { type Currency, currencyExponent, type EpochMs, type MinorUnits } from '../../shared/domain/units.ts';

const withDigits = new Map<number, Intl.NumberFormat>();

function figureWith(digits: number): Intl.NumberFormat {
  const known = withDigits.get(digits);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  withDigits.set(digits, made);
  return made;
}

const SYMBOLS: Readonly<Record<string, string>> = { GBP: '£', EUR: '€', USD: '$', JPY: '¥', BTC: '₿' };

/** `£1,234.50`, `-£3.00`, `SEK 120.00`. */
export function formatMoney(amount: MinorUnits, currency: Currency): string {
  const exponent = currencyExponent(currency);
  const figure = figureWith(exponent).format(Math.abs(amount) / 10 ** exponent);
  return `${amount < 0 ? '-' : ''}${SYMBOLS[currency] ?? `${currency} `}${figure}`;
}

/** `+£3.00`, `-£3.00`, `£0.00`: for profit and loss. */
export const formatProfit = (amount: MinorUnits, currency: Currency): string =>
  `${amount > 0 ? '+' : ''}${formatMoney(amount, currency)}`;

/** A fraction as a signed percentage: 0.0213 is `+2.13%`. */
export const formatEv = (ev: number): string => `${ev > 0 ? '+' : ''}${(ev * 100).toFixed(2)}%`;

/** A probability as a percentage: 0.4567 is `45.7%`. */
export const formatProbability = (probability: number): string => `${(probability * 100).toFixed(1)}%`;

/** Milliseconds as an age: `0.4s`, `12s`, `3m 05s`, `2h 10m`, `3d`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)}s`;
  if (seconds < 60) return `${Math.floor(seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${String(Math.floor(seconds % 60)).padStart(2, '0')}s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h ${String(minutes % 60).padStart(2, '0')}m` : `${Math.floor(hours / 24)}d`;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

const dated = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** `14:05:09`, in the machine's zone. */
export const formatClock = (at: EpochMs): string => clock.format(at);
/** `Sat 21 Nov, 14:05`, in the machine's zone; `21 Nov 2022, 14:05` in another year than the user's. */
export const formatDayAndTime = (at: EpochMs, today = Date.now()): string =>
  new Date(at).getFullYear() === new Date(today).getFullYear() ? dayAndTime.format(at) : dated.format(at);
