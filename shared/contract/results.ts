import * as z from 'zod';
import { call, stream } from './operation.ts';
import { betResult } from './orders.ts';
import { currency, epochMs, eventId, minorUnits, orderId, sportingEvent } from './schemas.ts';

const nothing = z.object({});
const goals = z.object({ home: z.int().min(0).max(999), away: z.int().min(0).max(999) });
const origin = z.enum(['source', 'user', 'import']);
const OUTCOMES = ['ended', 'postponed', 'abandoned'] as const;
const scores = {
  /** Of an ended event; `null` otherwise. */
  score: goals.nullable(),
  /** Settles first-half markets. */
  halfTime: goals.nullable(),
};
/**
 * `withdrawn`: an entry by hand is taken back, so that what the sources say stands again. `unknown`: what they have said
 * until then is set aside.
 */
const said = { status: z.enum([...OUTCOMES, 'withdrawn', 'unknown']), ...scores };

/** How an event ended, as someone says. */
export const resultEntry = z.object({
  eventId,
  ...said,
  /** Why it was entered or changed; kept with it. */
  note: z.string().max(500),
});
export type ResultEntry = z.infer<typeof resultEntry>;

/** One event and what is known of its end. */
export const eventResult = z.object({
  /** As its sources tell it, or as its bets have kept it. */
  event: sportingEvent,
  /** Whether it is still listed; one that is not is known by its bets alone. */
  listed: z.boolean(),
  /** What its bets are settled by; `null` while nobody has said. */
  result: z.object({ status: z.enum(OUTCOMES), ...scores }).nullable(),
  /** Who said so; `null` while nobody has. */
  origin: origin.nullable(),
  /** The source's id, or the kind of file. */
  teller: z.string().nullable(),
  /** Counts from 1; a correction is another. 0: none that was kept. */
  revision: z.int(),
  openBets: z.int(),
  settledBets: z.int(),
  /** Of the settled bets, after commission. */
  profit: minorUnits,
  currency,
  /** Another teller says something else than what stands; its words. */
  disputed: z.string().nullable(),
  /** What its open bets wait for; `null` when nothing does. */
  waits: z.string().nullable(),
  /** When its newest revision was told; its start before there is one. */
  at: epochMs,
  removed: z.literal(true).exactOptional(),
});
export type EventResult = z.infer<typeof eventResult>;

/** `null` results are open bets. Profits are after commission. */
export const betChange = z.object({
  orderId,
  /** The bet: `Back 10.00 GBP Alder at 2.5, Match odds, Exchange`. */
  words: z.string(),
  before: betResult.nullable(),
  after: betResult.nullable(),
  profitBefore: minorUnits.nullable(),
  profitAfter: minorUnits.nullable(),
});
export type BetChange = z.infer<typeof betChange>;

/** What an entry would do, or did, to the bets of its event. */
export const resultEffect = z.object({
  changes: z.array(betChange),
  currency,
  /** Of all changes together: on the cash balance, and on the profit to date. */
  cash: minorUnits,
  profit: minorUnits,
  /** Bets it leaves waiting, and for what. */
  waiting: z.array(z.string()),
});
export type ResultEffect = z.infer<typeof resultEffect>;

export const resultRevision = z.object({
  revision: z.int(),
  at: epochMs,
  origin,
  teller: z.string(),
  ...said,
  note: z.string(),
  /** Whether bets are settled by it now. */
  stands: z.boolean(),
  /** Bets it settled, settled again or opened again, and what that came to in profit after commission. */
  bets: z.int(),
  profit: minorUnits,
});
export type ResultRevision = z.infer<typeof resultRevision>;

export const resultOperations = {
  /** Events that have started, or were decided otherwise; those with bets for as long as any is open, and a month. */
  'results.watch': stream(nothing, eventResult, { keep: 'latest', key: (item) => item.event.id }),
  /** Changes nothing. */
  'results.preview': call(resultEntry, resultEffect),
  /** Settles by it, or settles again what was settled otherwise; both stay in the audit trail. */
  'results.enter': call(resultEntry, resultEffect),
  /** Oldest first. */
  'results.revisions': call(z.object({ eventId }), z.array(resultRevision)),
} as const;
