import { Ajv, type ValidateFunction } from 'ajv';

/*
 * Shapes of the Gamma and CLOB APIs and of the market channel: docs.polymarket.com (api-spec, asyncapi.json,
 * market-data/websocket/market-channel). Of `price_change` both forms are read: one list for several assets since
 * September 2025, one asset with `changes` before. A book's sides are called bids and asks, or buys and sells, in
 * different places of the same documentation.
 */

export type WireNumber = string | number;
export type WireLevel = { readonly price: WireNumber; readonly size: WireNumber };
export type WireBook = {
  readonly asset_id: string;
  readonly bids?: readonly WireLevel[] | null;
  readonly asks?: readonly WireLevel[] | null;
  readonly buys?: readonly WireLevel[] | null;
  readonly sells?: readonly WireLevel[] | null;
  readonly timestamp?: WireNumber | null;
  readonly hash?: string | null;
};
export type WireChange = {
  readonly asset_id?: string;
  readonly price: WireNumber;
  readonly size: WireNumber;
  readonly side: 'BUY' | 'SELL' | 'buy' | 'sell';
  readonly hash?: string | null;
  readonly best_bid?: WireNumber | null;
  readonly best_ask?: WireNumber | null;
};
export type WirePriceChange = {
  readonly asset_id?: string;
  readonly price_changes?: readonly unknown[];
  readonly changes?: readonly unknown[];
  readonly timestamp?: WireNumber | null;
  readonly hash?: string | null;
};
export type WireTeam = { readonly name?: string | null; readonly ordering?: string | null };
export type WireMarket = {
  readonly id: string;
  readonly question?: string | null;
  readonly groupItemTitle?: string | null;
  readonly sportsMarketType?: string | null;
  readonly line?: number | string | null;
  /** JSON in a string in most answers, a list in some. */
  readonly outcomes?: unknown;
  readonly clobTokenIds?: unknown;
  readonly gameStartTime?: string | null;
  readonly active?: boolean | null;
  readonly closed?: boolean | null;
  readonly acceptingOrders?: boolean | null;
  readonly enableOrderBook?: boolean | null;
  readonly feesEnabled?: boolean | null;
  readonly feeSchedule?: Readonly<Record<string, unknown>> | null;
};
export type WireEvent = {
  readonly id: string;
  readonly title?: string | null;
  readonly gameId?: string | number | null;
  readonly startTime?: string | null;
  readonly closed?: boolean | null;
  readonly teams?: readonly unknown[] | null;
  readonly markets?: readonly unknown[] | null;
};
export type WireSport = {
  readonly sport: string;
  readonly ordering?: string | null;
  readonly series?: string | number | null;
};

const token = { type: 'string', pattern: '^[0-9]{1,90}$' } as const;
const number = { type: ['string', 'number'] } as const;
const maybeNumber = { type: ['string', 'number', 'null'] } as const;
const text = { type: ['string', 'null'], maxLength: 20_000 } as const;
const flag = { type: ['boolean', 'null'] } as const;
const list = { type: ['array', 'null'] } as const;
const object = (required: readonly string[], properties: object) => ({
  type: 'object',
  required,
  properties,
});
const level = object(['price', 'size'], { price: number, size: number });
const side = { type: ['array', 'null'], maxItems: 20_000, items: level };

const ajv = new Ajv({ allErrors: false, strict: true, strictTypes: false, allowUnionTypes: true });
const compile = <T>(schema: object): ValidateFunction<T> => ajv.compile<T>(schema);

export const isWireBook = compile<WireBook>(
  object(['asset_id'], {
    asset_id: token,
    bids: side,
    asks: side,
    buys: side,
    sells: side,
    timestamp: maybeNumber,
    hash: text,
  }),
);
export const isWireChange = compile<WireChange>(
  object(['price', 'size', 'side'], {
    asset_id: token,
    price: number,
    size: number,
    side: { enum: ['BUY', 'SELL', 'buy', 'sell'] },
    hash: text,
    best_bid: maybeNumber,
    best_ask: maybeNumber,
  }),
);
export const isWirePriceChange = compile<WirePriceChange>(
  object([], {
    asset_id: token,
    price_changes: { type: 'array', maxItems: 10_000 },
    changes: { type: 'array', maxItems: 10_000 },
    timestamp: maybeNumber,
    hash: text,
  }),
);
export const isWireMarket = compile<WireMarket>(
  object(['id'], {
    id: { type: 'string', maxLength: 100 },
    question: text,
    groupItemTitle: text,
    sportsMarketType: text,
    line: maybeNumber,
    gameStartTime: text,
    active: flag,
    closed: flag,
    acceptingOrders: flag,
    enableOrderBook: flag,
    feesEnabled: flag,
    feeSchedule: { type: ['object', 'null'] },
  }),
);
export const isWireEvent = compile<WireEvent>(
  object(['id'], {
    id: { type: 'string', maxLength: 100 },
    title: text,
    gameId: maybeNumber,
    startTime: text,
    closed: flag,
    teams: list,
    markets: list,
  }),
);
export const isWireTeam = compile<WireTeam>(object([], { name: text, ordering: text }));
export const isWireSport = compile<WireSport>(
  object(['sport'], { sport: { type: 'string', maxLength: 100 }, ordering: text, series: maybeNumber }),
);

/** Where and why the last check of `validate` failed. */
export function mismatch(validate: ValidateFunction): string {
  const first = validate.errors?.[0];
  return first === undefined ? '' : `${first.instancePath} ${first.message ?? 'does not fit'}`.trim();
}

/** A list of texts that may be JSON in a string (`"[\"Yes\", \"No\"]"`), as Gamma writes lists; empty where it is neither. */
export function textList(value: unknown): readonly string[] {
  let read: unknown = value;
  if (typeof value === 'string')
    try {
      read = JSON.parse(value);
    } catch {
      return [];
    }
  return Array.isArray(read) && read.every((item) => typeof item === 'string') ? read : [];
}
