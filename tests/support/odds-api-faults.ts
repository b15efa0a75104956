/** What the stand-in for The Odds API serves and gets wrong. */
import {
  detectOddsFormat,
  type OddsFormat,
  readPrice,
} from '../../electron/engine/feeds/the-odds-api/odds-format.ts';
import { decimalOdds } from '../../shared/domain/units.ts';
/** What goes wrong with one request. */
export type Fault =
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code?: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'body'; readonly body: string; readonly status?: number }
  /** Valid HTTP around half of the JSON. */
  | { readonly kind: 'truncated-json' }
  /** Promises more bytes than it sends, then closes. */
  | { readonly kind: 'truncated-http' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'bad-gzip' }
  /** A few kilobytes of gzip that become `bytes` of JSON. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** Never answers; the socket stays open until the client goes or the server stops. */
  | { readonly kind: 'silent'; readonly charged?: boolean }
  | { readonly kind: 'redirect'; readonly to: string };

export type SeenRequest = {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

export type ServedBookmaker = {
  readonly key: string;
  readonly title?: string;
  readonly markets: readonly { readonly key: string }[];
};
export type Quota = { readonly remaining: number; readonly used: number; readonly last: number };

/** What the API says with a code. */
export const MESSAGES: Readonly<Record<string, string>> = {
  MISSING_KEY: 'API key is missing',
  INVALID_KEY: 'API key is not valid',
  OUT_OF_USAGE_CREDITS: 'Usage quota has been reached',
  EXCEEDED_FREQ_LIMIT: 'Requests are too frequent',
  UNKNOWN_SPORT: 'Unknown sport',
  MISSING_REGION: 'Missing regions or bookmakers',
  INVALID_MARKET: 'Markets not supported by this endpoint',
  INVALID_ODDS_FORMAT: 'Invalid oddsFormat',
  INVALID_SCORES_DAYS_FROM: 'Invalid daysFrom',
  EVENT_NOT_FOUND: 'Event not found',
  MISSING_HISTORICAL_TIMESTAMP: 'Missing date',
  INVALID_HISTORICAL_TIMESTAMP: 'Invalid date',
};

/** The payload with its prices in `format`, whichever it was recorded in. Prices that are none stay as they are. */
export function inFormat(payload: unknown, format: OddsFormat): unknown {
  const json = JSON.stringify(payload);
  const prices = [...json.matchAll(/"price":(-?[\d.]+)/g)].map(([, price]) => Number(price));
  const recorded = detectOddsFormat(prices) ?? format;
  if (recorded === format) return payload;
  const convert = (price: number) => {
    if (format === 'american') return Math.round(price >= 2 ? (price - 1) * 100 : -100 / (price - 1));
    const read = readPrice(price, 'american');
    return read.kind === 'price' ? decimalOdds(read.odds) : price;
  };
  return JSON.parse(json, (name, value) =>
    name === 'price' && typeof value === 'number' ? convert(value) : value,
  );
}
