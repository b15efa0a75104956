import { Ajv, type ValidateFunction } from 'ajv';

/*
 * Shapes of the Trade API v2: docs.kalshi.com openapi.yaml and asyncapi.yaml. Prices came as whole cents (`yes`, `price`) until
 * 2026 and come as dollar strings since (`yes_dollars`, `yes_dollars_fp`, `price_dollars`; counts as `_fp` strings):
 * docs.kalshi.com getting_started/fixed_point_migration. Recordings and demo servers still have the old ones, so both are
 * read; where a message has both, the new ones count.
 */

export type WireNumber = string | number;
export type WireLevel = readonly [WireNumber, WireNumber];

/** A book: bids for yes and bids for no. A side without orders is left out, `null` or empty. */
export type WireBook = {
  readonly yes?: readonly WireLevel[] | null;
  readonly no?: readonly WireLevel[] | null;
  readonly yes_dollars?: readonly WireLevel[] | null;
  readonly no_dollars?: readonly WireLevel[] | null;
  readonly yes_dollars_fp?: readonly WireLevel[] | null;
  readonly no_dollars_fp?: readonly WireLevel[] | null;
};
export type WireDelta = {
  readonly market_ticker: string;
  readonly side: 'yes' | 'no';
  readonly price?: WireNumber;
  readonly price_dollars?: WireNumber;
  readonly delta?: WireNumber;
  readonly delta_fp?: WireNumber;
  readonly ts?: WireNumber;
  readonly ts_ms?: number;
};
export type WireMessage = {
  readonly type: string;
  readonly sid?: number;
  readonly seq?: number;
  readonly id?: number;
  readonly msg?: unknown;
};
export type WireMarket = {
  readonly ticker: string;
  readonly status: string;
  readonly yes_sub_title?: string | null;
  readonly floor_strike?: number | string | null;
  readonly strike_type?: string | null;
  readonly custom_strike?: Readonly<Record<string, unknown>> | null;
  readonly rules_primary?: string | null;
};
export type WireEvent = {
  readonly event_ticker: string;
  readonly series_ticker?: string | null;
  readonly title?: string | null;
  readonly markets?: readonly unknown[] | null;
  readonly fee_type_override?: string | null;
  readonly fee_multiplier_override?: number | null;
};
export type WireMilestone = {
  readonly start_date: string;
  readonly related_event_tickers?: readonly string[] | null;
  readonly primary_event_tickers?: readonly string[] | null;
  readonly details?: Readonly<Record<string, unknown>> | null;
};
export type WireSeries = {
  readonly ticker: string;
  readonly fee_type?: string | null;
  readonly fee_multiplier?: number | null;
};
export type WireLifecycle = { readonly market_ticker: string; readonly event_type: string };

const ticker = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' } as const;
const number = { type: ['string', 'number'] } as const;
const level = { type: 'array', minItems: 2, maxItems: 2, items: number };
const side = { type: ['array', 'null'], maxItems: 20_000, items: level };
const text = { type: ['string', 'null'], maxLength: 20_000 } as const;
const bookSides = {
  yes: side,
  no: side,
  yes_dollars: side,
  no_dollars: side,
  yes_dollars_fp: side,
  no_dollars_fp: side,
};
const object = (required: readonly string[], properties: object) => ({
  type: 'object',
  required,
  properties,
});
const tickers = { type: ['array', 'null'], items: { type: 'string' } } as const;

const ajv = new Ajv({
  allErrors: false,
  strict: true,
  strictTypes: false,
  allowUnionTypes: true,
  allowMatchingProperties: true,
});
const compile = <T>(schema: object): ValidateFunction<T> => ajv.compile<T>(schema);

export const isWireMessage = compile<WireMessage>(
  object(['type'], {
    type: { type: 'string', maxLength: 100 },
    sid: { type: 'integer' },
    seq: { type: 'integer' },
    id: { type: 'integer' },
  }),
);
export const isWireBook = compile<WireBook>(object([], bookSides));
export const isWireSnapshot = compile<WireBook & { readonly market_ticker: string }>(
  object(['market_ticker'], { market_ticker: ticker, ...bookSides }),
);
export const isWireDelta = compile<WireDelta>(
  object(['market_ticker', 'side'], {
    market_ticker: ticker,
    side: { enum: ['yes', 'no'] },
    price: number,
    price_dollars: number,
    delta: number,
    delta_fp: number,
    ts: number,
    ts_ms: { type: 'number' },
  }),
);
export const isWireMarket = compile<WireMarket>(
  object(['ticker', 'status'], {
    ticker,
    status: { type: 'string', maxLength: 100 },
    yes_sub_title: text,
    floor_strike: { type: ['number', 'string', 'null'] },
    strike_type: text,
    custom_strike: { type: ['object', 'null'] },
    rules_primary: text,
  }),
);
export const isWireEvent = compile<WireEvent>(
  object(['event_ticker'], {
    event_ticker: ticker,
    series_ticker: text,
    title: text,
    markets: { type: ['array', 'null'] },
    fee_type_override: text,
    fee_multiplier_override: { type: ['number', 'null'] },
  }),
);
export const isWireMilestone = compile<WireMilestone>(
  object(['start_date'], {
    start_date: { type: 'string', maxLength: 100 },
    related_event_tickers: tickers,
    primary_event_tickers: tickers,
    details: { type: ['object', 'null'] },
  }),
);
export const isWireSeries = compile<WireSeries>(
  object(['ticker'], { ticker, fee_type: text, fee_multiplier: { type: ['number', 'null'] } }),
);
export const isWireLifecycle = compile<WireLifecycle>(
  object(['market_ticker', 'event_type'], {
    market_ticker: ticker,
    event_type: { type: 'string', maxLength: 100 },
  }),
);

/** Where and why the last check of `validate` failed. */
export function mismatch(validate: ValidateFunction): string {
  const first = validate.errors?.[0];
  return first === undefined ? '' : `${first.instancePath} ${first.message ?? 'does not fit'}`.trim();
}
