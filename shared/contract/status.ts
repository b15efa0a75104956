import * as z from 'zod';
import { currency, epochMs, minorUnits, mode } from './schemas.ts';

/** The status bar's line, sent a few times a second. */
export const status = z.object({
  mode,
  version: z.string(),
  /** The engine's clock; in practice mode it runs at the simulator's speed. */
  now: epochMs,
  /** How many engine milliseconds pass in one real millisecond; 1 outside practice and replay. */
  speed: z.number(),
  /** Market milliseconds after which a price is stale: prices nothing, takes no order. */
  staleAfterMs: z.number(),
  currency,
  cash: minorUnits,
  atRisk: minorUnits,
  profit: minorUnits,
  openOrders: z.int(),
  openBets: z.int(),
  unresolvedOrders: z.int(),
  /** Orders of the journal that can't be read: in no list, and in no sum of bets. */
  damagedOrders: z.int(),
  /** After a panic nothing can be armed until it is released. */
  halted: z.boolean(),
  updatesPerSecond: z.number(),
  /** From a feed event entering the engine to its edges, milliseconds, of the last second. */
  pipelineMs: z.object({ p50: z.number(), p99: z.number() }),
  /** The event loop's lateness, milliseconds, of the last second. */
  lagMs: z.number(),
  /** What is wrong with the engine itself and what to do, such as a full disk; `null` when all is well. */
  trouble: z.string().nullable(),
});
export type Status = z.infer<typeof status>;
