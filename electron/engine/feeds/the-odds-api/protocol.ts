import { Ajv, type ValidateFunction } from 'ajv';

/** ISO 8601 (`dateFormat=iso`) or Unix seconds (`dateFormat=unix`). */
export type WireTime = string | number;

export type WireOutcome = {
  readonly name: string;
  readonly price: number;
  readonly point?: number | null;
  readonly bet_limit?: number | null;
};
export type WireMarket = {
  readonly key: string;
  readonly last_update?: WireTime | null;
  readonly outcomes: readonly unknown[];
};
export type WireBookmaker = {
  readonly key: string;
  readonly title?: string;
  readonly last_update?: WireTime | null;
  readonly markets: readonly unknown[];
};
export type WireEvent = {
  readonly id: string;
  readonly sport_key: string;
  readonly sport_title?: string | null;
  readonly commence_time: WireTime;
  readonly home_team: string;
  readonly away_team: string;
  readonly bookmakers: readonly unknown[];
};
export type WireScores = {
  readonly id: string;
  readonly sport_key: string;
  readonly commence_time: WireTime;
  readonly completed: boolean;
  readonly home_team: string;
  readonly away_team: string;
  readonly scores?: readonly { readonly name: string; readonly score: string | number | null }[] | null;
  readonly last_update?: WireTime | null;
};
export type WireListedEvent = Pick<WireEvent, 'id' | 'commence_time'>;
export type WireSport = { readonly key: string; readonly title: string; readonly active: boolean };

/** What ids and keys look like; they become parts of our ids. Real event ids are 32 hex digits. */
const identifier = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$' } as const;
const name = { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' } as const;
const time = { type: ['string', 'integer'] } as const;
const optionalTime = { type: ['string', 'integer', 'null'] } as const;

const market = {
  type: 'object',
  required: ['key', 'outcomes'],
  // The key is looked up among those we know.
  properties: { key: { type: 'string' }, last_update: optionalTime, outcomes: { type: 'array' } },
};
const bookmaker = {
  type: 'object',
  required: ['key', 'markets'],
  properties: {
    key: identifier,
    title: { type: 'string' },
    last_update: optionalTime,
    markets: { type: 'array' },
  },
};
const event = {
  type: 'object',
  required: ['id', 'sport_key', 'commence_time', 'home_team', 'away_team', 'bookmakers'],
  properties: {
    id: identifier,
    sport_key: identifier,
    sport_title: { type: ['string', 'null'], maxLength: 200 },
    commence_time: time,
    home_team: name,
    away_team: name,
    bookmakers: { type: 'array' },
  },
};
const scores = {
  type: 'object',
  required: ['id', 'sport_key', 'commence_time', 'completed', 'home_team', 'away_team'],
  properties: {
    id: identifier,
    sport_key: identifier,
    commence_time: time,
    completed: { type: 'boolean' },
    home_team: name,
    away_team: name,
    scores: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        required: ['name', 'score'],
        properties: { name: { type: 'string' }, score: { type: ['string', 'number', 'null'] } },
      },
    },
    last_update: optionalTime,
  },
};
const listedEvent = {
  type: 'object',
  required: ['id', 'commence_time'],
  properties: { id: identifier, commence_time: time },
};
const sport = {
  type: 'object',
  required: ['key', 'title', 'active'],
  properties: { key: identifier, title: name, active: { type: 'boolean' } },
};

/*
 * Compiled once, when the module loads. Each level is checked by itself, so that one bad outcome costs that outcome
 * and not its market; together they cost a few hundredths of JSON.parse on the same payload.
 */
const ajv = new Ajv({
  allErrors: false,
  strict: true,
  strictTypes: false,
  // JSON knows no NaN, and what is infinite is out of every range that is asked for later.
  strictNumbers: false,
  allowUnionTypes: true,
});
export const isWireMarket: ValidateFunction<WireMarket> = ajv.compile<WireMarket>(market);
export const isWireBookmaker: ValidateFunction<WireBookmaker> = ajv.compile<WireBookmaker>(bookmaker);
export const isWireEvent: ValidateFunction<WireEvent> = ajv.compile<WireEvent>(event);
export const isWireScores: ValidateFunction<WireScores> = ajv.compile<WireScores>(scores);
export const isWireListedEvent: ValidateFunction<WireListedEvent> = ajv.compile<WireListedEvent>(listedEvent);
export const isWireSport: ValidateFunction<WireSport> = ajv.compile<WireSport>(sport);

const isOptionalNumber = (value: unknown): boolean =>
  value === undefined || value === null || typeof value === 'number';

/**
 * Why `value` is no outcome, or `undefined` for a good one. There are more of these than of all else together, so they
 * are checked by hand: called once each, a compiled schema takes longer. What the name may say is looked up later, one
 * by one, so that it needs neither a pattern nor a length here.
 */
export function outcomeFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'must be object';
  const { name, price, point, bet_limit: limit } = value as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string') return '/name must be string';
  if (typeof price !== 'number') return '/price must be number';
  if (!isOptionalNumber(point)) return '/point must be number,null';
  if (!isOptionalNumber(limit)) return '/bet_limit must be number,null';
  return undefined;
}
export const isWireOutcome = (value: unknown): value is WireOutcome => outcomeFault(value) === undefined;

/** Where and why the last check of `validate` failed: `/price must be number`. */
export function mismatch(validate: ValidateFunction): string {
  const first = validate.errors?.[0];
  return first === undefined ? '' : `${first.instancePath} ${first.message ?? 'does not fit'}`.trim();
}
