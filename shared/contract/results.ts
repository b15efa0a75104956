import * as z from 'zod';
import { call, stream } from './operation.ts';
import { epochMs, eventId, minorUnits, orderId, sportingEvent } from './schemas.ts';

const nothing = z.object({});
const goals = z.object({ home: z.int().min(0).max(999), away: z.int().min(0).max(999) });

/** How an event ended, as someone says. */
export const resultEntry = z.object({
  eventId,
  status: z.enum(['ended', 'postponed', 'abandoned']),
  /** Of an ended event; `null` otherwise. */
  score: goals.nullable(),
  /** Settles first-half markets. */
  halfTime: goals.nullable(),
  /** Why it was entered or changed; kept with it. */
  note: z.string().max(500),
});
export type ResultEntry = z.infer<typeof resultEntry>;

/** One event and what is known of its end. */
export const eventResult = z.object({
  event: sportingEvent,
  /** Who said so last; `null` while nobody has. */
  origin: z.enum(['source', 'user', 'import']).nullable(),
  /** Counts from 1; a correction is another. 0: none yet. */
  revision: z.int(),
  openBets: z.int(),
  settledBets: z.int(),
  /** A source says something else than what was entered by hand, which stands; its words. */
  disputed: z.string().nullable(),
  /** What its bets wait for; `null` when nothing does. */
  waits: z.string().nullable(),
  at: epochMs,
  removed: z.literal(true).exactOptional(),
});
export type EventResult = z.infer<typeof eventResult>;

export const betChange = z.object({
  orderId,
  words: z.string(),
  before: z.string().nullable(),
  after: z.string(),
  profitBefore: minorUnits.nullable(),
  profitAfter: minorUnits,
});
export type BetChange = z.infer<typeof betChange>;

/** What an entry would do, or did, to the bets of its event. */
export const resultEffect = z.object({
  changes: z.array(betChange),
  /** Of all changes together, on the cash balance. */
  cash: minorUnits,
  /** Bets it leaves waiting, and for what. */
  waiting: z.array(z.string()),
});
export type ResultEffect = z.infer<typeof resultEffect>;

export const resultRevision = z.object({
  revision: z.int(),
  at: epochMs,
  origin: z.enum(['source', 'user', 'import']),
  status: z.enum(['ended', 'postponed', 'abandoned']),
  score: goals.nullable(),
  halfTime: goals.nullable(),
  note: z.string(),
  /** Bets settled by it, and what it moved. */
  bets: z.int(),
  cash: minorUnits,
});
export type ResultRevision = z.infer<typeof resultRevision>;

export const resultOperations = {
  /** Events that have started, or were decided otherwise, of the last days; those with bets for as long as they have any. */
  'results.watch': stream(nothing, eventResult, { keep: 'latest', key: (item) => item.event.id }),
  /** Changes nothing. */
  'results.preview': call(resultEntry, resultEffect),
  /** Settles by it, or settles again what was settled otherwise; both stay in the audit trail. */
  'results.enter': call(resultEntry, resultEffect),
  /** Oldest first. */
  'results.revisions': call(z.object({ eventId }), z.array(resultRevision)),
} as const;
