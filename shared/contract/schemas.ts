import * as z from 'zod';
import type { Market, SportingEvent } from '../domain/catalogue.ts';
import { MARGIN_METHOD_NAMES } from '../domain/margin.ts';
import { MARKET_TYPES } from '../domain/settlement.ts';
import type {
  BookId,
  Currency,
  EpochMs,
  EventId,
  MarketId,
  MinorUnits,
  OddsE4,
  OrderId,
  Probability,
  SelectionId,
  SourceId,
} from '../domain/units.ts';
import { MAX_ODDS, MIN_ODDS } from '../domain/units.ts';

/** A schema whose parsed value carries a domain brand. The brand exists only in types, so the cast is safe. */
export const branded = <T>(schema: z.ZodType): z.ZodType<T, T> => schema as z.ZodType<T, T>;

const id = z.string().min(1).max(200);
export const eventId = branded<EventId>(id);
export const marketId = branded<MarketId>(id);
export const selectionId = branded<SelectionId>(id);
export const bookId = branded<BookId>(id);
export const sourceId = branded<SourceId>(id);
export const orderId = branded<OrderId>(z.string().regex(/^[A-Za-z0-9-]{8,64}$/));
export const currency = branded<Currency>(z.string().regex(/^[A-Z]{3,5}$/));

/**
 * A path or a file's name on the engine's machine, as the user gives it. The longest path Linux takes; longer names than
 * a disk takes are refused by whoever opens them.
 */
export const filePath = z
  .string()
  .min(1, 'Give a path.')
  .max(4096, 'The path is too long: choose a shorter one.')
  .refine((path) => !path.includes('\0'), 'The path holds a character that no path may hold: type it again.');

export const oddsE4 = branded<OddsE4>(z.int().min(MIN_ODDS).max(MAX_ODDS));
export const minorUnits = branded<MinorUnits>(z.int());
export const epochMs = branded<EpochMs>(z.int().nonnegative());
export const probability = branded<Probability>(z.number().min(0).max(1));

export const backLay = z.enum(['back', 'lay']);
export const mode = z.enum(['practice', 'paper', 'live', 'replay']);
export const marginMethod = z.enum(MARGIN_METHOD_NAMES);

export const priceSize = z.object({ price: oddsE4, size: minorUnits.nullable() });

export const quote = z.object({
  selectionId,
  marketId,
  bookId,
  side: backLay,
  levels: z.array(priceSize).readonly(),
  sourceId,
  sourceTime: epochMs,
  receivedAt: epochMs,
});

export const book = z.object({
  id: bookId,
  name: z.string(),
  kind: z.enum(['bookmaker', 'exchange']),
  commission: z.number().min(0).max(1),
  currency,
});

const score = z.object({
  home: z.int(),
  away: z.int(),
  at: epochMs,
  halfTime: z.object({ home: z.int(), away: z.int() }).exactOptional(),
});

export const sportingEvent: z.ZodType<SportingEvent, SportingEvent> = z.object({
  id: eventId,
  sourceId,
  sport: z.string(),
  competition: z.string(),
  home: z.string(),
  away: z.string(),
  startsAt: epochMs,
  status: z.enum(['scheduled', 'live', 'ended', 'postponed', 'abandoned']),
  score: score.nullable(),
});

const side = z.union([
  z.enum(['home', 'draw', 'away', 'over', 'under', 'yes', 'no', '1X', '12', 'X2']),
  z.templateLiteral([z.int(), '-', z.int()]),
]);

export const market: z.ZodType<Market, Market> = z.object({
  id: marketId,
  eventId,
  type: z.enum(MARKET_TYPES),
  period: z.enum(['match', 'first-half']),
  line: z.number().nullable(),
  status: z.enum(['open', 'suspended', 'closed']),
  selections: z.array(z.object({ id: selectionId, marketId, name: z.string(), side })).readonly(),
});
