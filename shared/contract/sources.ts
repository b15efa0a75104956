import * as z from 'zod';
import { epochMs, sourceId } from './schemas.ts';

/** What a source is, and how it is doing. Counts are since the engine started. */
export const sourceHealth = z.object({
  id: sourceId,
  name: z.string(),
  kind: z.enum(['simulator', 'poll', 'stream']),
  /** `degraded`: working with errors or behind its cadence; `failed`: not working until something changes. */
  state: z.enum(['off', 'connecting', 'live', 'degraded', 'failed']),
  /** A sentence for people: what is wrong and what to do. Empty when all is well. */
  message: z.string(),
  capabilities: z.object({
    depth: z.boolean(),
    lay: z.boolean(),
    scores: z.boolean(),
    streaming: z.boolean(),
  }),
  /** The interval at which new prices are expected; `null` for streams. */
  cadenceMs: z.number().nullable(),
  lastReceivedAt: epochMs.nullable(),
  /** Of the last 100 answers, milliseconds from request to parsed, or from source time to receipt on streams. */
  latencyMs: z.object({ p50: z.number(), p99: z.number() }).nullable(),
  /** Metered credits where the source has them. */
  credits: z.object({ lastCost: z.number(), used: z.number(), remaining: z.number() }).nullable(),
  /** received = used + duplicate + quarantined, in the source's own unit (quotes). */
  counts: z.object({
    received: z.int(),
    used: z.int(),
    duplicate: z.int(),
    quarantined: z.int(),
    errors: z.int(),
  }),
});
export type SourceHealth = z.infer<typeof sourceHealth>;
