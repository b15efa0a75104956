import * as z from 'zod';
import { call, stream } from './operation.ts';
import {
  backLay,
  bookId,
  epochMs,
  eventId,
  filePath,
  market,
  marketId,
  minorUnits,
  oddsE4,
  probability,
  selectionId,
  sportingEvent,
} from './schemas.ts';

const nothing = z.object({});

const priceAt = z.object({
  selectionId,
  marketId,
  bookId,
  side: backLay,
  price: oddsE4,
  size: minorUnits.nullable(),
  /** When the book says so, and when it was known here. */
  sourceTime: epochMs,
  at: epochMs,
});

/** An event's prices as they stood: what was known by `known`, of what books had said by `said`. */
export const pricesAsOf = z.object({
  /** What the prices are of; events of the past are in no other stream. */
  markets: z.array(market),
  prices: z.array(priceAt),
  fair: z.array(z.object({ selectionId, probability, low: probability, high: probability, at: epochMs })),
});
export type PricesAsOf = z.infer<typeof pricesAsOf>;

const linePoint = z.object({ price: oddsE4.nullable(), at: epochMs });
/** First and last price before the start, of one book on one selection. */
export const openingClosing = z.object({
  selectionId,
  bookId,
  side: backLay,
  opening: linePoint.nullable(),
  closing: linePoint.nullable(),
  /** What the lines end at: when the event really started, or is listed to start. */
  startsAt: epochMs,
  /** When its first and its newest change were received, before the start or in play. */
  firstAt: epochMs,
  lastAt: epochMs,
});
export type OpeningClosing = z.infer<typeof openingClosing>;

export const historyStorage = z.object({
  /** Of the database file, and of that what compaction would give back. */
  bytes: z.int(),
  freeBytes: z.int(),
  series: z.int(),
  chunks: z.int(),
  points: z.int(),
  from: epochMs.nullable(),
  to: epochMs.nullable(),
  /** Events older than this many days lose their prices (not their closing lines, nor anything with a bet); `null`: kept for ever. */
  retentionDays: z.int().min(1).max(36_500).nullable(),
});
export type HistoryStorage = z.infer<typeof historyStorage>;

export const historyProgress = z.object({
  /** 0 to 1. */
  share: z.number(),
  stage: z.string(),
  rows: z.int(),
  /** Given back, or written. */
  bytes: z.int(),
  finished: z.boolean(),
});
export type HistoryProgress = z.infer<typeof historyProgress>;

export const historyExport = z.object({
  /** One event's prices, or all received in a span. */
  eventId: eventId.nullable(),
  from: epochMs,
  to: epochMs,
  format: z.enum(['csv', 'parquet']),
  /** A path on the engine's machine that does not exist yet. */
  file: filePath,
});
export type HistoryExport = z.infer<typeof historyExport>;

const progress = { keep: 'latest', key: () => 'progress' } as const;
export const historyOperations = {
  /** Events that prices are kept of, the latest start first; `text` is part of the sides' or the competition's name. */
  'history.events': call(
    z.object({ text: z.string().max(100), limit: z.int().min(1).max(200) }),
    z.array(sportingEvent),
  ),
  'history.asOf': call(z.object({ eventId, known: epochMs, said: epochMs.nullable() }), pricesAsOf),
  'history.lines': call(z.object({ eventId }), z.array(openingClosing)),
  'history.storage': call(nothing, historyStorage),
  'history.retention': call(z.object({ days: historyStorage.shape.retentionDays }), historyStorage),
  /** Applies retention and gives space back; cancel the stream to stop after the current step. Nothing is half done. */
  'history.compact': stream(nothing, historyProgress, progress),
  /** Cancelling removes the unfinished file. */
  'history.export': stream(historyExport, historyProgress, progress),
} as const;
