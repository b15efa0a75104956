import * as z from 'zod';
import type { Bet } from '../domain/bet.ts';
import type { Order } from '../domain/order.ts';
import { FAIR_LINES } from '../domain/settings.ts';
import {
  backLay,
  bookId,
  currency,
  epochMs,
  eventId,
  marketId,
  minorUnits,
  mode,
  oddsE4,
  orderId,
  probability,
  selectionId,
} from './schemas.ts';

export const orderState = z.enum([
  'draft',
  'armed',
  'intent',
  'sent',
  'accepted',
  'part-matched',
  'matched',
  'rejected',
  'cancelled',
  'lapsed',
  'unresolved',
]);

const draftShape = {
  id: orderId,
  eventId,
  marketId,
  selectionId,
  bookId,
  side: backLay,
  price: oddsE4,
  stake: minorUnits,
  persistence: z.enum(['take', 'keep']),
};
export const orderDraft = z.object(draftShape);

export const orderReason = z.object({
  fair: probability.nullable(),
  fairLow: probability.nullable(),
  fairHigh: probability.nullable(),
  method: z.string().nullable(),
  fairSource: z.enum(FAIR_LINES).exactOptional(),
  model: z.string().exactOptional(),
  ev: z.number().nullable(),
  kellyFraction: z.number(),
  bankroll: minorUnits,
  quotePrice: oddsE4.nullable(),
  quoteSourceTime: epochMs.nullable(),
  quoteReceivedAt: epochMs.nullable(),
  eventName: z.string(),
  marketName: z.string(),
  selectionName: z.string(),
  bookName: z.string(),
});

export const order: z.ZodType<Order, Order> = z.object({
  ...draftShape,
  mode,
  currency,
  state: orderState,
  matched: minorUnits,
  averagePrice: oddsE4.nullable(),
  venueRef: z.string().nullable(),
  outcome: z.object({ code: z.string(), message: z.string() }).nullable(),
  reason: orderReason,
  createdAt: epochMs,
  updatedAt: epochMs,
  revision: z.int(),
});

/** What the venue says of an order that is damaged in the journal: there is no more of it to tell. */
export const unreadOrder = z.object({
  id: orderId,
  state: orderState.extract(['accepted', 'part-matched', 'matched', 'rejected', 'cancelled', 'lapsed']),
  matched: minorUnits,
  averagePrice: oddsE4.nullable(),
  /** Why it is no order, for people. */
  unread: z.string(),
});
export type UnreadOrder = z.infer<typeof unreadOrder>;

const closingValue = z.object({
  against: z.string(),
  fair: probability,
  closingPrice: oddsE4.nullable(),
  gross: z.number(),
  net: z.number(),
  at: epochMs,
});

export const betResult = z.enum(['won', 'lost', 'half-won', 'half-lost', 'push', 'void']);

const betCorrection = z.object({
  times: z.int(),
  at: epochMs,
  resultBefore: betResult.nullable(),
  profitBefore: minorUnits.nullable(),
});

export const bet: z.ZodType<Bet, Bet> = z.object({
  orderId,
  order,
  liability: minorUnits,
  status: z.enum(['open', 'settled']),
  result: betResult.nullable(),
  profit: minorUnits.nullable(),
  commission: minorUnits.nullable(),
  settledAt: epochMs.nullable(),
  corrected: betCorrection.exactOptional(),
  closing: z.array(closingValue).readonly(),
});

/** How a bet's event ended and how its price closed, as far as that is known. */
export const betEnd = z.object({
  /** `null` while nobody has told its end. */
  event: z
    .object({
      status: z.enum(['scheduled', 'live', 'ended', 'postponed', 'abandoned']),
      score: z.object({ home: z.int(), away: z.int() }).nullable(),
    })
    .nullable(),
  /** The fair price at the start, and what the bet's own book offered last before it; `null` without one. */
  close: z.object({ at: epochMs, fair: probability, price: oddsE4.nullable() }).nullable(),
  /** Why it has no close; `null` where it has one, or it is still to come. */
  noClose: z.string().nullable(),
});
export type BetEnd = z.infer<typeof betEnd>;

/** One order control's verdict, in the fixed order the controls run. */
export const controlVerdict = z.object({
  control: z.enum([
    'armed',
    'mode',
    'book-standing',
    'stale-quote',
    'suspect-price',
    'price-collar',
    'minimum-and-step',
    'exposure',
    'rate',
  ]),
  passed: z.boolean(),
  /** What it saw and, when it failed, what to do. */
  message: z.string(),
});
export type ControlVerdict = z.infer<typeof controlVerdict>;

/** A draft as the engine sees it now; what the ticket shows. `null` where there is nothing to compare with. */
export const preview = z.object({
  draft: orderDraft,
  armed: z.boolean(),
  armedUntil: epochMs.nullable(),
  verdicts: z.array(controlVerdict).readonly(),
  quotePrice: oddsE4.nullable(),
  quoteSize: minorUnits.nullable(),
  quoteReceivedAt: epochMs.nullable(),
  fair: probability.nullable(),
  ev: z.number().nullable(),
  evLow: z.number().nullable(),
  evHigh: z.number().nullable(),
  kellyStake: minorUnits.nullable(),
  liability: minorUnits,
  profitIfWon: minorUnits,
});
export type Preview = z.infer<typeof preview>;

export const panicOutcome = z.object({
  cancelled: z.int(),
  /** Orders the venue did not confirm as cancelled in time; they stay watched. */
  unconfirmed: z.int(),
  disarmed: z.int(),
});
