import * as z from 'zod';
import { call, stream } from './operation.ts';
import { epochMs, sourceId } from './schemas.ts';

const nothing = z.object({});

/** Raw payloads kept in a file, as they came. */
export const recording = z.object({
  /** Its file's name in the recordings folder. */
  id: z.string().min(1).max(200),
  state: z.enum(['recording', 'complete', 'damaged']),
  from: epochMs,
  to: epochMs,
  payloads: z.int(),
  /** Before and after compression. */
  rawBytes: z.int(),
  bytes: z.int(),
  sources: z.array(sourceId).readonly(),
  /** What is wrong with it, and what can still be replayed; `null` when nothing is. */
  problem: z.string().nullable(),
  /** Why it has just ended though nobody ended it and nothing is wrong with it: its sources were changed. */
  remark: z.string().exactOptional(),
  removed: z.literal(true).exactOptional(),
});
export type Recording = z.infer<typeof recording>;

/** What a replay plays and where it stands. */
export const replayState = z.object({
  /** The file's name, or its full path when it is not in the recordings folder. */
  file: z.string(),
  /** `recording`, `Betfair stream`, `odds snapshots`: what was found in the file. */
  format: z.string(),
  from: epochMs,
  /** Where it ends; `null` while a long file is still being counted. */
  to: epochMs.nullable(),
  at: epochMs,
  /** 0.1 to 1000; kept while it is paused. */
  speed: z.number(),
  /** `seeking`: on its way to a moment as fast as it can. */
  motion: z.enum(['playing', 'paused', 'seeking', 'ended']),
  played: z.int(),
  /** Of the whole file; `null` while a long one is still being counted. */
  payloads: z.int().nullable(),
  /** Parts that could not be used, counted so far; nothing is skipped unsaid. */
  refused: z.int(),
  /** What people must know before they believe what they see: assumed times, a damaged end. */
  notes: z.array(z.string()).readonly(),
});
export type ReplayState = z.infer<typeof replayState>;

/** What the terminal trades. */
export const marketChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('practice') }),
  z.object({ kind: z.literal('real') }),
  z.object({
    kind: z.literal('replay'),
    /** A recording's id, or the path of a file on the engine's machine: a recording, Betfair stream data, odds snapshots. */
    file: z.string().min(1).max(4096),
    /** Starts paused at this moment instead of playing from the beginning. */
    at: epochMs.exactOptional(),
    /** Times real time once it plays; 1 when absent. */
    speed: z.number().min(0.1).max(1000).exactOptional(),
  }),
]);
export type MarketChoice = z.infer<typeof marketChoice>;

export const recordingOperations = {
  'recordings.watch': stream(nothing, recording, { keep: 'latest', key: (item) => item.id }),
  /** Keeps every payload of every source from now on. */
  'recordings.start': call(nothing, recording),
  'recordings.stop': call(nothing, recording),
  'recordings.remove': call(z.object({ id: recording.shape.id }), nothing),

  'replay.watch': stream(nothing, replayState, { keep: 'latest', key: () => 'replay' }),
  'replay.play': call(nothing, replayState),
  'replay.pause': call(nothing, replayState),
  /** Plays the next payloads, however long the time between them, and stays paused. */
  'replay.step': call(z.object({ payloads: z.int().min(1).max(100_000) }), replayState),
  /** As fast as it goes to a moment ahead; one behind starts the engine again and plays from the beginning up to it. */
  'replay.seek': call(z.object({ at: epochMs }), replayState),

  /** How fast the market's time runs: 0.1 to 1000 in a replay, 1 to 1000 in practice; real markets run at their own. */
  'market.speed': call(z.object({ speed: z.number().min(0.1).max(1000) }), nothing),
  /** Trades another market from now on: the engine starts again, and every window reconnects. */
  'market.open': call(marketChoice, nothing),
} as const;
