import { Ajv, type ValidateFunction } from 'ajv';

/** A market as listMarketCatalogue answers it, with the projections this source asks for. */
export type CatalogueMarket = {
  readonly marketId: string;
  readonly marketName?: string;
  readonly marketStartTime?: string;
  readonly description?: {
    readonly marketType: string;
    readonly bettingType: string;
    readonly marketBaseRate?: number;
    readonly turnInPlayEnabled?: boolean;
  };
  readonly runners: readonly CatalogueRunner[];
  readonly eventType: { readonly id: string; readonly name?: string };
  readonly competition?: { readonly id: string; readonly name: string } | null;
  readonly event: { readonly id: string; readonly name: string; readonly openDate?: string };
};
export type CatalogueRunner = {
  readonly selectionId: number;
  readonly runnerName: string;
  readonly handicap: number;
  readonly sortPriority: number;
};

export type PriceSizeWire = { readonly price: number; readonly size: number };
/** A market as listMarketBook answers it. */
export type MarketBookWire = {
  readonly marketId: string;
  readonly isMarketDataDelayed?: boolean | null;
  readonly status: 'INACTIVE' | 'OPEN' | 'SUSPENDED' | 'CLOSED';
  readonly inplay?: boolean | null;
  readonly numberOfWinners?: number | null;
  readonly runners?: readonly {
    readonly selectionId: number;
    readonly handicap: number;
    readonly status: string;
    readonly ex?: {
      readonly availableToBack?: readonly PriceSizeWire[] | null;
      readonly availableToLay?: readonly PriceSizeWire[] | null;
    } | null;
  }[];
};
export type EventTypeWire = { readonly eventType: { readonly id: string; readonly name: string } };
export type CompetitionWire = { readonly competition: { readonly id: string; readonly name: string } };
export type CurrentOrdersWire = {
  readonly currentOrders: readonly { readonly betId: string; readonly status: string }[];
  readonly moreAvailable: boolean;
};

/** Ids become parts of ours. */
const marketId = { type: 'string', pattern: '^\\d{1,3}\\.\\d{1,15}$' } as const;
const numericId = { type: 'string', pattern: '^\\d{1,15}$' } as const;
const name = { type: 'string', minLength: 1, maxLength: 300, pattern: '\\S' } as const;
const named = { type: 'object', required: ['id', 'name'], properties: { id: numericId, name } } as const;
const handicap = { type: 'number', minimum: -10_000, maximum: 10_000 } as const;

const catalogueMarket = {
  type: 'object',
  required: ['marketId', 'runners', 'eventType', 'event'],
  properties: {
    marketId,
    marketStartTime: { type: 'string' },
    description: {
      type: 'object',
      required: ['marketType', 'bettingType'],
      properties: {
        marketType: { type: 'string', maxLength: 100 },
        bettingType: { type: 'string', maxLength: 100 },
        marketBaseRate: { type: 'number', minimum: 0, maximum: 100 },
      },
    },
    runners: {
      type: 'array',
      maxItems: 2_000,
      items: {
        type: 'object',
        required: ['selectionId', 'runnerName', 'handicap', 'sortPriority'],
        properties: {
          selectionId: { type: 'integer' },
          runnerName: name,
          handicap,
          sortPriority: { type: 'integer' },
        },
      },
    },
    eventType: { type: 'object', required: ['id'], properties: { id: numericId } },
    competition: { ...named, type: ['object', 'null'] },
    event: {
      type: 'object',
      required: ['id', 'name'],
      properties: { id: numericId, name, openDate: { type: 'string' } },
    },
  },
};

const ladder = {
  type: ['array', 'null'],
  items: {
    type: 'object',
    required: ['price', 'size'],
    properties: { price: { type: 'number' }, size: { type: 'number' } },
  },
} as const;
const marketBook = {
  type: 'object',
  required: ['marketId', 'status'],
  properties: {
    marketId,
    isMarketDataDelayed: { type: ['boolean', 'null'] },
    status: { enum: ['INACTIVE', 'OPEN', 'SUSPENDED', 'CLOSED'] },
    inplay: { type: ['boolean', 'null'] },
    numberOfWinners: { type: ['integer', 'null'] },
    runners: {
      type: 'array',
      items: {
        type: 'object',
        required: ['selectionId', 'handicap', 'status'],
        properties: {
          selectionId: { type: 'integer' },
          handicap,
          status: { type: 'string' },
          ex: { type: ['object', 'null'], properties: { availableToBack: ladder, availableToLay: ladder } },
        },
      },
    },
  },
};
const currentOrders = {
  type: 'object',
  required: ['currentOrders', 'moreAvailable'],
  properties: {
    moreAvailable: { type: 'boolean' },
    currentOrders: {
      type: 'array',
      items: {
        type: 'object',
        required: ['betId', 'status'],
        properties: { betId: { type: 'string' }, status: { type: 'string' } },
      },
    },
  },
};

const ajv = new Ajv({ allErrors: false, strict: true, strictTypes: false, allowUnionTypes: true });
export const isCatalogueMarket: ValidateFunction<CatalogueMarket> =
  ajv.compile<CatalogueMarket>(catalogueMarket);
export const isMarketBook: ValidateFunction<MarketBookWire> = ajv.compile<MarketBookWire>(marketBook);
export const isCurrentOrders: ValidateFunction<CurrentOrdersWire> =
  ajv.compile<CurrentOrdersWire>(currentOrders);
export const isEventType: ValidateFunction<EventTypeWire> = ajv.compile<EventTypeWire>({
  type: 'object',
  required: ['eventType'],
  properties: { eventType: named },
});
export const isCompetition: ValidateFunction<CompetitionWire> = ajv.compile<CompetitionWire>({
  type: 'object',
  required: ['competition'],
  properties: { competition: named },
});

/** Where and why the last check of `validate` failed. */
export function mismatch(validate: ValidateFunction): string {
  const first = validate.errors?.[0];
  return first === undefined ? '' : `${first.instancePath} ${first.message ?? 'does not fit'}`.trim();
}
