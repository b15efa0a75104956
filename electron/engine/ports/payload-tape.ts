import type { SourceValues } from '../../../shared/contract/sources.ts';
import type { EpochMs, SourceId } from '../../../shared/domain/units.ts';

/**
 * One moment of a tape. A `beat` is what the engine did to its book by the clock rather than because something arrived:
 * ages moved on, events came due. It is kept in its place among the payloads, or a replay would price differently.
 */
export type TapeEntry =
  | {
      readonly kind: 'payload';
      readonly source: SourceId;
      readonly channel: string;
      readonly body: Uint8Array;
      /** When it was received, market time; before the entry in front of it only where the machine's clock was set back. */
      readonly at: EpochMs;
    }
  | { readonly kind: 'beat'; readonly at: EpochMs };

/** Whose payloads are what the user changed meanwhile, a channel for each operation; not a source of prices. */
export const USER_CHANGES = 'overround' as SourceId;

export type TapedPayload = Extract<TapeEntry, { kind: 'payload' }>;

/** What is known of a tape once it has been gone through. */
export type TapeSurvey = {
  readonly to: EpochMs;
  readonly payloads: number;
  /** When the market first turned in play, where the tape says so. */
  readonly inPlayAt?: EpochMs;
};

/** A part of a file that is no payload and was left out. */
export type TapeRefusal = { readonly where: string; readonly reason: string; readonly sample: string };

/** A source whose payloads are on the tape, with the values it was set to: its decoder needs them. Never a secret. */
export type TapedSource = { readonly id: SourceId; readonly values: SourceValues };

/** Payloads of the past in order of time, from a file: read as they are asked for, never all at once. */
export interface PayloadTape {
  /** What was found in the file, in a few words for people: `recording`, `Betfair stream`. */
  readonly format: string;
  readonly from: EpochMs;
  readonly sources: readonly TapedSource[];
  /** It carries beats of its own. */
  readonly beats: boolean;
  /**
   * What its source says in between and the file leaves out: that nothing has changed. Without it the prices of a file
   * that tells every change would grow old in every quiet minute.
   */
  readonly heartbeat?: { readonly everyMs: number; payload(at: EpochMs): TapedPayload };
  /** What the engine said of itself when it recorded; opaque here. `null` for other files. */
  readonly context: unknown;
  /** What people must know before they believe it: assumed times, a damaged end. */
  readonly notes: readonly string[];
  /** Parts of the file that are no payload and were left out, so far; all of them once `survey` is done. */
  refused(): number;
  /** Those of them that were kept for people to look at, so far; not all where there are many. */
  refusals?(): readonly TapeRefusal[];
  /** Ends and counts. May read the whole file; `undefined` when it was aborted. */
  survey(signal: AbortSignal): Promise<TapeSurvey | undefined>;
  /** From the beginning, in batches. Ends with what is wrong with the rest, or `null` at a proper end. */
  entries(): AsyncGenerator<readonly TapeEntry[], string | null, void>;
}

export type OpenedTape =
  | { readonly ok: true; readonly tape: PayloadTape }
  /** A message for people: what the file is instead, and what to do. */
  | { readonly ok: false; readonly message: string };
