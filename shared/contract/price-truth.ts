import * as z from 'zod';
import { stream } from './operation.ts';
import { backLay, bookId, epochMs, eventId, marketId, oddsE4, selectionId, sourceId } from './schemas.ts';

const nothing = z.object({});
const percentiles = z.object({ p50: z.number(), p90: z.number(), p99: z.number() });

/** How old and how sure one source's prices are now. Milliseconds of market time. */
export const priceTruth = z.object({
  sourceId,
  quotes: z.int(),
  /** Of its quotes, since they were received or confirmed. */
  ageMs: percentiles.nullable(),
  /** From source time to receipt, of late, with the estimated skew taken out. */
  latencyMs: percentiles.nullable(),
  /** How far its clock is ahead of ours (negative: behind), and how sure that is; `null` before enough was heard. */
  clockSkewMs: z.object({ estimate: z.number(), uncertainty: z.number() }).nullable(),
  /** The interval at which new prices are expected, as declared; for streams what was measured. */
  cadenceMs: z.number().nullable(),
  /** Quotes older than twice the cadence. */
  overdue: z.int(),
  /** Quotes older than `maximumAgeMs`: they price nothing. */
  stale: z.int(),
  suspended: z.int(),
  unreliable: z.int(),
  suspects: z.int(),
  /** Changes of best price per quote and hour, of late: what an edge's discount by age is made of. */
  changesPerHour: z.number().nullable(),
  /** A price older than this takes no order. */
  maximumAgeMs: z.number(),
});
export type PriceTruth = z.infer<typeof priceTruth>;

/** A price far from what every other book says: shown, flagged, never traded on. */
export const suspectPrice = z.object({
  eventId,
  marketId,
  selectionId,
  bookId,
  side: backLay,
  kind: z.enum(['outlier', 'palpable-error']),
  price: oddsE4,
  /** The price without margin that the other books agree on, and how many they are. */
  others: oddsE4,
  books: z.int(),
  /** Between both, in log-odds. */
  distance: z.number(),
  at: epochMs,
  /** Sent once, last: it is no longer suspect. */
  cleared: z.literal(true).exactOptional(),
});
export type SuspectPrice = z.infer<typeof suspectPrice>;

/** Whether one book's prices on one market can be relied on; told when it changes. */
export const bookStanding = z.object({
  marketId,
  bookId,
  state: z.enum(['open', 'suspended', 'unreliable']),
  reason: z.string(),
  at: epochMs,
});
export type BookStandingItem = z.infer<typeof bookStanding>;

export const priceTruthOperations = {
  'truth.watch': stream(nothing, priceTruth, { keep: 'latest', key: (item) => item.sourceId }),
  'suspects.watch': stream(nothing, suspectPrice, {
    keep: 'latest',
    key: (item) => `${item.selectionId}/${item.bookId}/${item.side}`,
  }),
  /** Those that are not open, then every change. */
  'standings.watch': stream(nothing, bookStanding, {
    keep: 'latest',
    key: (item) => `${item.marketId}/${item.bookId}`,
  }),
} as const;
