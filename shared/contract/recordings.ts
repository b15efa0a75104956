import * as z from 'zod';
import { call, stream } from './operation.ts';
import { epochMs, filePath, sourceId } from './schemas.ts';

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
  /** Parts that could not be used, counted so far; nothing is skipped unsaid. `replay.refused` lists them. */
  refused: z.int(),
  /** Stretches of market time without any payload are crossed at once while it plays. */
  skipsQuiet: z.boolean(),
  /** When the file's market first turned in play; `null` where the file doesn't say, or is still being counted. */
  inPlayAt: epochMs.nullable(),
  /** What people must know before they believe what they see: assumed times, a damaged end. */
  notes: z.array(z.string()).readonly(),
});
export type ReplayState = z.infer<typeof replayState>;

/** A part of a replayed file that could not be used. */
export const refusedPart = z.object({
  /** Market time; `null` where it has none. */
  at: epochMs.nullable(),
  /** The source it came from, or where in the file it stands: `line 12`. */
  where: z.string(),
  reason: z.string(),
  /** Its beginning. */
  sample: z.string(),
});
export type RefusedPart = z.infer<typeof refusedPart>;

/** The user has said that the bets placed in the replay that is open may be forgotten. */
const forgetBets = z.literal(true).exactOptional();

/** What the terminal trades. */
export const marketChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('practice'), forgetBets }),
  z.object({ kind: z.literal('real'), forgetBets }),
  z.object({
    kind: z.literal('replay'),
    /** A recording's id, or the path of a file on the engine's machine: a recording, Betfair stream data, odds snapshots. */
    file: filePath,
    /** Starts paused at this moment instead of playing from the beginning. */
    at: epochMs.exactOptional(),
    /** Times real time once it plays; 1 when absent. */
    speed: z.number().min(0.1).max(1000).exactOptional(),
    /** Crosses stretches without any payload at once while it plays. */
    skipsQuiet: z.boolean().exactOptional(),
    forgetBets,
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
  /**
   * As fast as it goes to a moment ahead; one behind starts the engine again and plays from the beginning up to it. Bets
   * placed in the replay are forgotten then: `conflict` where there are some and `forgetBets` doesn't say so.
   */
  'replay.seek': call(z.object({ at: epochMs, forgetBets }), replayState),
  'replay.quiet': call(z.object({ skip: z.boolean() }), replayState),
  /** What could not be used so far, and why; `more` of them are not listed. */
  'replay.refused': call(nothing, z.object({ parts: z.array(refusedPart).readonly(), more: z.int() })),
  /** Why a file can't be replayed and what to do, before any market is left for it; `null` when it can. */
  'replay.check': call(z.object({ file: filePath }), z.object({ problem: z.string().nullable() })),
  /** Files replayed lately, the newest first, as they were opened. */
  'replay.recent': call(nothing, z.object({ files: z.array(z.string()).readonly() })),

  /** How fast the market's time runs: 0.1 to 1000 in a replay, 1 to 1000 in practice; real markets run at their own. */
  'market.speed': call(z.object({ speed: z.number().min(0.1).max(1000) }), nothing),
  /**
   * Trades another market from now on: the engine starts again, and every window reconnects. `conflict` where that would
   * forget bets placed in a replay and `forgetBets` doesn't say so.
   */
  'market.open': call(marketChoice, nothing),
} as const;
