import * as z from 'zod';
import { FAIR_LINES } from '../domain/settings.ts';
import {
  backLay,
  bookId,
  epochMs,
  eventId,
  marginMethod,
  marketId,
  minorUnits,
  oddsE4,
  probability,
  selectionId,
} from './schemas.ts';

export const fairPrice = z.object({
  selectionId,
  marketId,
  probability,
  low: probability,
  high: probability,
  method: marginMethod,
  source: z.enum(FAIR_LINES),
  model: z.string().exactOptional(),
  books: z.int(),
  at: epochMs,
});

export const edge = z.object({
  eventId,
  marketId,
  selectionId,
  bookId,
  side: backLay,
  price: oddsE4,
  size: minorUnits.nullable(),
  fair: probability,
  ev: z.number(),
  evLow: z.number(),
  evHigh: z.number(),
  standing: probability,
  evNow: z.number(),
  stake: minorUnits,
  sourceTime: epochMs,
  receivedAt: epochMs,
});

export const arbitrage = z.object({
  eventId,
  marketId,
  roi: z.number(),
  standing: probability,
  roiNow: z.number(),
  legs: z
    .array(
      z.object({
        selectionId,
        bookId,
        side: backLay,
        price: oddsE4,
        share: z.number(),
        standing: probability,
        receivedAt: epochMs,
      }),
    )
    .readonly(),
  at: epochMs,
});

/** What is worth taking in one market now; an empty list says that nothing is any more. */
export const marketEdges = z.object({
  marketId,
  edges: z.array(edge).readonly(),
  arbitrage: arbitrage.nullable(),
});
export type MarketEdges = z.infer<typeof marketEdges>;

export const pricePoint = z.object({
  at: epochMs,
  sourceTime: epochMs,
  price: oddsE4.nullable(),
  size: minorUnits.nullable(),
});
export const fairPoint = z.object({ at: epochMs, probability, low: probability, high: probability });

export const historyInput = z.object({
  selectionId,
  /** Price series of these books; the fair line always comes. */
  books: z.array(z.object({ bookId, side: backLay })).max(16),
  from: epochMs,
  to: epochMs,
});
export const history = z.object({
  prices: z.array(z.object({ bookId, side: backLay, points: z.array(pricePoint) })),
  fair: z.array(fairPoint),
});
