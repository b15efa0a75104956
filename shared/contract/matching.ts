import * as z from 'zod';
import { call, stream } from './operation.ts';
import { epochMs, eventId, probability, sourceId } from './schemas.ts';

const nothing = z.object({});

/** An event as one source tells it. */
export const namedEvent = z.object({
  eventId,
  sourceId,
  sport: z.string(),
  competition: z.string(),
  home: z.string(),
  away: z.string(),
  startsAt: epochMs,
});
export type NamedEvent = z.infer<typeof namedEvent>;

/** Why two events are taken for one, or not: each part's own likeness, 0 to 1, and a few words. */
export const matchReason = z.object({
  part: z.enum(['home', 'away', 'start', 'competition', 'rival']),
  likeness: probability,
  words: z.string(),
});
export type MatchReason = z.infer<typeof matchReason>;

/**
 * What became of one source's event. `matched` events share one book and one set of edges; `doubtful` ones wait for the
 * user and are traded apart until then; an `unmatched` one has no candidate near it.
 */
export const eventMatch = z.object({
  /** Of the source's own event. */
  id: eventId,
  state: z.enum(['matched', 'doubtful', 'unmatched', 'rejected']),
  decidedBy: z.enum(['engine', 'user']).nullable(),
  event: namedEvent,
  /** What it is, or may be. */
  candidate: namedEvent.nullable(),
  /** Home is the candidate's away. */
  swapped: z.boolean(),
  /** Of the pair, 0 to 1; 0 without a candidate. */
  score: probability,
  reasons: z.array(matchReason).readonly(),
  /** Of the event itself and of its candidate. */
  openBets: z.int(),
  candidateBets: z.int(),
  /** Why the two can't be matched now, a sentence for people; empty when they can. */
  blocked: z.string(),
  at: epochMs,
  /** Sent once, last: the event has left the book. */
  removed: z.literal(true).exactOptional(),
});
export type EventMatch = z.infer<typeof eventMatch>;

/** A name learned from the user's decisions: in this sport `name` is what others call `means`. */
export const learnedAlias = z.object({
  sport: z.string(),
  name: z.string(),
  means: z.string(),
  sourceId,
  at: epochMs,
  removed: z.literal(true).exactOptional(),
});
export type LearnedAlias = z.infer<typeof learnedAlias>;

export const matchDecision = z.object({
  sequence: z.int(),
  at: epochMs,
  actor: z.enum(['user', 'engine']),
  action: z.enum(['matched', 'rejected', 'parted', 'alias-learned', 'alias-removed', 'undone']),
  words: z.string(),
});
export type MatchDecision = z.infer<typeof matchDecision>;

export const matchingOperations = {
  'matching.watch': stream(nothing, eventMatch, { keep: 'latest', key: (item) => item.id }),
  /** The two are one. Learns what the names mean. Refused while both have open bets. */
  'matching.accept': call(z.object({ id: eventId, candidate: eventId }), eventMatch),
  /** They are not; nothing asks again about this pair. Parts them where they were matched. */
  'matching.reject': call(z.object({ id: eventId, candidate: eventId }), eventMatch),
  /** Takes back the user's newest decision, with the aliases it taught. Fails with `not-found` when there is none. */
  'matching.undo': call(nothing, matchDecision),
  /** Events another source tells that are worth comparing with this one, likeliest first. */
  'matching.candidates': call(z.object({ id: eventId, limit: z.int().min(1).max(50) }), z.array(eventMatch)),
  'matching.aliases': stream(nothing, learnedAlias, {
    keep: 'latest',
    key: (item) => `${item.sport}/${item.name}`,
  }),
  'matching.forget': call(z.object({ sport: z.string().max(200), name: z.string().max(2000) }), nothing),
  /** Newest first. */
  'matching.decisions': call(z.object({ limit: z.int().min(1).max(1000) }), z.array(matchDecision)),
} as const;
